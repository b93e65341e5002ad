"""The connection: its pragmas, its transactions, and files that cannot be used."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.database import APPLICATION_ID, Database, connect
from data.errors import Refused, StoreProblem
from data.sqlite import sqlite3
from data.store import Store
from firm import Firm

NOBODY = 65534


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = connect(tmp_path / "one.db")
    database.run("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    # A bare table would be another program's database to the next connection.
    database.run(f"PRAGMA application_id = {APPLICATION_ID}")
    yield database
    database.close()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other accounts can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


@contextmanager
def without_privileges() -> Iterator[None]:
    """File modes mean nothing to root: act as nobody for a while, with root's real id."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 10_000),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("temp_store", 2),
    ],
)
def test_every_connection_has_the_pragmas_the_promises_rest_on(
    firm: Firm, pragma: str, value: object
) -> None:
    other = firm.store.clone()
    for store in (firm.store, other):
        assert store._database.value(f"PRAGMA {pragma}") == value
    other.close()


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "firm.db"
    firm = Firm.open(path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {"firm.db": 0o600, "firm.db-wal": 0o600, "firm.db-shm": 0o600}
    firm.store.close()


@pytest.mark.parametrize("kind", [stat.S_IFIFO, stat.S_IFSOCK])
def test_what_is_not_a_file_is_refused_and_keeps_its_mode(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "firm.db"
    os.mknod(path, kind | 0o666)
    path.chmod(0o666)
    with pytest.raises(StoreProblem, match="is not a file"):
        connect(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make a device")
def test_a_device_keeps_its_mode_even_when_root_names_it(tmp_path: Path) -> None:
    # As /dev/null, which nobody else could use afterwards; of the test's own, lest a fault do that.
    path = tmp_path / "null"
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    path.chmod(0o666)
    with pytest.raises(StoreProblem, match="is not a file"):
        connect(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666


@pytest.mark.parametrize("name", ["a?b#c%20.db", "file:x.db", "ünïcode ☎.db", "it's.db"])
def test_a_file_can_have_any_name(tmp_path: Path, name: str) -> None:
    Store.open(tmp_path / name).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_everything_inside_a_transaction_is_written_or_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.atomic():
        database.run("INSERT INTO notes (text) VALUES ('one')")
        with database.atomic():
            database.run("INSERT INTO notes (text) VALUES ('two')")
        raise ZeroDivisionError
    assert database.all("SELECT * FROM notes") == []
    with database.atomic(), database.atomic():
        assert database.insert("INSERT INTO notes (text) VALUES (:text)", text="three") == 1
    assert database.value("SELECT text FROM notes") == "three"
    assert database.one("SELECT text FROM notes WHERE id = 9") is None
    assert database.value("SELECT text FROM notes WHERE id = 9") is None
    assert database.run("UPDATE notes SET text = 'four'") == 1


def test_a_snapshot_is_of_one_moment(database: Database) -> None:
    other = connect(database.path)
    with database.snapshot(), database.snapshot():
        assert database.value("SELECT count(*) FROM notes") == 0
        other.run("INSERT INTO notes (text) VALUES ('one')")
        assert database.value("SELECT count(*) FROM notes") == 0
    assert database.value("SELECT count(*) FROM notes") == 1
    other.close()


def test_what_a_trigger_says_is_what_people_read(database: Database) -> None:
    database.run(
        "CREATE TRIGGER stay BEFORE DELETE ON notes"
        " BEGIN SELECT RAISE(ABORT, 'Notes are never deleted.'); END"
    )
    database.run("INSERT INTO notes (text) VALUES ('one')")
    with pytest.raises(Refused, match=r"^Notes are never deleted\.$"):
        database.run("DELETE FROM notes")


def test_a_broken_constraint_is_a_mistake_of_the_program(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.run("INSERT INTO notes (text) VALUES (NULL)")


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="not a database"):
        Store.open(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE theirs (x)", "PRAGMA application_id = 252006673"]
)
def test_another_programs_database_is_left_as_it_is(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "theirs.db"
    theirs = sqlite3.connect(path)
    theirs.execute(statement)
    theirs.close()
    before = path.read_bytes()
    with pytest.raises(StoreProblem, match="another program's database"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    firm = Firm.open(tmp_path / "firm.db")
    firm.store.close()
    path = firm.store.path
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match="damaged"):
        Store.open(path)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="is not a file"):
        Store.open(tmp_path)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreProblem, match="cannot be reached: Not a directory"):
        Store.open(tmp_path / "file" / "firm.db")


def test_somebody_elses_database_is_not_opened(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: NOBODY - 1)
    with pytest.raises(StoreProblem, match="belongs to another account"):
        Store.open(firm.store.path)


def test_a_folder_one_may_not_write_to_says_so(folder: Path) -> None:
    folder.chmod(0o555)
    with without_privileges(), pytest.raises(StoreProblem, match="cannot be made"):
        Store.open(folder / "firm.db")


def test_a_read_only_file_says_so_and_nothing_is_changed(folder: Path) -> None:
    Store.open(folder / "firm.db").close()
    (folder / "firm.db").chmod(0o444)
    before = (folder / "firm.db").read_bytes()
    folder.chmod(0o555)
    with without_privileges(), pytest.raises(StoreProblem, match=r"cannot be (opened|written)"):
        Store.open(folder / "firm.db").people.ensure_first_user("ann")
    assert (folder / "firm.db").read_bytes() == before


def test_a_file_one_may_not_read_says_so(folder: Path) -> None:
    Store.open(folder / "firm.db").close()
    (folder / "firm.db").chmod(0)
    with without_privileges(), pytest.raises(StoreProblem, match="cannot be opened"):
        Store.open(folder / "firm.db")


def test_a_full_disk_loses_only_what_did_not_fit(firm: Firm) -> None:
    lead = firm.authorized()
    database = firm.store._database
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    kept = 0
    with pytest.raises(StoreProblem, match="disk is full: nothing was changed"):
        while kept < 1_000:
            firm.says(lead.number, "x" * 1_000)
            kept += 1
    messages = firm.store.log.newest(lead.id, 2_000)
    assert len([message for message in messages if message.body.startswith("xx")]) == kept
    database.run("PRAGMA max_page_count = 1073741823")
    firm.says(lead.number, "STOP")
    assert firm.store.ledger.verify()[1] is None


def test_a_database_held_by_another_program_says_so(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.database.BUSY_TIMEOUT_MS", 20)
    other = firm.store.clone()
    with firm.store._database.atomic(), pytest.raises(StoreProblem, match="held the database"):
        other.people.add_user(firm.actor, "bob")
    assert other.people.user("bob") is None
    other.people.add_user(firm.actor, "bob")
    other.close()
