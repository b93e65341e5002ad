"""The one import of SQLite, the same copy that sqlite-utils chooses.

pysqlite3 carries its own, newer SQLite: Debian 12's 3.40 has a WAL corruption race between several
writers that 3.51.3 fixed. Two copies of SQLite in one process silently lose rows (POSIX locks die
with the first close), so nothing else may import `sqlite3`. It is not taken from sqlite-utils
itself because importing that costs 80 ms before the first paint; a test holds the two together.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        sqlite3 = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        sqlite3 = importlib.import_module("sqlite3")

Connection = sqlite3.Connection
Row = sqlite3.Row

__all__ = ["Connection", "Row", "sqlite3"]
