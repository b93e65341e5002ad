"""What becomes of the queue in a copy of the database: it waits there no more.

What waits here is sent here, perhaps a moment after the copy was made. A copy in which it still
waited would send it once more the day it takes the original's place. So in the copy it may have
been sent: its worker looks for it in the carrier's records, and only a person sends it again.
Replies were last read by the original, too: the copy sends nothing before it has read them itself,
and gives no automatic reply to what came before, for the original may have.
"""

from __future__ import annotations

from data.database import Database

# In place of a file's name: this database was made as a copy, whatever file it comes to be in.
A_COPY = "a copy"
# Claimed by no worker here; the fences of workers begin at 1.
COPIED = 0
# As the triggers have it: a text and a confirmation are claimed for who is Authorized only.
_WAITING = (
    "UPDATE messages SET status = 'sending', fence = :copied, claimed_at = at, not_before = NULL"
    " WHERE status = 'queued' AND (kind = 'authorization' OR template IN ('stopped', 'help')"
    " OR EXISTS (SELECT 1 FROM numbers WHERE id = number_id AND status = 'Authorized'))",
    "UPDATE messages SET status = 'cancelled', claimed_at = at, not_before = NULL,"
    " reason = 'The number was not Authorized when this copy was made.' WHERE status = 'queued'",
    "UPDATE messages SET status = 'uncertain', fence = :copied, check_at = claimed_at,"
    " reason = 'It may have been sent. It waited when this copy was made.'"
    " WHERE status = 'sending'",
)
_UNREAD = (
    "UPDATE worker SET holder = '', expires_at = NULL, last_poll_at = NULL",
    "DELETE FROM read_marks WHERE overlap <> 'poll'",
)


def mark_as_copied(database: Database) -> None:
    """Let nothing wait in this database, in the caller's transaction."""
    for statement in _WAITING:
        database.run(statement, copied=COPIED)
    for statement in _UNREAD:
        database.run(statement)


def mark_as_a_copy(database: Database) -> None:
    """The same for a file that is being made as a copy."""
    mark_as_copied(database)
    database.run("UPDATE worker SET file = :file", file=A_COPY)
