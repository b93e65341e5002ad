"""Disks that are full: a connection that fails at one of its writes, and a tiny file system."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from data.sqlite import sqlite3

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|BEGIN IMMEDIATE|COMMIT)\b", re.IGNORECASE)


class Full(sqlite3.OperationalError):
    """What SQLite says, as the standard library words it."""

    sqlite_errorname = "SQLITE_FULL"


class FullDisk:
    """Stands before a connection and counts its writes; from `first` on, so many of them fail.

    A COMMIT that fails leaves the transaction open, as SQLite does.
    """

    def __init__(self, database: Any) -> None:
        self._connection = database.connection
        self._database = database
        self.writes = 0
        self._failing = range(0)

    def fail(self, first: int, times: int = 1) -> None:
        self.writes, self._failing = 0, range(first, first + times)

    def execute(self, sql: str, *args: Any) -> Any:
        if _WRITES.match(sql):
            self.writes += 1
            if self.writes in self._failing:
                raise Full("database or disk is full")
        return self._connection.execute(sql, *args)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    @contextmanager
    def in_place(self) -> Iterator[FullDisk]:
        self._database.connection = self
        try:
            yield self
        finally:
            self._database.connection = self._connection


@contextmanager
def small_disk(folder: Path, size: str = "2m") -> Iterator[Path]:
    """A file system that is full after so much; skips the test where none can be mounted."""
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int) -> Path:
    """Fill the file system but for so many bytes."""
    ballast = folder / "ballast"
    free = os.statvfs(folder)
    size = free.f_bavail * free.f_frsize - leave
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))
    return ballast
