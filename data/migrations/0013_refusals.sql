-- What the carrier refuses, and whose fault that is.

-- How the queue is held: by whom it was said ('answer' or 'record'), since when it is held or open, how
-- often it was refused since, when one text may be tried, until when all wait a moment.
ALTER TABLE worker ADD COLUMN hold_said_in TEXT NOT NULL DEFAULT ''
    CHECK (hold_said_in IN ('', 'answer', 'record'));
ALTER TABLE worker ADD COLUMN hold_changed_at TEXT;
ALTER TABLE worker ADD COLUMN hold_refusals INTEGER NOT NULL DEFAULT 0;
ALTER TABLE worker ADD COLUMN hold_try_at TEXT;
ALTER TABLE worker ADD COLUMN pause_until TEXT;

-- Earlier versions forgot a hold with the worker that met it.
UPDATE worker SET send_state = '', send_problem = '';

-- Of a queued message the account's refusal it met last, and whether another has passed since then.
ALTER TABLE messages ADD COLUMN refused_at TEXT;
ALTER TABLE messages ADD COLUMN passed_by INTEGER NOT NULL DEFAULT 0;
-- With each text that passes, those refused before are marked: without walking the whole queue.
CREATE INDEX messages_refused ON messages(id) WHERE status = 'queued' AND refused_at IS NOT NULL;
-- Of a failed message the class of data/refusals.py.
ALTER TABLE messages ADD COLUMN refusal TEXT NOT NULL DEFAULT '';

-- Why a number cannot be texted; '' when it can, as far as is known.
ALTER TABLE numbers ADD COLUMN untextable TEXT NOT NULL DEFAULT '';

-- A record may say of a sent message that it is not known whether it was.
DROP TRIGGER IF EXISTS messages_path;
CREATE TRIGGER messages_path BEFORE UPDATE OF status ON messages
WHEN NEW.status <> OLD.status AND NOT (
    (OLD.status = 'queued' AND NEW.status IN ('sending', 'cancelled', 'failed'))
    OR (OLD.status = 'sending' AND NEW.status IN ('queued', 'sent', 'failed', 'uncertain'))
    OR (OLD.status = 'uncertain' AND NEW.status IN ('sent', 'delivered', 'failed', 'cancelled'))
    OR (OLD.status = 'sent' AND NEW.status IN ('delivered', 'failed', 'uncertain'))
    OR (OLD.status = 'cancelled' AND OLD.claimed_at IS NOT NULL
        AND NEW.status IN ('sent', 'delivered', 'failed'))
)
BEGIN SELECT RAISE(ABORT, 'A message cannot go from that status to this one.'); END;
