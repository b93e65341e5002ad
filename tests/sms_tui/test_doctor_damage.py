"""`doctor` on a database that is damaged in one of many ways: it says so, and looks at the rest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from data.database import Database
from data.migrations import migrate
from data.sqlite import sqlite3
from desk import Desk
from plain_sql import full_firm, tables
from sms_tui.store_checks import CHECKS

# With what each column of a table is filled: no time, no JSON, no number, no status.
GARBAGE = ("'\x1b[2J{'", "''", "-1", "x'ff'", "NULL")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "full.db"
    firm = full_firm(path)
    firm.store._database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    firm.store.close()
    return path


def names() -> list[str]:
    """The tables of the schema as it is."""
    memory = Database(Path(":memory:"), sqlite3.connect(":memory:", isolation_level=None))
    migrate(memory)
    return tables(memory.connection)


TABLES = names()
# Without the record of its steps a database cannot be opened at all.
UNOPENED = {"_sqlite_migrations"}


@pytest.fixture
def desk(full: Path, tmp_path: Path) -> Desk:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    shutil.copy(full, folder / "firm.db")
    (folder / "firm.db").chmod(0o600)
    desk = Desk(folder / "firm.db")
    desk.environment["XDG_STATE_HOME"] = str(tmp_path)
    return desk


def damage(desk: Desk, *statements: str) -> None:
    """What the triggers would refuse, done without them."""
    connection = sqlite3.connect(desk.database, isolation_level=None)
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def _split(line: str) -> tuple[str, str, str]:
    state, check, words = line.split("\t", 2)
    return state, check, words


def looked_at(desk: Desk) -> dict[str, str]:
    """The state each check found, and that every one of them was made."""
    result = desk.run("doctor", code=1)
    found = [_split(line) for line in result.stdout.splitlines()]
    assert "Traceback" not in result.stderr
    for state, check, words in found:
        assert words.strip(), check
        assert "\x1b" not in words
        assert state in ("ok", "warning", "wrong")
    states = {check: state for state, check, _ in found}
    assert "wrong" in states.values()
    return states


@pytest.mark.parametrize("how", ["DROP TABLE {}", "ALTER TABLE {} RENAME TO elsewhere_else"])
@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_stops_no_other_check(desk: Desk, table: str, how: str) -> None:
    damage(desk, how.format(table))
    states = looked_at(desk)
    assert table in UNOPENED or set(CHECKS) <= set(states)


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("table", TABLES)
def test_garbage_in_any_column_stops_no_other_check(desk: Desk, table: str, garbage: str) -> None:
    connection = sqlite3.connect(desk.database, isolation_level=None)
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    triggers = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    ]
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for trigger in triggers:
        connection.execute(f"DROP TRIGGER {trigger}")
    for column in columns:
        try:
            connection.execute(f"UPDATE OR IGNORE {table} SET {column} = {garbage}")
        except sqlite3.Error:  # the column's type does not take it
            continue
    connection.close()
    states = looked_at(desk)
    assert table in UNOPENED or set(CHECKS) <= set(states)


@pytest.mark.parametrize("left", [100, 4096, 5000, 40_000])
def test_a_truncated_file_is_wrong(desk: Desk, left: int) -> None:
    os.truncate(desk.database, left)
    states = looked_at(desk)
    assert "wrong" in (states.get("database"), states.get("integrity"))


def test_an_empty_file_is_a_new_database(desk: Desk) -> None:
    """As somebody may make it for us; whoever lost everything sees that there is nobody to text."""
    os.truncate(desk.database, 0)
    assert "wrong" not in desk.run("doctor").stdout


@pytest.mark.parametrize("offset", range(0, 200_000, 20_000))
def test_a_page_of_garbage_is_wrong(desk: Desk, offset: int) -> None:
    content = bytearray(desk.database.read_bytes())
    content[offset : offset + 8192] = os.urandom(8192)
    desk.database.write_bytes(content)
    looked_at(desk)


def test_a_folder_in_the_place_of_the_file_is_wrong(desk: Desk) -> None:
    desk.database.unlink()
    desk.database.mkdir()
    assert looked_at(desk)["database"] == "wrong"
