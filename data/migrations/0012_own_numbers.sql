-- Whose words count: which number of the account each text left from or was sent to, what was sent to
-- other numbers, which texts are parts of another, and which leads have a number that ends like one.

-- Of an outgoing message since it was claimed, of an incoming one since it was received; E.164.
ALTER TABLE messages ADD COLUMN own_number TEXT;
-- What stood for a picture or a file, as the carrier gave it.
ALTER TABLE messages ADD COLUMN media TEXT;
-- The whole text, as it came later in one record: it is shown, its parts are not. A trigger checks that
-- it is there; a foreign key would have each insertion plan a walk through all messages.
ALTER TABLE messages ADD COLUMN part_of INTEGER;

CREATE TRIGGER messages_own_number_frozen BEFORE UPDATE OF own_number, media ON messages
WHEN NEW.media IS NOT OLD.media OR (
    NEW.own_number IS NOT OLD.own_number AND OLD.own_number IS NOT NULL AND OLD.status <> 'queued'
)
BEGIN SELECT RAISE(ABORT, 'Which number a message left from or was sent to is never changed.'); END;

CREATE TRIGGER messages_part_of_frozen BEFORE UPDATE OF part_of ON messages
WHEN OLD.part_of IS NOT NULL OR OLD.direction <> 'in' OR NEW.number_id IS NOT (
    SELECT number_id FROM messages WHERE id = NEW.part_of AND direction = 'in'
)
BEGIN SELECT RAISE(ABORT, 'A text becomes part of another once, and of the same sender.'); END;

-- A YES is looked for where its request left from.
CREATE INDEX messages_requests ON messages(number_id, id) WHERE kind = 'authorization';

-- An unknown number is compared with those of leads by its last eight digits.
CREATE INDEX leads_ending ON leads(substr(mobile, -8)) WHERE mobile IS NOT NULL;

-- What was sent to other numbers of the account, and is perhaps another firm's: how many, no more.
CREATE TABLE elsewhere (
    day TEXT NOT NULL,
    product TEXT NOT NULL,
    sent_to TEXT NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (day, product, sent_to)
) STRICT, WITHOUT ROWID;

-- Which of them were counted: the polls overlap, so each is read several times within two days.
CREATE TABLE elsewhere_counted (
    product TEXT NOT NULL,
    carrier_id TEXT NOT NULL,
    counted_at TEXT NOT NULL,
    PRIMARY KEY (product, carrier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX elsewhere_counted_at ON elsewhere_counted(counted_at);
