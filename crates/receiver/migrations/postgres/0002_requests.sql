-- Requests to use a right, who staff are, and what they did.
CREATE TABLE requests (
    log BIGINT NOT NULL,
    idx BIGINT NOT NULL, -- the entry of the receipt that asks
    rid_hash BYTEA NOT NULL CHECK (length(rid_hash) = 32),
    asked TEXT NOT NULL, -- the right
    starts TEXT NOT NULL, -- from when the time counts: 'received' or 'identity'
    promised TEXT, -- the time that the receipt names
    received_at TEXT NOT NULL,
    due_on TEXT, -- a date; none where no time is stated, and none before it begins
    state TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    -- What says something about a person, and is gone once the receipt is erased.
    rid TEXT,
    secret BYTEA CHECK (length(secret) = 32), -- SHA-256 of what the visitor alone knows
    contact TEXT,
    words TEXT,
    lang TEXT,
    reason TEXT,
    PRIMARY KEY (log, idx),
    FOREIGN KEY (log, idx) REFERENCES entries (log, idx)
);

CREATE UNIQUE INDEX requests_by_rid ON requests (rid_hash, log);
CREATE INDEX requests_by_state ON requests (state, due_on);

CREATE FUNCTION forget_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE requests SET rid = NULL, secret = NULL, contact = NULL, words = NULL, lang = NULL, reason = NULL
    WHERE log = NEW.log AND idx = NEW.idx;
    RETURN NULL;
END
$$;

CREATE TRIGGER requests_forget AFTER UPDATE ON entries FOR EACH ROW
    WHEN (NEW.kind = 'rights-request' AND NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION forget_request();
CREATE TRIGGER requests_keep BEFORE DELETE ON requests FOR EACH ROW EXECUTE FUNCTION refuse();

CREATE TABLE staff (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL, -- Argon2id in the PHC string format
    once BOOLEAN NOT NULL, -- good for one sign-in, which asks for another
    created_at TEXT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0, -- in a row
    locked_until TEXT
);

CREATE TABLE sessions (
    token BYTEA PRIMARY KEY CHECK (length(token) = 32), -- SHA-256 of what the browser holds
    staff TEXT NOT NULL REFERENCES staff (name) ON DELETE CASCADE,
    form_key TEXT NOT NULL, -- what every form of this session repeats
    seen_at TEXT NOT NULL,
    ends_at TEXT NOT NULL
);

-- The record of acts: what staff did, and what visitors added. It holds no words of either.
CREATE TABLE acts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT, -- the member of staff; none: the visitor, or somebody who is not known
    what TEXT NOT NULL,
    log BIGINT,
    idx BIGINT,
    FOREIGN KEY (log, idx) REFERENCES requests (log, idx)
);

CREATE INDEX acts_by_request ON acts (log, idx);

CREATE TRIGGER acts_stay BEFORE UPDATE OR DELETE ON acts FOR EACH ROW EXECUTE FUNCTION refuse();
