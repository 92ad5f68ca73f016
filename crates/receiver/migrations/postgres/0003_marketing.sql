-- Who may be written to, by keyed hashes of addresses. The most specific row of a channel decides: about a topic, else about every
-- topic ('' ); a topic stands in one of the two tables at most. Erasing a receipt leaves these rows: they name nobody, and who said stop
-- would be written to again.
CREATE TABLE consents (
    site TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    channel TEXT NOT NULL,
    topic TEXT NOT NULL, -- '': every topic
    at TEXT NOT NULL,
    how TEXT NOT NULL, -- the control of the receipt
    rid TEXT NOT NULL, -- of the receipt
    PRIMARY KEY (site, hash, channel, topic)
);

CREATE TABLE suppressions (
    site TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    channel TEXT NOT NULL,
    topic TEXT NOT NULL, -- '': every topic
    reason TEXT NOT NULL, -- 'asked', 'complaint', 'bounce' or 'list'
    at TEXT NOT NULL,
    how TEXT NOT NULL,
    source TEXT NOT NULL, -- by which way it came, such as 'link' or the name of an import
    rid TEXT NOT NULL,
    PRIMARY KEY (site, hash, channel, topic)
);

-- Every change once, in the order of each site: what downstream systems follow. Whoever writes here holds the row of the site's log,
-- so that numbers of one site rise in the order of commits.
CREATE TABLE marketing_changes (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site TEXT NOT NULL,
    hash BYTEA NOT NULL CHECK (length(hash) = 32),
    channel TEXT NOT NULL,
    topic TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('given', 'withdrawn')),
    at TEXT NOT NULL,
    how TEXT NOT NULL,
    rid TEXT NOT NULL
);

CREATE INDEX marketing_changes_by_site ON marketing_changes (site, seq);
CREATE INDEX marketing_changes_by_hash ON marketing_changes (site, hash, seq);

CREATE TRIGGER marketing_changes_stay BEFORE UPDATE OR DELETE ON marketing_changes FOR EACH ROW EXECUTE FUNCTION refuse();
