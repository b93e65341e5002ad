"""SQLite's errors as sentences: what happened, what was kept, what to do."""

from __future__ import annotations

import os
from pathlib import Path

from data.errors import Interrupted, Refused, StoreProblem
from data.sqlite import sqlite3

# With less free space than this SQLite cannot write a page of its journal.
ROOM = 64 * 1024  # bytes

_WORDS = {
    "SQLITE_FULL": (
        "The disk is full: nothing was changed.",
        "Free some space and try again.",
    ),
    "SQLITE_IOERR": (
        "The disk could not be written or read: nothing was changed.",
        "Look at the disk's health and free space.",
    ),
    "SQLITE_READONLY": (
        "The database cannot be written: nothing was changed.",
        "Check the file's and its folder's owner and permissions.",
    ),
    "SQLITE_BUSY": (
        "Another program has held the database for more than 10 seconds: nothing was changed.",
        "Try again; if it stays, look for a stopped sms-tui process.",
    ),
    "SQLITE_NOTADB": (
        "This file is not a database.",
        "Give another file with --database, or move this one away.",
    ),
    "SQLITE_CORRUPT": (
        "The database is damaged.",
        "Stop every sms-tui, keep a copy of the file, and restore the latest backup.",
    ),
    "SQLITE_CANTOPEN": (
        "The database cannot be opened.",
        "Check that its folder exists and belongs to you.",
    ),
}


def _cause(name: str, path: Path) -> str:
    """What is behind an error that SQLite could only describe: a read-only or a full disk."""
    if not name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return name
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return name
    if disk.f_flag & os.ST_RDONLY:
        return "SQLITE_READONLY"
    return "SQLITE_FULL" if disk.f_bavail * disk.f_frsize < ROOM else name


class translated:  # noqa: N801
    """Turn SQLite's errors into sentences; what a trigger says is already one.

    A class, for it stands around every statement and a generator would cost as much as some.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing to set up."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            _raise_translated(error, self._path)


def _raise_translated(error: Exception, path: Path) -> None:
    name = str(getattr(error, "sqlite_errorname", "") or "")
    # pysqlite3 reports plain codes only; SQLite's own constraints all say "constraint failed".
    if name.startswith("SQLITE_CONSTRAINT") and "constraint failed" not in str(error):
        raise Refused(str(error)) from error
    if name == "SQLITE_INTERRUPT":
        raise Interrupted("The search was stopped.") from error
    cause = _cause(name, path)
    for prefix, (what, remedy) in _WORDS.items():
        if cause.startswith(prefix):
            raise StoreProblem(f"{what} ({path})", remedy) from error
