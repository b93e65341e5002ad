"""A consistent copy of everything, in which nothing waits to be sent.

What waits here is sent here, perhaps a moment after the copy was made. A copy in which it still
waited would send it once more the day it takes the original's place. So in the copy it may have
been sent: its worker looks for it in the carrier's records, and only a person sends it again.
Replies were last read by the original, too: the copy sends nothing before it has read them itself.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from data.database import Database, make_private
from data.errors import StoreProblem
from data.sqlite import sqlite3
from data.sqlite_errors import translated

# Claimed by nobody here; the fences of workers begin at 1.
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


def write_copy(database: Database, target: Path) -> None:
    """Write the copy to a new file, readable by its owner only, or leave no file."""
    if os.path.lexists(target):
        raise StoreProblem(f"{target} is already there.", "Give a name that is not taken.")
    if not target.parent.is_dir():
        raise StoreProblem(
            f"There is no folder {target.parent}.", "Make it first, or mount its disk."
        )
    # It has its name only when nothing waits in it: a kill in between must leave no other copy.
    part = target.absolute().with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    make_private(part)
    try:
        with translated(target):
            # An absolute path: SQLite takes a name that begins with "file:" for a URI.
            database.connection.execute("VACUUM INTO ?", (str(part),))
        _settle(part)
        _demand_private(part, target)
        part.rename(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _settle(part: Path) -> None:
    with translated(part):
        connection = sqlite3.connect(part.as_uri() + "?mode=rw", uri=True, isolation_level=None)
    copy = Database(part, connection)
    try:
        with copy.atomic():
            for statement in _WAITING:
                copy.run(statement, copied=COPIED)
            for statement in _UNREAD:
                copy.run(statement)
    finally:
        copy.close()


def _demand_private(part: Path, target: Path) -> None:
    """Some disks have no permissions, and show every file to everybody."""
    if stat.S_IMODE(part.stat().st_mode) & 0o077:
        raise StoreProblem(
            f"{target.parent} would let other accounts read the copy: none was made.",
            "Choose a disk that keeps permissions, or mount it for your account only.",
        )
