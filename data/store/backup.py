"""A consistent copy of everything, in which nothing waits to be sent (`copied.py`)."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from data.database import Database, make_private
from data.errors import StoreProblem
from data.sqlite import sqlite3
from data.sqlite_errors import translated
from data.store.copied import mark_as_a_copy


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
            mark_as_a_copy(copy)
    finally:
        copy.close()


def _demand_private(part: Path, target: Path) -> None:
    """Some disks have no permissions, and show every file to everybody."""
    if stat.S_IMODE(part.stat().st_mode) & 0o077:
        raise StoreProblem(
            f"{target.parent} would let other accounts read the copy: none was made.",
            "Choose a disk that keeps permissions, or mount it for your account only.",
        )
