-- How far each product's records are read, once for each overlap: `through` is the carrier's time up
-- to which everything that showed by `read_at`, this machine's time, is in the store.
CREATE TABLE read_marks (
    product TEXT NOT NULL,
    overlap TEXT NOT NULL,
    through TEXT NOT NULL,
    read_at TEXT NOT NULL,
    PRIMARY KEY (product, overlap)
) STRICT, WITHOUT ROWID;
INSERT INTO read_marks SELECT product, 'poll', through, through FROM cursors;
INSERT INTO read_marks SELECT product, 'daily', reconciled_at, reconciled_at FROM cursors
WHERE reconciled_at IS NOT NULL;
DROP TABLE cursors;

-- The products whose newest records could not be read, wholly or in part: until they are, nothing is
-- sent. `refused`: the carrier does not let the account read them.
CREATE TABLE unread_products (
    product TEXT PRIMARY KEY,
    since TEXT NOT NULL,
    problem TEXT NOT NULL,
    refused INTEGER NOT NULL CHECK (refused IN (0, 1))
) STRICT, WITHOUT ROWID;

-- A mark that was ahead of the carrier's clock, the latest: some clock had leapt.
ALTER TABLE worker ADD COLUMN leapt_at TEXT;
ALTER TABLE worker ADD COLUMN leapt_s INTEGER;

-- How long after their receipt records showed, by the day they did: `up_to_s` is a step of the
-- histogram, `longest_s` the longest of it.
CREATE TABLE lateness (
    day TEXT NOT NULL,
    product TEXT NOT NULL,
    up_to_s INTEGER NOT NULL,
    longest_s INTEGER NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (day, product, up_to_s)
) STRICT, WITHOUT ROWID;

-- How many records the carrier handed out: each is paid, each time.
CREATE TABLE records_read (
    day TEXT NOT NULL,
    product TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (day, product)
) STRICT, WITHOUT ROWID;
