-- What staff note when they stop or allow messages for a person, and lists that wait to be brought in.
CREATE TABLE marketing_notes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32), -- of the address
    at TEXT NOT NULL,
    who TEXT NOT NULL, -- the member of staff
    way TEXT NOT NULL, -- how the person asked
    words TEXT NOT NULL, -- the evidence, for staff alone; empty once the receipt is erased
    rid TEXT -- of the receipt; none: the change was not carried out, or the receipt is erased
);

CREATE INDEX marketing_notes_by_hash ON marketing_notes (site, hash, id);
CREATE INDEX marketing_notes_by_receipt ON marketing_notes (rid) WHERE rid IS NOT NULL;

CREATE FUNCTION forget_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE marketing_notes SET rid = NULL, words = '' WHERE rid = OLD.rid;
    RETURN NULL;
END
$$;

CREATE TRIGGER marketing_notes_forget AFTER UPDATE ON entries FOR EACH ROW
    WHEN (NEW.kind = 'unsubscribe' AND NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION forget_note();

-- Whom an act concerned, by the hash of the address, and the note that belongs to it.
ALTER TABLE acts ADD COLUMN site TEXT;
ALTER TABLE acts ADD COLUMN hash BYTEA CHECK (length(hash) = 32);
ALTER TABLE acts ADD COLUMN note BIGINT REFERENCES marketing_notes (id);

CREATE TABLE imports (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site TEXT NOT NULL,
    who TEXT NOT NULL, -- the member of staff who staged it
    name TEXT NOT NULL, -- of the file
    staged_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staged', 'committing', 'committed', 'discarded')),
    settled_at TEXT,
    lines BIGINT NOT NULL, -- of the file, without its header
    faults TEXT NOT NULL, -- the first lines that were refused and why, one a line; never what stood in them
    refused BIGINT NOT NULL, -- how many lines were
    changed BIGINT NOT NULL DEFAULT 0 -- rows that stopped something
);

-- The rows of a list until it is committed or discarded; then they are deleted.
CREATE TABLE import_rows (
    import BIGINT NOT NULL REFERENCES imports (id),
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    channel TEXT NOT NULL,
    topic TEXT NOT NULL, -- '': every topic
    sealed TEXT NOT NULL, -- the address, by the site's token key: the receipt commits to it
    PRIMARY KEY (import, hash, channel, topic)
);
