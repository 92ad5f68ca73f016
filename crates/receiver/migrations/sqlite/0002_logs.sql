-- One log for each site, in tiles, with signed checkpoints; erasure; keys of two kinds.
DROP TRIGGER receipts_keep;
DROP TRIGGER receipts_stay;
DROP INDEX receipts_by_chain;
-- What stands in the one ledger of before is moved into the logs of its sites when the database is opened.
ALTER TABLE receipts RENAME TO receipts_before_logs;

CREATE TABLE logs (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL UNIQUE,
    origin TEXT NOT NULL UNIQUE, -- the first line of its checkpoints, for ever
    size INTEGER NOT NULL DEFAULT 0 CHECK (size >= 0)
) STRICT;

CREATE TRIGGER logs_grow BEFORE UPDATE ON logs
WHEN NEW.id != OLD.id OR NEW.site != OLD.site OR NEW.origin != OLD.origin OR NEW.size < OLD.size
BEGIN
    SELECT RAISE(ABORT, 'a log only grows');
END;

CREATE TRIGGER logs_keep BEFORE DELETE ON logs
BEGIN
    SELECT RAISE(ABORT, 'a log only grows');
END;

CREATE TABLE entries (
    log INTEGER NOT NULL REFERENCES logs (id),
    idx INTEGER NOT NULL CHECK (idx >= 0), -- contiguous from 0, assigned while the log is locked
    rid_hash BLOB NOT NULL CHECK (length(rid_hash) = 32), -- SHA-256 of rid: a repeat is known even after erasure
    leaf BLOB NOT NULL CHECK (length(leaf) = 32), -- SHA-256 of the ASCII bytes of jws: the entry of the log
    kind TEXT NOT NULL,
    gap INTEGER NOT NULL CHECK (gap IN (0, 1)), -- 1: the receipt that prev names was not here when this one came
    received_at TEXT NOT NULL,
    erased_at TEXT,
    -- What says something about a person, and is gone after erasure.
    rid TEXT,
    rec TEXT, -- the chain
    seq INTEGER CHECK (seq >= 0),
    assurance TEXT,
    kid TEXT, -- thumbprint of the key that signed; none for an unsigned receipt
    next_kid TEXT, -- thumbprint of the key that a change of keys names
    jws TEXT, -- the receipt itself, verbatim, with its salt
    countersignature TEXT, -- the answer that was given, so that a repeat gets the same bytes
    PRIMARY KEY (log, idx),
    CHECK ((jws IS NULL) = (erased_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX entries_by_rid ON entries (rid_hash, log);
CREATE INDEX entries_by_leaf ON entries (leaf, log);
CREATE INDEX entries_held ON entries (log, received_at) WHERE jws IS NOT NULL;

CREATE TRIGGER entries_keep BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'a log only grows');
END;

-- The one change is erasure, and it leaves the leaf where it is.
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
WHEN NEW.log != OLD.log OR NEW.idx != OLD.idx OR NEW.rid_hash != OLD.rid_hash OR NEW.leaf != OLD.leaf OR NEW.kind != OLD.kind
    OR NEW.gap != OLD.gap OR NEW.received_at != OLD.received_at OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
BEGIN
    SELECT RAISE(ABORT, 'a log only grows');
END;

CREATE TABLE tiles (
    log INTEGER NOT NULL REFERENCES logs (id),
    level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 7),
    idx INTEGER NOT NULL CHECK (idx >= 0),
    hashes BLOB NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
    PRIMARY KEY (log, level, idx)
) STRICT;

CREATE TRIGGER tiles_grow BEFORE UPDATE ON tiles
WHEN substr(NEW.hashes, 1, length(OLD.hashes)) != OLD.hashes
BEGIN
    SELECT RAISE(ABORT, 'a tile only grows');
END;

CREATE TABLE checkpoints (
    log INTEGER NOT NULL REFERENCES logs (id),
    size INTEGER NOT NULL CHECK (size >= 1),
    note TEXT NOT NULL, -- as it was signed
    PRIMARY KEY (log, size)
) STRICT;

CREATE TRIGGER checkpoints_keep BEFORE DELETE ON checkpoints
BEGIN
    SELECT RAISE(ABORT, 'a checkpoint that was given out stays');
END;

CREATE TRIGGER checkpoints_stay BEFORE UPDATE ON checkpoints
BEGIN
    SELECT RAISE(ABORT, 'a checkpoint that was given out stays');
END;

-- What witnesses signed: whole signature lines, beneath those of the log.
CREATE TABLE cosignatures (
    log INTEGER NOT NULL,
    size INTEGER NOT NULL,
    signer TEXT NOT NULL, -- the verifier key
    line TEXT NOT NULL,
    PRIMARY KEY (log, size, signer),
    FOREIGN KEY (log, size) REFERENCES checkpoints (log, size)
) STRICT;

-- How far each sink of the feed has come in each log.
CREATE TABLE feeds (
    sink TEXT NOT NULL,
    log INTEGER NOT NULL REFERENCES logs (id),
    next INTEGER NOT NULL CHECK (next >= 0),
    holder TEXT,
    held_until TEXT,
    PRIMARY KEY (sink, log)
) STRICT;

CREATE TABLE log_keys (
    public BLOB PRIMARY KEY CHECK (length(public) = 32), -- Ed25519
    pkcs8 BLOB, -- the private half; gone once the key is retired
    created_at TEXT NOT NULL,
    retired_at TEXT,
    CHECK ((pkcs8 IS NULL) = (retired_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX log_keys_one_active ON log_keys (1) WHERE retired_at IS NULL;
