"""One connection to the SQLite file, with every pragma the promises rest on.

`synchronous=FULL`: with NORMAL a power cut can take back an acknowledged commit, and the commit may
have been a STOP. Every write transaction is `BEGIN IMMEDIATE` (a deferred one that upgrades fails
with "locked" under several writers), short, and never spans network work. Connections belong to the
thread that made them. The database's files are never opened or copied here by other means: closing
such a descriptor would drop SQLite's POSIX locks.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.errors import Problem, StoreProblem
from data.mounts import network_file_system
from data.one_file import OneFile
from data.sqlite import Connection, Row, sqlite3
from data.sqlite_errors import translated

# "SMSt", so that another program's database is recognised before anything is written to it.
APPLICATION_ID = 0x534D5374
BUSY_TIMEOUT_MS = 10_000
# Between two tries for the write lock: from the time of one commit up to what nobody notices.
FIRST_PAUSE, LONGEST_PAUSE = 0.000_3, 0.01  # seconds
WAL_KEEPS = 16 * 1024 * 1024  # bytes
# WAL with several writers is safe from this version on.
WAL_FROM = (3, 51, 3)


class Database:
    """A connection and the few ways the store's operations talk to it.

    `one`, `all` and `value` read; `run` writes one statement and gives the number of rows changed;
    `insert` gives the new row's id. SQL uses named parameters. What writes raises OtherFile where
    another file has taken the place of this one, in which it would be lost.
    """

    def __init__(self, path: Path, connection: Connection, file: OneFile | None = None) -> None:
        self.path = path
        self.connection = connection
        self.file = file  # None in memory

    def one(self, sql: str, /, **values: Any) -> Row | None:
        with translated(self.path):
            row: Row | None = self.connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, /, **values: Any) -> list[Row]:
        with translated(self.path):
            return list(self.connection.execute(sql, values).fetchall())

    def value(self, sql: str, /, **values: Any) -> Any:
        row = self.one(sql, **values)
        return None if row is None else row[0]

    def column(self, sql: str, /, **values: Any) -> list[Any]:
        """The first column alone: of many rows, none is kept."""
        with translated(self.path):
            return [row[0] for row in self.connection.execute(sql, values)]

    def run(self, sql: str, /, **values: Any) -> int:
        self._demand_in_place()
        with translated(self.path):
            return int(self.connection.execute(sql, values).rowcount)

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        """Write one statement for each row."""
        self._demand_in_place()
        with translated(self.path):
            self.connection.executemany(sql, rows)

    def insert(self, sql: str, /, **values: Any) -> int:
        self._demand_in_place()
        with translated(self.path):
            row_id = self.connection.execute(sql, values).lastrowid
        assert row_id is not None
        return int(row_id)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Everything inside is written, or nothing; inside another `atomic` it joins that one."""
        if self.connection.in_transaction:
            yield
            return
        self._demand_in_place()
        with translated(self.path):
            _begin(self.connection)
        try:
            yield
            with translated(self.path):
                self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment; nothing may be written."""
        if self.connection.in_transaction:
            yield
            return
        with translated(self.path):
            self.connection.execute("BEGIN")
        try:
            yield
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def _demand_in_place(self) -> None:
        if self.file is not None and not self.connection.in_transaction:
            self.file.demand_in_place()

    def version(self) -> int:
        """A number that changes when another connection commits (PRAGMA data_version)."""
        return int(self.value("PRAGMA data_version"))

    def close(self) -> None:
        self.connection.close()


def connect(path: Path, *, create: bool = True) -> Database:
    """Open the file with all pragmas set; make it, readable by its owner only, if it is missing."""
    _refuse_network(path)
    if create:
        make_private(path)
    elif not path.exists():
        raise StoreProblem(f"There is no database at {path}.", "Run sms-tui once to make one.")
    file = _refuse_what_cannot_be_ours(path)
    with translated(path):
        connection = sqlite3.connect(
            path.absolute().as_uri() + "?mode=rw",
            uri=True,
            isolation_level=None,
            # The store has more statements than Python keeps prepared by itself.
            cached_statements=512,
        )
    database = Database(path, connection, file)
    try:
        _set_up(database)
        file.demand_in_place()
    except Problem:
        connection.close()
        raise
    return database


def _set_up(database: Database) -> None:
    connection = database.connection
    with translated(database.path):
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        _refuse_other_programs(database)
        _set_journal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        # A long reader lets the WAL grow; the next checkpoint cuts it back to this.
        connection.execute(f"PRAGMA journal_size_limit = {WAL_KEEPS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
        # A folder of temporary files could hold clients' texts after a crash.
        connection.execute("PRAGMA temp_store = MEMORY")


def _set_journal(connection: Connection) -> None:
    """Choose the journal, waiting for others that make their first start just now.

    Changing the mode takes the lock that two connections can want of each other, so SQLite says
    "busy" at once instead of waiting its busy timeout.
    """
    mode = "WAL" if sqlite3.sqlite_version_info >= WAL_FROM else "TRUNCATE"
    _patiently(connection, f"PRAGMA journal_mode = {mode}")


def _begin(connection: Connection) -> None:
    """Take the write lock, waiting while another connection has it.

    SQLite's own wait sleeps 1, 2, 5 and up to 100 ms between its tries, where a commit takes a
    fraction of one: two busy writers got a quarter of what they get this way.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        _patiently(connection, "BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _patiently(connection: Connection, statement: str) -> None:
    """Run what takes a lock, again and again while somebody else has it, for the busy timeout."""
    deadline, pause = time.monotonic() + BUSY_TIMEOUT_MS / 1000, FIRST_PAUSE
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            busy = getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")
            if not busy or time.monotonic() > deadline:
                raise
        time.sleep(pause)
        pause = min(pause * 1.2, LONGEST_PAUSE)


def make_private(path: Path) -> None:
    """Make the file 0600 before SQLite sees it: `-wal` and `-shm` take their mode from it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        _keep_private(path)
    except OSError as error:
        raise StoreProblem(
            f"The database {path} cannot be made: {error.strerror}.",
            "Check the folder's owner and permissions, or give another place with --database.",
        ) from error


def _keep_private(path: Path) -> None:
    """An empty file somebody made for us holds nothing yet: it becomes private before it does.

    Only a file: a device is empty too, and root would take `/dev/null` from the whole machine.
    """
    with suppress(OSError):  # what cannot be reached, opening it says
        there = path.stat()
        if stat.S_ISREG(there.st_mode) and there.st_size == 0 and there.st_uid == os.getuid():
            path.chmod(0o600)


def _refuse_network(path: Path) -> None:
    """Two hosts, or one with locks that do not hold, would damage the file or send twice."""
    kind = network_file_system(path)
    if kind is not None:
        raise StoreProblem(
            f"{path} is on a network file system ({kind}), where SQLite's locks do not hold.",
            "Keep the database on a disk of this machine; others reach it over SSH.",
        )


def _refuse_what_cannot_be_ours(path: Path) -> OneFile:
    """A folder or a device (opening a FIFO would wait for ever), or another account's file."""
    try:
        there = path.stat()
    except OSError as error:
        raise StoreProblem(
            f"The database {path} cannot be reached: {error.strerror}.",
            "Check the path and its folders' permissions.",
        ) from error
    if not stat.S_ISREG(there.st_mode):
        raise StoreProblem(f"{path} is not a file.", "Give another place with --database.")
    if there.st_uid != os.getuid():
        raise StoreProblem(
            f"The database {path} belongs to another account.",
            "Run sms-tui as the account that owns it.",
        )
    return OneFile(path.absolute(), there.st_dev, there.st_ino)


def _refuse_other_programs(database: Database) -> None:
    # Of one moment: another process may be making its first start between the two.
    with database.snapshot():
        tables = database.value("SELECT count(*) FROM sqlite_master")
        owner = database.value("PRAGMA application_id")
    if owner != APPLICATION_ID and (owner or tables):
        raise StoreProblem(
            f"{database.path} is another program's database.",
            "Nothing was changed. Give another file with --database.",
        )
