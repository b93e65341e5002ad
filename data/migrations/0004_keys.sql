-- Who someone is when they come over SSH: each public key belongs to one user, for good.

CREATE TABLE ssh_keys (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users(id),
    fingerprint TEXT NOT NULL UNIQUE CHECK (
        fingerprint GLOB 'SHA256:*' AND length(fingerprint) = 50
    ),
    type TEXT NOT NULL,
    key TEXT NOT NULL,
    comment TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX ssh_keys_user ON ssh_keys(user_id);

CREATE TRIGGER ssh_keys_stay BEFORE DELETE ON ssh_keys
BEGIN SELECT RAISE(ABORT, 'A key is revoked, never deleted: the record names it.'); END;
CREATE TRIGGER ssh_keys_not_replaced BEFORE INSERT ON ssh_keys
WHEN EXISTS (SELECT 1 FROM ssh_keys WHERE id = NEW.id OR fingerprint = NEW.fingerprint)
BEGIN SELECT RAISE(ABORT, 'A key is never replaced.'); END;
-- Of a key one thing changes, once: it is revoked.
CREATE TRIGGER ssh_keys_frozen BEFORE UPDATE ON ssh_keys
WHEN OLD.revoked_at IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.user_id IS NOT OLD.user_id
    OR NEW.fingerprint IS NOT OLD.fingerprint OR NEW.type IS NOT OLD.type
    OR NEW.key IS NOT OLD.key OR NEW.comment IS NOT OLD.comment
    OR NEW.added_at IS NOT OLD.added_at
BEGIN SELECT RAISE(ABORT, 'A key is never changed; it can be revoked, for good.'); END;
