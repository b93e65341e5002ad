"""The baseline of everything that writes: one row and a commit, as durable as ours."""

from __future__ import annotations

import time
from pathlib import Path

from data.sqlite import sqlite3


class BareCommits:
    """A database of one table, on the same disk, with the same journal and synchronous=FULL."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE lines (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")

    def one(self, words: str) -> float:
        """Insert a row and commit; the seconds it took."""
        start = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO lines (words) VALUES (?)", (words,))
        self._connection.execute("COMMIT")
        return time.perf_counter() - start

    def close(self) -> None:
        self._connection.close()
