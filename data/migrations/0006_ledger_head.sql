-- How far the ledger has come, kept apart from it: without its last rows the chain of the others
-- still holds, and a cut would not show.

CREATE TABLE ledger_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_id INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

INSERT INTO ledger_head (id, last_id, hash)
SELECT 1, coalesce(max(id), 0), coalesce(
    (SELECT hash FROM consent_events ORDER BY id DESC LIMIT 1), ''
) FROM consent_events;

CREATE TRIGGER ledger_head_moves AFTER INSERT ON consent_events
BEGIN UPDATE ledger_head SET last_id = NEW.id, hash = NEW.hash; END;

CREATE TRIGGER ledger_head_grows BEFORE UPDATE ON ledger_head
WHEN NEW.id <> OLD.id OR NEW.last_id <= OLD.last_id OR NEW.hash IS NOT (
    SELECT hash FROM consent_events WHERE id = NEW.last_id
)
BEGIN SELECT RAISE(ABORT, 'The ledger only grows at its end.'); END;
CREATE TRIGGER ledger_head_stays BEFORE DELETE ON ledger_head
BEGIN SELECT RAISE(ABORT, 'The ledger is never deleted.'); END;
CREATE TRIGGER ledger_head_not_replaced BEFORE INSERT ON ledger_head
WHEN EXISTS (SELECT 1 FROM ledger_head)
BEGIN SELECT RAISE(ABORT, 'The ledger is never changed.'); END;
