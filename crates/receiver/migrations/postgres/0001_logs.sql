-- The ledger: one log for each site, in tiles, with signed checkpoints, and the keys that sign.
CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY, -- RFC 7638 thumbprint
    x TEXT NOT NULL,
    y TEXT NOT NULL,
    pkcs8 BYTEA, -- the private half; gone once the key is retired
    created_at TEXT NOT NULL,
    retired_at TEXT,
    CHECK ((pkcs8 IS NULL) = (retired_at IS NOT NULL))
);

CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys ((1)) WHERE retired_at IS NULL;

CREATE TABLE log_keys (
    public BYTEA PRIMARY KEY CHECK (length(public) = 32), -- Ed25519
    pkcs8 BYTEA,
    created_at TEXT NOT NULL,
    retired_at TEXT,
    CHECK ((pkcs8 IS NULL) = (retired_at IS NOT NULL))
);

CREATE UNIQUE INDEX log_keys_one_active ON log_keys ((1)) WHERE retired_at IS NULL;

CREATE TABLE logs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL UNIQUE, -- the first line of its checkpoints, for ever
    size BIGINT NOT NULL DEFAULT 0 CHECK (size >= 0)
);

CREATE TABLE entries (
    log BIGINT NOT NULL REFERENCES logs (id),
    idx BIGINT NOT NULL CHECK (idx >= 0), -- contiguous from 0, assigned while the row of the log is locked
    rid_hash BYTEA NOT NULL CHECK (length(rid_hash) = 32), -- SHA-256 of rid: a repeat is known even after erasure
    leaf BYTEA NOT NULL CHECK (length(leaf) = 32), -- SHA-256 of the ASCII bytes of jws: the entry of the log
    kind TEXT NOT NULL,
    gap BOOLEAN NOT NULL, -- the receipt that prev names was not here when this one came
    received_at TEXT NOT NULL,
    erased_at TEXT,
    -- What says something about a person, and is gone after erasure.
    rid TEXT,
    rec TEXT, -- the chain
    seq BIGINT CHECK (seq >= 0),
    assurance TEXT,
    kid TEXT, -- thumbprint of the key that signed; none for an unsigned receipt
    next_kid TEXT, -- thumbprint of the key that a change of keys names
    jws TEXT, -- the receipt itself, verbatim, with its salt
    countersignature TEXT, -- the answer that was given, so that a repeat gets the same bytes
    PRIMARY KEY (log, idx),
    CHECK ((jws IS NULL) = (erased_at IS NOT NULL))
);

CREATE UNIQUE INDEX entries_by_rid ON entries (rid_hash, log);
CREATE INDEX entries_by_leaf ON entries (leaf, log);
CREATE INDEX entries_held ON entries (log, received_at) WHERE jws IS NOT NULL;

CREATE TABLE tiles (
    log BIGINT NOT NULL REFERENCES logs (id),
    level BIGINT NOT NULL CHECK (level BETWEEN 0 AND 7),
    idx BIGINT NOT NULL CHECK (idx >= 0),
    hashes BYTEA NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (log, level, idx)
);

CREATE TABLE checkpoints (
    log BIGINT NOT NULL REFERENCES logs (id),
    size BIGINT NOT NULL CHECK (size >= 1),
    note TEXT NOT NULL, -- as it was signed
    PRIMARY KEY (log, size)
);

-- What witnesses signed: whole signature lines, beneath those of the log.
CREATE TABLE cosignatures (
    log BIGINT NOT NULL,
    size BIGINT NOT NULL,
    signer TEXT NOT NULL, -- the verifier key
    line TEXT NOT NULL,
    PRIMARY KEY (log, size, signer),
    FOREIGN KEY (log, size) REFERENCES checkpoints (log, size)
);

-- How far each sink of the feed has come in each log.
CREATE TABLE feeds (
    sink TEXT NOT NULL,
    log BIGINT NOT NULL REFERENCES logs (id),
    next BIGINT NOT NULL CHECK (next >= 0),
    holder TEXT,
    held_until TEXT,
    PRIMARY KEY (sink, log)
);

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a log only grows (%)', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER logs_keep BEFORE DELETE ON logs FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER logs_grow BEFORE UPDATE ON logs FOR EACH ROW
    WHEN (NEW.id != OLD.id OR NEW.site != OLD.site OR NEW.origin != OLD.origin OR NEW.size < OLD.size)
    EXECUTE FUNCTION refuse();
CREATE TRIGGER entries_keep BEFORE DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse();
-- The one change is erasure, and it leaves the leaf where it is.
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries FOR EACH ROW
    WHEN (NEW.log != OLD.log OR NEW.idx != OLD.idx OR NEW.rid_hash != OLD.rid_hash OR NEW.leaf != OLD.leaf OR NEW.kind != OLD.kind
        OR NEW.gap != OLD.gap OR NEW.received_at != OLD.received_at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL)
    EXECUTE FUNCTION refuse();
CREATE TRIGGER tiles_grow BEFORE UPDATE ON tiles FOR EACH ROW
    WHEN (substr(NEW.hashes, 1, length(OLD.hashes)) != OLD.hashes)
    EXECUTE FUNCTION refuse();
CREATE TRIGGER checkpoints_stay BEFORE UPDATE OR DELETE ON checkpoints FOR EACH ROW EXECUTE FUNCTION refuse();
