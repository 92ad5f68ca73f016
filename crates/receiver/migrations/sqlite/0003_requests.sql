-- Requests to use a right, who staff are, and what they did.
CREATE TABLE requests (
    log INTEGER NOT NULL,
    idx INTEGER NOT NULL, -- the entry of the receipt that asks
    rid_hash BLOB NOT NULL CHECK (length(rid_hash) = 32),
    asked TEXT NOT NULL, -- the right
    starts TEXT NOT NULL, -- from when the time counts: 'received' or 'identity'
    promised TEXT, -- the time that the receipt names
    received_at TEXT NOT NULL,
    due_on TEXT, -- a date; none where no time is stated, and none before it begins
    state TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    -- What says something about a person, and is gone once the receipt is erased.
    rid TEXT,
    secret BLOB CHECK (length(secret) = 32), -- SHA-256 of what the visitor alone knows
    contact TEXT,
    words TEXT,
    lang TEXT,
    reason TEXT,
    PRIMARY KEY (log, idx),
    FOREIGN KEY (log, idx) REFERENCES entries (log, idx)
) STRICT;

CREATE UNIQUE INDEX requests_by_rid ON requests (rid_hash, log);
CREATE INDEX requests_by_state ON requests (state, due_on);

CREATE TRIGGER requests_forget AFTER UPDATE ON entries
WHEN NEW.kind = 'rights-request' AND NEW.erased_at IS NOT NULL
BEGIN
    UPDATE requests SET rid = NULL, secret = NULL, contact = NULL, words = NULL, lang = NULL, reason = NULL
    WHERE log = NEW.log AND idx = NEW.idx;
END;

CREATE TRIGGER requests_keep BEFORE DELETE ON requests
BEGIN
    SELECT RAISE(ABORT, 'a request stays in the queue');
END;

CREATE TABLE staff (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL, -- Argon2id in the PHC string format
    once INTEGER NOT NULL CHECK (once IN (0, 1)), -- 1: good for one sign-in, which asks for another
    created_at TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0, -- in a row
    locked_until TEXT
) STRICT;

CREATE TABLE sessions (
    token BLOB PRIMARY KEY CHECK (length(token) = 32), -- SHA-256 of what the browser holds
    staff TEXT NOT NULL REFERENCES staff (name) ON DELETE CASCADE,
    form_key TEXT NOT NULL, -- what every form of this session repeats
    seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
) STRICT;

-- The record of acts: what staff did, and what visitors added. It holds no words of either.
CREATE TABLE acts (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT, -- the member of staff; none: the visitor, or somebody who is not known
    what TEXT NOT NULL,
    log INTEGER,
    idx INTEGER,
    FOREIGN KEY (log, idx) REFERENCES requests (log, idx)
) STRICT;

CREATE INDEX acts_by_request ON acts (log, idx);

CREATE TRIGGER acts_keep BEFORE DELETE ON acts
BEGIN
    SELECT RAISE(ABORT, 'the record of acts only grows');
END;

CREATE TRIGGER acts_stay BEFORE UPDATE ON acts
BEGIN
    SELECT RAISE(ABORT, 'the record of acts only grows');
END;
