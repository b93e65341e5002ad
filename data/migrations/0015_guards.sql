-- What a client of SQLite that leaves the triggers in place may do to the record, whatever it sets:
-- recursive triggers, foreign keys and CHECKs can be switched off, triggers cannot.

-- REPLACE deletes what stands in its way, by any unique key, and asks no trigger of deletion.
CREATE TRIGGER users_not_replaced BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM users WHERE id = NEW.id OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'A user is never replaced.'); END;
CREATE TRIGGER users_frozen BEFORE UPDATE OF id, name, active, created_at ON users
WHEN NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at OR NEW.active NOT IN (0, 1)
    OR EXISTS (SELECT 1 FROM users WHERE name = NEW.name AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'A user is renamed or deactivated, never changed otherwise.'); END;

CREATE TRIGGER categories_stay BEFORE DELETE ON categories
BEGIN SELECT RAISE(ABORT, 'A category is archived, never deleted: messages name it.'); END;
CREATE TRIGGER categories_not_replaced BEFORE INSERT ON categories
WHEN EXISTS (SELECT 1 FROM categories WHERE id = NEW.id OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'A category is never replaced.'); END;
CREATE TRIGGER categories_frozen BEFORE UPDATE OF id, name ON categories
WHEN NEW.id IS NOT OLD.id
    OR EXISTS (SELECT 1 FROM categories WHERE name = NEW.name AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'A category is never replaced.'); END;

CREATE TRIGGER leads_not_replaced BEFORE INSERT ON leads
WHEN EXISTS (SELECT 1 FROM leads WHERE id = NEW.id OR file = NEW.file)
BEGIN SELECT RAISE(ABORT, 'A lead is never replaced.'); END;
CREATE TRIGGER leads_frozen BEFORE UPDATE OF id, file, created_at ON leads
WHEN NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at
    OR EXISTS (SELECT 1 FROM leads WHERE file = NEW.file AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'A lead is never replaced.'); END;

CREATE TRIGGER lead_numbers_stay BEFORE DELETE ON lead_numbers
BEGIN SELECT RAISE(ABORT, 'The numbers a lead has had are never deleted.'); END;
CREATE TRIGGER lead_numbers_unchanged BEFORE UPDATE ON lead_numbers
BEGIN SELECT RAISE(ABORT, 'The numbers a lead has had are never changed.'); END;
CREATE TRIGGER lead_numbers_not_replaced BEFORE INSERT ON lead_numbers
WHEN EXISTS (
    SELECT 1 FROM lead_numbers
    WHERE lead_id = NEW.lead_id AND since = NEW.since AND number_id = NEW.number_id
)
BEGIN SELECT RAISE(ABORT, 'The numbers a lead has had are never replaced.'); END;

CREATE TRIGGER log_not_replaced BEFORE INSERT ON log
WHEN EXISTS (
    SELECT 1 FROM log
    WHERE lead_id = NEW.lead_id AND at = NEW.at AND message_id = NEW.message_id
)
BEGIN SELECT RAISE(ABORT, 'The log is never replaced.'); END;

CREATE TRIGGER received_records_not_replaced BEFORE INSERT ON received_records
WHEN EXISTS (
    SELECT 1 FROM received_records WHERE product = NEW.product AND carrier_id = NEW.carrier_id
)
BEGIN SELECT RAISE(ABORT, 'What was received is never replaced.'); END;

CREATE TRIGGER bad_records_stay BEFORE DELETE ON bad_records
BEGIN SELECT RAISE(ABORT, 'What could not be read is never deleted.'); END;
CREATE TRIGGER bad_records_unchanged BEFORE UPDATE OF id, product, digest, raw, why ON bad_records
BEGIN SELECT RAISE(ABORT, 'What could not be read is never changed.'); END;
CREATE TRIGGER bad_records_not_replaced BEFORE INSERT ON bad_records
WHEN EXISTS (SELECT 1 FROM bad_records WHERE id = NEW.id OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'What could not be read is never replaced.'); END;

CREATE TRIGGER elsewhere_stay BEFORE DELETE ON elsewhere
BEGIN SELECT RAISE(ABORT, 'What was counted is never deleted.'); END;
CREATE TRIGGER elsewhere_grows BEFORE UPDATE ON elsewhere
WHEN NEW.day IS NOT OLD.day OR NEW.product IS NOT OLD.product OR NEW.sent_to IS NOT OLD.sent_to
    OR NEW.records < OLD.records
BEGIN SELECT RAISE(ABORT, 'What was counted only grows.'); END;
CREATE TRIGGER elsewhere_not_replaced BEFORE INSERT ON elsewhere
WHEN EXISTS (
    SELECT 1 FROM elsewhere
    WHERE day = NEW.day AND product = NEW.product AND sent_to = NEW.sent_to
)
BEGIN SELECT RAISE(ABORT, 'What was counted is never replaced.'); END;

CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'The audit log only grows at its end.'); END;

-- An id below one may be that of a row whose id is still to be given: it would bar every other row.
CREATE TRIGGER users_numbered AFTER INSERT ON users WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER categories_numbered AFTER INSERT ON categories WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER numbers_numbered AFTER INSERT ON numbers WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER leads_numbered AFTER INSERT ON leads WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER messages_numbered AFTER INSERT ON messages WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER bad_records_numbered AFTER INSERT ON bad_records WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER audit_numbered AFTER INSERT ON audit WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER ssh_keys_numbered AFTER INSERT ON ssh_keys WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;
CREATE TRIGGER ledger_numbered AFTER INSERT ON consent_events WHEN NEW.id < 1
BEGIN SELECT RAISE(ABORT, 'Ids begin at 1.'); END;

-- The worker's row: without it nothing works, and a fence that fell would be held twice.
CREATE TRIGGER worker_stays BEFORE DELETE ON worker
BEGIN SELECT RAISE(ABORT, 'The lease is never deleted.'); END;
CREATE TRIGGER worker_not_replaced BEFORE INSERT ON worker
WHEN EXISTS (SELECT 1 FROM worker)
BEGIN SELECT RAISE(ABORT, 'The lease is never replaced.'); END;
CREATE TRIGGER worker_fence_grows BEFORE UPDATE OF id, fence ON worker
WHEN NEW.id IS NOT OLD.id OR NEW.fence < OLD.fence
BEGIN SELECT RAISE(ABORT, 'The fence of the lease only grows.'); END;

-- Messages: what the CHECKs say, and what no CHECK can.
CREATE TRIGGER messages_known BEFORE INSERT ON messages
WHEN NEW.direction NOT IN ('in', 'out')
    OR NEW.kind NOT IN ('text', 'authorization', 'automatic', 'call')
    OR (NEW.direction = 'in' AND NEW.kind <> 'text')
    OR (NEW.kind = 'automatic'
        AND coalesce(NEW.template, '') NOT IN ('confirmed', 'stopped', 'help'))
    OR (NEW.kind = 'authorization' AND coalesce(NEW.template, '') <> 'request')
    OR (NEW.kind IN ('text', 'call') AND NEW.template IS NOT NULL)
    OR (NEW.direction = 'out' AND NEW.kind <> 'call' AND length(NEW.client_ref) IS NOT 40)
    OR NEW.at NOT GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'
    OR NEW.recorded_at NOT GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'
    OR date(NEW.at) IS NOT substr(NEW.at, 1, 10) OR substr(NEW.at, 12, 2) > '23'
    OR date(NEW.recorded_at) IS NOT substr(NEW.recorded_at, 1, 10)
    OR substr(NEW.recorded_at, 12, 2) > '23'
    OR NOT EXISTS (SELECT 1 FROM numbers WHERE id = NEW.number_id)
BEGIN SELECT RAISE(ABORT, 'That is no message of this program.'); END;

CREATE TRIGGER messages_claimed BEFORE UPDATE OF status ON messages
WHEN NEW.status = 'sending' AND (NEW.fence IS NULL OR NEW.claimed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'A message is sent under a fence.'); END;

CREATE TRIGGER messages_received_frozen BEFORE UPDATE OF product, carrier_id, segments ON messages
WHEN NEW.segments IS NOT OLD.segments OR (
    OLD.direction = 'in'
    AND (NEW.product IS NOT OLD.product OR NEW.carrier_id IS NOT OLD.carrier_id)
)
BEGIN SELECT RAISE(ABORT, 'What a message says, to whom and when, is never changed.'); END;

-- Numbers: without a row in the ledger nothing of a consent changes, and what changes is well formed.
CREATE TRIGGER numbers_known BEFORE INSERT ON numbers
WHEN NEW.e164 NOT GLOB '+[0-9]*' OR substr(NEW.e164, 2) GLOB '*[^0-9]*'
    OR length(NEW.e164) NOT BETWEEN 4 AND 16
    OR coalesce(
        NEW.requested_at, NEW.open_until, NEW.returns_to, NEW.weak_message_id, NEW.revoked_at
    ) IS NOT NULL
    OR julianday(NEW.since) IS NULL
BEGIN SELECT RAISE(ABORT, 'A number begins as Not Authorized.'); END;

CREATE TRIGGER numbers_recorded
BEFORE UPDATE OF since, cause, requested_at, open_until, returns_to, weak_message_id, revoked_at
ON numbers
WHEN NOT EXISTS (SELECT 1 FROM consent_events WHERE number_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'A consent changes only with its row in the ledger.'); END;

CREATE TRIGGER numbers_well_formed
BEFORE UPDATE OF status, since, requested_at, open_until, returns_to, revoked_at, weak_message_id
ON numbers
WHEN NEW.status NOT IN ('Not Authorized', 'Pending Authorization', 'Authorized', 'Revoked')
    OR coalesce(NEW.returns_to, 'Revoked')
        NOT IN ('Not Authorized', 'Pending Authorization', 'Authorized', 'Revoked')
    OR julianday(NEW.since) IS NULL
    OR (NEW.requested_at IS NOT NULL AND julianday(NEW.requested_at) IS NULL)
    OR (NEW.open_until IS NOT NULL AND julianday(NEW.open_until) IS NULL)
    OR (NEW.revoked_at IS NOT NULL AND julianday(NEW.revoked_at) IS NULL)
    OR (NEW.weak_message_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM messages WHERE id = NEW.weak_message_id
            AND (direction = 'in' OR (number_id = NEW.id AND refusal <> ''))
    ))
BEGIN SELECT RAISE(ABORT, 'That is no consent.'); END;

-- The ledger: a row that no rule of data/consent.py could have written is none.
CREATE TRIGGER ledger_not_replaced BEFORE INSERT ON consent_events
WHEN EXISTS (SELECT 1 FROM consent_events WHERE id = NEW.id OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'The ledger only grows at its end.'); END;

CREATE TRIGGER ledger_causes BEFORE INSERT ON consent_events
WHEN NEW.cause NOT IN (
    'STOP', 'START', 'YES', 'said so', 'carrier', 'by hand', 'judged an opt-out',
    'judged not an opt-out', 'may be an opt-out', 'request sent', 'request not delivered'
) AND NOT (
    substr(NEW.cause, -1) = '"' AND length(NEW.cause) < 250 AND (
        substr(NEW.cause, 1, 59) = 'the reply does not authorize SMS, the process is stopped: "'
        OR substr(NEW.cause, 1, 57) = 'the request was no longer open, the process is stopped: "'
    )
)
BEGIN SELECT RAISE(ABORT, 'The ledger knows no such cause.'); END;

CREATE TRIGGER ledger_hashes BEFORE INSERT ON consent_events
WHEN length(NEW.hash) <> 64 OR NEW.hash GLOB '*[^0-9a-f]*'
BEGIN SELECT RAISE(ABORT, 'That is no hash of a row in the ledger.'); END;

CREATE TRIGGER ledger_statuses BEFORE INSERT ON consent_events
WHEN NEW.after NOT IN ('Not Authorized', 'Pending Authorization', 'Authorized', 'Revoked')
    OR NEW.before IS NOT (SELECT status FROM numbers WHERE id = NEW.number_id)
    OR (NEW.message_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM messages WHERE id = NEW.message_id))
BEGIN SELECT RAISE(ABORT, 'The ledger tells of a number as it stands.'); END;

-- Only three things authorize: the client's YES or START, on record as a message, or a person's word.
CREATE TRIGGER ledger_authorizes BEFORE INSERT ON consent_events
WHEN NEW.after = 'Authorized' AND NEW.before <> 'Authorized' AND NOT (
    (NEW.cause = 'by hand' AND NEW.user <> '' AND NEW.source <> '' AND NEW.note <> '')
    OR (NEW.cause IN ('YES', 'START') AND EXISTS (
        SELECT 1 FROM messages WHERE id = NEW.message_id AND direction = 'in'
    ))
)
BEGIN SELECT RAISE(ABORT, 'Nothing on record authorizes this number.'); END;

CREATE TRIGGER ledger_times BEFORE INSERT ON consent_events
WHEN NEW.at NOT GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'
    OR NEW.recorded_at NOT GLOB
        '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'
    OR date(NEW.at) IS NOT substr(NEW.at, 1, 10) OR substr(NEW.at, 12, 2) > '23'
    OR date(NEW.recorded_at) IS NOT substr(NEW.recorded_at, 1, 10)
    OR substr(NEW.recorded_at, 12, 2) > '23'
BEGIN SELECT RAISE(ABORT, 'The ledger has a moment for each row.'); END;

-- Which file the last worker had: in another one, a copy, what waited may have been sent since.
ALTER TABLE worker ADD COLUMN file TEXT NOT NULL DEFAULT '';
-- What clients wrote before was perhaps answered by the original.
ALTER TABLE worker ADD COLUMN answers_from TEXT;
