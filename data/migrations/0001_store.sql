-- Everything the program keeps. Times are UTC texts made by data/clock.py.

PRAGMA application_id = 1397576564;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE groups (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE memberships (
    group_id INTEGER NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users(id),
    PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_user ON memberships(user_id);

-- What a user or a group says of a permission; saying nothing is having no row.
CREATE TABLE permissions (
    user_id INTEGER REFERENCES users(id),
    group_id INTEGER REFERENCES groups(id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name IN ('sms', 'search', 'export', 'consent', 'admin')),
    effect TEXT NOT NULL CHECK (effect IN ('allow', 'deny')),
    CHECK ((user_id IS NULL) <> (group_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX permissions_user ON permissions(user_id, name) WHERE user_id IS NOT NULL;
CREATE UNIQUE INDEX permissions_group ON permissions(group_id, name) WHERE group_id IS NOT NULL;

-- The precedence of data/permissions.py, once more, for the one rule the database guards itself.
CREATE VIEW effective_admins AS
SELECT users.id FROM users
WHERE users.active = 1 AND CASE
    (SELECT effect FROM permissions WHERE user_id = users.id AND name = 'admin')
    WHEN 'deny' THEN 0
    WHEN 'allow' THEN 1
    ELSE coalesce((
        SELECT max(effect = 'deny') = 0 FROM permissions
        JOIN memberships ON memberships.group_id = permissions.group_id
        WHERE memberships.user_id = users.id AND permissions.name = 'admin'
    ), 0)
END;

CREATE TRIGGER last_admin_deactivated AFTER UPDATE OF active ON users
WHEN NEW.active = 0 AND NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER last_admin_deleted AFTER DELETE ON permissions
WHEN OLD.name = 'admin' AND NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER last_admin_changed AFTER UPDATE ON permissions
WHEN 'admin' IN (OLD.name, NEW.name) AND NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER last_admin_denied AFTER INSERT ON permissions
WHEN NEW.name = 'admin' AND NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER last_admin_left AFTER DELETE ON memberships
WHEN NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER last_admin_joined AFTER INSERT ON memberships
WHEN NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER last_admin_moved AFTER UPDATE ON memberships
WHEN NOT EXISTS (SELECT 1 FROM effective_admins)
BEGIN SELECT RAISE(ABORT, 'This would leave no Admin: nothing was changed.'); END;
CREATE TRIGGER users_stay BEFORE DELETE ON users
BEGIN SELECT RAISE(ABORT, 'A user is deactivated, never deleted: the record names them.'); END;

CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) BETWEEN 1 AND 40),
    position INTEGER NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1))
) STRICT;
INSERT INTO categories (name, position)
VALUES ('General', 1), ('Documents', 2), ('Appointment', 3), ('Payment', 4);

CREATE TABLE numbers (
    id INTEGER PRIMARY KEY,
    e164 TEXT NOT NULL UNIQUE CHECK (
        e164 GLOB '+[0-9]*' AND length(e164) BETWEEN 4 AND 16 AND substr(e164, 2) NOT GLOB '*[^0-9]*'
    ),
    status TEXT NOT NULL DEFAULT 'Not Authorized' CHECK (
        status IN ('Not Authorized', 'Pending Authorization', 'Authorized', 'Revoked')
    ),
    since TEXT NOT NULL,
    cause TEXT NOT NULL DEFAULT '',
    requested_at TEXT,
    open_until TEXT,
    returns_to TEXT,
    weak_message_id INTEGER REFERENCES messages(id),
    helped_at TEXT
) STRICT;

CREATE TABLE leads (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    file TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(file) BETWEEN 1 AND 64),
    number_id INTEGER REFERENCES numbers(id),
    timezone TEXT,
    last_category_id INTEGER REFERENCES categories(id),
    last_activity TEXT NOT NULL,
    unread INTEGER NOT NULL DEFAULT 0,
    needs_reply INTEGER NOT NULL DEFAULT 0 CHECK (needs_reply IN (0, 1)),
    preview TEXT NOT NULL DEFAULT '',
    preview_author TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX leads_inbox ON leads(needs_reply DESC, last_activity DESC, id DESC);
CREATE INDEX leads_number ON leads(number_id);

-- Every number a lead has had and since when: the log shows the consent of each.
CREATE TABLE lead_numbers (
    lead_id INTEGER NOT NULL REFERENCES leads(id),
    number_id INTEGER NOT NULL REFERENCES numbers(id),
    since TEXT NOT NULL,
    PRIMARY KEY (lead_id, since, number_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    lead_id INTEGER REFERENCES leads(id),
    number_id INTEGER NOT NULL REFERENCES numbers(id),
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'authorization', 'automatic', 'call')),
    template TEXT CHECK (template IN ('request', 'confirmed', 'stopped', 'help')),
    body TEXT NOT NULL,
    category_id INTEGER REFERENCES categories(id),
    category TEXT,
    author_id INTEGER REFERENCES users(id),
    author TEXT NOT NULL DEFAULT '',
    os_account TEXT NOT NULL DEFAULT '',
    asked_by TEXT,
    note TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN (
        'queued', 'sending', 'uncertain', 'sent', 'delivered', 'failed', 'cancelled', 'received'
    )),
    reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    product TEXT,
    carrier_id TEXT,
    client_ref TEXT CHECK (length(client_ref) = 40),
    segments INTEGER NOT NULL,
    not_before TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    fence INTEGER,
    claimed_at TEXT,
    check_at TEXT,
    checks INTEGER NOT NULL DEFAULT 0,
    CHECK (direction = 'out' OR (kind = 'text' AND status = 'received')),
    CHECK (status <> 'sending' OR (fence IS NOT NULL AND claimed_at IS NOT NULL)),
    CHECK (kind = 'call' OR direction = 'in' OR client_ref IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX messages_ref ON messages(client_ref) WHERE client_ref IS NOT NULL;
CREATE INDEX messages_queued ON messages(id) WHERE status = 'queued';
CREATE INDEX messages_sending ON messages(id) WHERE status = 'sending';
CREATE INDEX messages_uncertain ON messages(id) WHERE status = 'uncertain';
CREATE INDEX messages_check ON messages(check_at) WHERE check_at IS NOT NULL;
CREATE INDEX messages_carrier ON messages(carrier_id) WHERE carrier_id IS NOT NULL;
CREATE INDEX messages_number ON messages(number_id, at);

-- The order of each lead's log. A reply on a shared number stands in every log that shares it.
CREATE TABLE log (
    lead_id INTEGER NOT NULL REFERENCES leads(id),
    at TEXT NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    PRIMARY KEY (lead_id, at, message_id)
) STRICT, WITHOUT ROWID;

-- Which message each of the carrier's inbound records became; one message may come as two products.
CREATE TABLE received_records (
    product TEXT NOT NULL,
    carrier_id TEXT NOT NULL,
    message_id INTEGER NOT NULL REFERENCES messages(id),
    PRIMARY KEY (product, carrier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX received_records_message ON received_records(message_id);

CREATE TABLE bad_records (
    id INTEGER PRIMARY KEY,
    product TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    raw TEXT NOT NULL,
    why TEXT NOT NULL,
    first_seen TEXT NOT NULL
) STRICT;

CREATE TABLE consent_events (
    id INTEGER PRIMARY KEY,
    number_id INTEGER NOT NULL REFERENCES numbers(id),
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    cause TEXT NOT NULL,
    words TEXT NOT NULL,
    message_id INTEGER REFERENCES messages(id),
    user TEXT NOT NULL,
    os_account TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX consent_events_number ON consent_events(number_id, id);

CREATE TABLE drafts (
    user_id INTEGER NOT NULL REFERENCES users(id),
    lead_id INTEGER NOT NULL REFERENCES leads(id),
    body TEXT NOT NULL,
    category TEXT,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (user_id, lead_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value)),
    updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    user TEXT NOT NULL,
    os_account TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX audit_kind ON audit(kind, id);

-- The one worker's lease and what it last reported. The fence grows with every new holder.
CREATE TABLE worker (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    holder TEXT NOT NULL DEFAULT '',
    fence INTEGER NOT NULL DEFAULT 0,
    expires_at TEXT,
    carrier TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    send_state TEXT NOT NULL DEFAULT '',
    send_problem TEXT NOT NULL DEFAULT '',
    last_poll_at TEXT
) STRICT;
INSERT INTO worker (id) VALUES (1);

CREATE TABLE cursors (
    product TEXT PRIMARY KEY,
    through TEXT NOT NULL,
    reconciled_at TEXT
) STRICT, WITHOUT ROWID;

-- The last line of defence: what no code may do to the record, whoever wrote the code.

CREATE TRIGGER messages_stay BEFORE DELETE ON messages
BEGIN SELECT RAISE(ABORT, 'Messages are never deleted.'); END;
-- REPLACE deletes without asking the trigger above, unless a connection wants recursive triggers.
CREATE TRIGGER messages_not_replaced BEFORE INSERT ON messages
WHEN EXISTS (SELECT 1 FROM messages WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM messages WHERE client_ref = NEW.client_ref)
BEGIN SELECT RAISE(ABORT, 'A message is never replaced.'); END;

CREATE TRIGGER messages_frozen
BEFORE UPDATE OF id, lead_id, number_id, direction, kind, template, body, category_id, category,
    author_id, author, os_account, asked_by, note, at, recorded_at, client_ref
ON messages
WHEN NEW.id IS NOT OLD.id OR NEW.lead_id IS NOT OLD.lead_id
    OR NEW.number_id IS NOT OLD.number_id OR NEW.direction IS NOT OLD.direction
    OR NEW.kind IS NOT OLD.kind OR NEW.template IS NOT OLD.template OR NEW.body IS NOT OLD.body
    OR NEW.category_id IS NOT OLD.category_id OR NEW.category IS NOT OLD.category
    OR NEW.author_id IS NOT OLD.author_id OR NEW.author IS NOT OLD.author
    OR NEW.os_account IS NOT OLD.os_account OR NEW.asked_by IS NOT OLD.asked_by
    OR NEW.note IS NOT OLD.note OR NEW.at IS NOT OLD.at OR NEW.recorded_at IS NOT OLD.recorded_at
    OR NEW.client_ref IS NOT OLD.client_ref
BEGIN SELECT RAISE(ABORT, 'What a message says, to whom and when, is never changed.'); END;

CREATE TRIGGER messages_begin BEFORE INSERT ON messages
WHEN NOT (
    (NEW.direction = 'in' AND NEW.status = 'received')
    OR (NEW.kind = 'call' AND NEW.status = 'sent')
    OR (NEW.kind <> 'call' AND NEW.status = 'queued')
)
BEGIN SELECT RAISE(ABORT, 'A message begins as queued or received.'); END;

-- A cancelled message that had been claimed may still turn out to have been sent.
CREATE TRIGGER messages_path BEFORE UPDATE OF status ON messages
WHEN NEW.status <> OLD.status AND NOT (
    (OLD.status = 'queued' AND NEW.status IN ('sending', 'cancelled', 'failed'))
    OR (OLD.status = 'sending' AND NEW.status IN ('queued', 'sent', 'failed', 'uncertain'))
    OR (OLD.status = 'uncertain' AND NEW.status IN ('sent', 'delivered', 'failed', 'cancelled'))
    OR (OLD.status = 'sent' AND NEW.status IN ('delivered', 'failed'))
    OR (OLD.status = 'cancelled' AND OLD.claimed_at IS NOT NULL
        AND NEW.status IN ('sent', 'delivered', 'failed'))
)
BEGIN SELECT RAISE(ABORT, 'A message cannot go from that status to this one.'); END;

CREATE TRIGGER text_needs_consent BEFORE UPDATE OF status ON messages
WHEN NEW.status = 'sending' AND NEW.kind = 'text' AND NOT EXISTS (
    SELECT 1 FROM numbers WHERE id = NEW.number_id AND status = 'Authorized'
)
BEGIN SELECT RAISE(ABORT, 'The number is not Authorized: nothing is sent.'); END;

CREATE TRIGGER confirmation_needs_consent BEFORE UPDATE OF status ON messages
WHEN NEW.status = 'sending' AND NEW.template = 'confirmed' AND NOT EXISTS (
    SELECT 1 FROM numbers WHERE id = NEW.number_id AND status = 'Authorized'
)
BEGIN SELECT RAISE(ABORT, 'The number is not Authorized: nothing is sent.'); END;

-- On the ledger, not on the number: a second STOP that shows late changes nothing of the number, yet
-- it must end a request queued before it was seen.
CREATE TRIGGER texts_end_with_consent AFTER INSERT ON consent_events
WHEN NEW.after = 'Revoked'
BEGIN
    UPDATE messages SET status = 'cancelled', reason = 'The client revoked SMS.', not_before = NULL
    WHERE number_id = NEW.number_id AND status = 'queued'
        AND (kind IN ('text', 'authorization') OR template = 'confirmed');
END;

CREATE TRIGGER text_returns_to_queue AFTER UPDATE OF status ON messages
WHEN NEW.status = 'queued' AND OLD.status = 'sending'
    AND (NEW.kind = 'text' OR NEW.template = 'confirmed')
    AND NOT EXISTS (SELECT 1 FROM numbers WHERE id = NEW.number_id AND status = 'Authorized')
BEGIN
    UPDATE messages SET status = 'cancelled', reason = 'The client revoked SMS.' WHERE id = NEW.id;
END;

-- A request claimed before a STOP must not go out after it.
CREATE TRIGGER request_returns_to_queue AFTER UPDATE OF status ON messages
WHEN NEW.status = 'queued' AND OLD.status = 'sending' AND NEW.kind = 'authorization'
    AND EXISTS (
        SELECT 1 FROM consent_events
        WHERE number_id = NEW.number_id AND after = 'Revoked' AND recorded_at >= NEW.claimed_at
    )
BEGIN
    UPDATE messages SET status = 'cancelled', reason = 'The client revoked SMS.' WHERE id = NEW.id;
END;

CREATE TRIGGER consent_begins BEFORE INSERT ON numbers
WHEN NEW.status <> 'Not Authorized'
BEGIN SELECT RAISE(ABORT, 'A number begins as Not Authorized.'); END;

CREATE TRIGGER consent_is_recorded BEFORE UPDATE OF status ON numbers
WHEN NEW.status <> OLD.status AND NEW.status IS NOT (
    SELECT after FROM consent_events WHERE number_id = NEW.id ORDER BY id DESC LIMIT 1
)
BEGIN SELECT RAISE(ABORT, 'A consent changes only with its row in the ledger.'); END;

CREATE TRIGGER numbers_stay BEFORE DELETE ON numbers
BEGIN SELECT RAISE(ABORT, 'Numbers are never deleted.'); END;
CREATE TRIGGER numbers_not_replaced BEFORE INSERT ON numbers
WHEN EXISTS (SELECT 1 FROM numbers WHERE id = NEW.id OR e164 = NEW.e164)
BEGIN SELECT RAISE(ABORT, 'A number is never replaced.'); END;
CREATE TRIGGER numbers_frozen BEFORE UPDATE OF id, e164 ON numbers
WHEN NEW.id IS NOT OLD.id OR NEW.e164 IS NOT OLD.e164
BEGIN SELECT RAISE(ABORT, 'A number is never changed.'); END;

-- After, for only then is the row's own id known.
CREATE TRIGGER ledger_grows AFTER INSERT ON consent_events
WHEN NEW.id <> (SELECT max(id) FROM consent_events) OR NEW.previous_hash IS NOT coalesce(
    (SELECT hash FROM consent_events WHERE id < NEW.id ORDER BY id DESC LIMIT 1), ''
)
BEGIN SELECT RAISE(ABORT, 'The ledger only grows at its end.'); END;
CREATE TRIGGER ledger_unchanged BEFORE UPDATE ON consent_events
BEGIN SELECT RAISE(ABORT, 'The ledger is never changed.'); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON consent_events
BEGIN SELECT RAISE(ABORT, 'The ledger is never deleted.'); END;

CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'The audit log is never changed.'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'The audit log is never deleted.'); END;
CREATE TRIGGER audit_grows AFTER INSERT ON audit
WHEN NEW.id <> (SELECT max(id) FROM audit)
BEGIN SELECT RAISE(ABORT, 'The audit log only grows at its end.'); END;

CREATE TRIGGER log_unchanged BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'The log is never changed.'); END;
CREATE TRIGGER log_stays BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'The log is never deleted.'); END;
CREATE TRIGGER received_records_unchanged BEFORE UPDATE ON received_records
BEGIN SELECT RAISE(ABORT, 'What was received is never changed.'); END;
CREATE TRIGGER received_records_stay BEFORE DELETE ON received_records
BEGIN SELECT RAISE(ABORT, 'What was received is never deleted.'); END;
CREATE TRIGGER leads_stay BEFORE DELETE ON leads
BEGIN SELECT RAISE(ABORT, 'Leads are never deleted: the record names them.'); END;
