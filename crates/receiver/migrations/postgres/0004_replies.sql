-- Replies to messages, and counts of opened messages and followed links.
CREATE TABLE replies (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site TEXT NOT NULL,
    shape TEXT NOT NULL, -- by which gateway it came
    message TEXT NOT NULL, -- the gateway's id of it, so that the same reply again is known
    hash BYTEA CHECK (length(hash) = 32), -- who wrote; none where the sender is no address
    channel TEXT NOT NULL,
    at TEXT NOT NULL,
    read_as TEXT NOT NULL CHECK (read_as IN ('stop', 'rejoin', 'unknown')),
    text TEXT, -- of one that a person has to read; gone once somebody has
    settled_at TEXT,
    settled_by TEXT,
    UNIQUE (site, shape, message)
);

CREATE INDEX replies_waiting ON replies (site, id) WHERE text IS NOT NULL;

-- Counts by day. No row says who: what was sent on one day about one topic is one row, however many got it.
CREATE TABLE figures (
    site TEXT NOT NULL,
    day TEXT NOT NULL, -- on which it was opened or followed; a date of UTC
    sent_on TEXT NOT NULL, -- on which the links of the message were made
    channel TEXT NOT NULL,
    topic TEXT NOT NULL,
    opens BIGINT NOT NULL CHECK (opens >= 0),
    clicks BIGINT NOT NULL CHECK (clicks >= 0),
    PRIMARY KEY (site, day, sent_on, channel, topic)
);
