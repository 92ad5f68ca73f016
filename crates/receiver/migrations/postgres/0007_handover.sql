-- What a mini program or an app has handed over and nobody has taken yet. The code itself stands nowhere; a row goes when it is redeemed.
CREATE TABLE handovers (
    hash BYTEA PRIMARY KEY CHECK (length(hash) = 32), -- SHA-256 of the code
    site TEXT NOT NULL,
    purposes TEXT NOT NULL, -- JSON: granted or refused, by the purpose's id
    notice TEXT NOT NULL, -- digest of the notice that was shown
    made_by TEXT NOT NULL CHECK (made_by IN ('server', 'anyone')), -- whether the site's own server vouched
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CHECK (made_by = 'server' OR strpos(purposes, ':"granted"') = 0) -- whoever has no key can only refuse
);

CREATE INDEX handovers_by_end ON handovers (expires_at);
