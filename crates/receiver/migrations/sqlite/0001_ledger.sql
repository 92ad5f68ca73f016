-- The ledger and the keys that sign its countersignatures.
-- The number marks a SQLite file as a ledger of Countersign ("CSLG" in ASCII).
PRAGMA application_id = 1129532487;

CREATE TABLE receipts (
    idx INTEGER PRIMARY KEY CHECK (idx >= 0), -- contiguous from 0, assigned inside the writing transaction
    rid TEXT NOT NULL UNIQUE,
    jws TEXT NOT NULL, -- the receipt itself, verbatim
    leaf BLOB NOT NULL CHECK (length(leaf) = 32), -- SHA-256 of the ASCII bytes of jws: the entry of a later Merkle log
    kind TEXT NOT NULL,
    rec TEXT NOT NULL, -- the chain
    seq INTEGER NOT NULL CHECK (seq >= 0),
    gap INTEGER NOT NULL CHECK (gap IN (0, 1)), -- 1: the receipt that prev names was not here when this one came
    received_at TEXT NOT NULL,
    countersignature TEXT NOT NULL -- the answer that was given, so that a repeat gets the same bytes
) STRICT;

CREATE INDEX receipts_by_chain ON receipts (rec, seq);

CREATE TRIGGER receipts_keep BEFORE DELETE ON receipts
BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;

CREATE TRIGGER receipts_stay BEFORE UPDATE ON receipts
BEGIN
    SELECT RAISE(ABORT, 'the ledger only grows');
END;

CREATE TABLE signing_keys (
    kid TEXT PRIMARY KEY, -- RFC 7638 thumbprint
    x TEXT NOT NULL,
    y TEXT NOT NULL,
    pkcs8 BLOB, -- the private half; gone once the key is retired
    created_at TEXT NOT NULL,
    retired_at TEXT,
    CHECK ((pkcs8 IS NULL) = (retired_at IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX signing_keys_one_active ON signing_keys (1) WHERE retired_at IS NULL;
