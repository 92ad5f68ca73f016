-- Sign-on of staff by an OpenID provider: attempts that are under way, and who a person of the provider is here.
CREATE TABLE sign_ons (
    token BYTEA PRIMARY KEY CHECK (length(token) = 32), -- SHA-256 of what the browser holds; state, nonce and verifier are made of that
    before BYTEA CHECK (length(before) = 32), -- the session that the browser had, which ends when this succeeds
    ends_at TEXT NOT NULL
);

CREATE TABLE staff_links (
    staff TEXT PRIMARY KEY REFERENCES staff (name) ON DELETE CASCADE,
    issuer TEXT NOT NULL,
    sub TEXT, -- what the provider calls the person, for ever; none: until they sign in with the address
    email TEXT, -- in lower case; it counts until the first sign-on, which keeps sub
    CHECK (sub IS NOT NULL OR email IS NOT NULL),
    UNIQUE (issuer, sub),
    UNIQUE (issuer, email)
);

ALTER TABLE sessions ADD COLUMN sign_on BOOLEAN NOT NULL DEFAULT FALSE; -- begun by the provider's word
