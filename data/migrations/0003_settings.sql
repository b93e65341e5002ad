-- The question an admin asks the carrier by way of the worker, and the worker's answer.
CREATE TABLE checks (
    id INTEGER PRIMARY KEY,
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    taken_at TEXT,
    answered_at TEXT,
    carrier TEXT NOT NULL DEFAULT '',
    problems TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(problems)),
    products TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(products))
) STRICT;

-- The audit log is read by person, newest first.
CREATE INDEX audit_user ON audit(user COLLATE NOCASE, id);
