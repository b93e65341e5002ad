"""The schema's steps, and that a missing safeguard stops everything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils

from data import migrations
from data.database import Database, connect
from data.errors import StoreProblem
from data.models import MessageStatus
from data.sqlite import sqlite3
from data.store import Store
from firm import Firm


def shipped() -> Database:
    """A database in memory as the steps make it."""
    database = Database(Path(":memory:"), sqlite3.connect(":memory:", isolation_level=None))
    migrations.migrate(database)
    return database


TRIGGERS: dict[str, str] = dict(
    map(tuple, shipped().all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
)


def test_the_digest_is_that_of_what_the_steps_make() -> None:
    assert migrations.trigger_digest(shipped()) == migrations.TRIGGERS_DIGEST


@pytest.mark.parametrize("step", migrations.STEPS)
def test_no_line_of_a_step_is_left_out(step: str) -> None:
    text = Path(migrations.__file__).with_name(f"{step}.sql").read_text()
    statements = list(migrations.statements(step))
    assert "".join(statements).rstrip() == text.rstrip()
    assert all(sqlite3.complete_statement(statement) for statement in statements)


def assert_nothing_is_sent(firm: Firm, suspect: str) -> None:
    message = firm.store.log.newest(1)[-1]
    assert message.status is MessageStatus.QUEUED
    assert firm.claim() is None
    assert firm.message(message.id).status is MessageStatus.QUEUED
    again = firm.store.clone()
    assert again.dispatch.claim(firm.work()) is None
    assert not again.safeguards.whole()
    assert migrations.changed_triggers(again._database) == [suspect]
    again.close()


@pytest.fixture
def waiting(firm: Firm) -> Firm:
    """A firm with one text that may go out."""
    firm.text(firm.authorized())
    return firm


@pytest.mark.parametrize("name", TRIGGERS)
def test_without_any_one_trigger_nothing_is_sent(waiting: Firm, name: str) -> None:
    waiting.sql(f"DROP TRIGGER {name}")
    assert_nothing_is_sent(waiting, name)
    waiting.sql(TRIGGERS[name])
    assert waiting.claim() is not None


def test_with_a_weakened_trigger_nothing_is_sent(waiting: Firm) -> None:
    waiting.sql("DROP TRIGGER text_needs_consent")
    waiting.sql(TRIGGERS["text_needs_consent"].replace("'Authorized'", "'Revoked'"))
    assert_nothing_is_sent(waiting, "text_needs_consent")


def test_with_an_unknown_trigger_nothing_is_sent(waiting: Firm) -> None:
    waiting.sql("CREATE TRIGGER extra AFTER INSERT ON audit BEGIN SELECT 1; END")
    assert_nothing_is_sent(waiting, "extra")


def test_with_a_view_that_says_otherwise_nothing_is_sent(waiting: Firm) -> None:
    waiting.sql("DROP VIEW effective_admins")
    waiting.sql("CREATE VIEW effective_admins AS SELECT id FROM users")
    assert_nothing_is_sent(waiting, "effective_admins")


@pytest.mark.parametrize("index", ["messages_ref", "permissions_user"])
def test_without_an_index_that_lets_nothing_be_there_twice_nothing_is_sent(
    waiting: Firm, index: str
) -> None:
    waiting.sql(f"DROP INDEX {index}")
    assert_nothing_is_sent(waiting, index)


def test_tables_that_a_replication_adds_are_no_safeguards(waiting: Firm) -> None:
    waiting.sql("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    waiting.sql("CREATE TABLE _litestream_lock (id INTEGER)")
    assert migrations.changed_triggers(waiting.store._database) == []
    assert waiting.claim() is not None


def test_a_table_transformed_by_sqlite_utils_is_found_out(waiting: Firm) -> None:
    other = sqlite3.connect(waiting.store.path, isolation_level=None)
    db = sqlite_utils.Database(other)
    table = db["audit"]
    assert isinstance(table, sqlite_utils.db.Table)
    table.transform(rename={"note": "remark"})
    table.transform(rename={"remark": "note"})
    other.close()
    assert waiting.claim() is None
    assert not waiting.store.safeguards.whole()


# What every tag of a message begins with, for nobody types it.
MARK = "\ue000" * 4


def found(store: Store, query: str) -> list[int]:
    rows = store._database.all(
        "SELECT rowid FROM messages_fts WHERE messages_fts MATCH :query ORDER BY rowid",
        query=query,
    )
    return [row[0] for row in rows]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    """A database of the first step alone, with a lead and two messages."""
    path = tmp_path / "old.db"
    database = connect(path)
    with database.atomic():
        migrations.steps().apply(
            sqlite_utils.Database(database.connection), stop_before="0002_search"
        )
    for statement in (
        "INSERT INTO numbers (e164, since) VALUES ('+14155550132', '2026-11-01T00:00:00.000Z')",
        "INSERT INTO leads (name, file, number_id, last_activity, created_at) VALUES"
        " ('Demo Client', 'F-1', 1, '2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z')",
        "INSERT INTO messages (lead_id, number_id, direction, kind, body, status, at, recorded_at,"
        " segments) VALUES (1, 1, 'in', 'text', 'Are my papers ready?', 'received',"
        " '2026-11-02T00:00:00.000Z', '2026-11-02T00:00:00.000Z', 1),"
        " (NULL, 1, 'in', 'text', 'Hello', 'received',"
        " '2026-11-03T00:00:00.000Z', '2026-11-03T00:00:00.000Z', 1)",
    ):
        database.run(statement)
    database.close()
    yield path


def test_the_inbox_of_an_older_database_is_filtered_like_any_other(old: Path) -> None:
    database = connect(old)
    database.run("UPDATE leads SET name = 'José Demo'")
    database.close()
    store = Store.open(old)
    assert store.inbox.ids("jose") == store.inbox.ids("F-1") == store.inbox.ids("0132") == [1]
    store.close()


def test_a_database_of_the_first_step_can_be_searched_after_the_second(old: Path) -> None:
    store = Store.open(old)
    assert store.leads.known("F-1").name == "Demo Client"
    assert found(store, "papers") == [1]
    assert found(store, f"tags: {MARK}lead1") == [1]
    assert found(store, f"tags: {MARK}dirin AND pap*") == [1]
    assert found(store, f"tags: {MARK}number1") == [1, 2]
    assert store.safeguards.whole()
    store.close()


def test_the_index_of_words_stays_whole(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead, "Your papers are ready.")
    firm.send()
    firm.says(lead.number, "Thank you for the papers")
    firm.says("+447700900123", "papers?")
    assert len(found(firm.store, "papers")) == 3
    assert len(found(firm.store, f"papers AND tags: ({MARK}lead{lead.id} AND {MARK}dirout)")) == 1
    assert len(found(firm.store, f"tags: {MARK}category1")) == 1
    firm.sql("INSERT INTO messages_fts (messages_fts, rank) VALUES ('integrity-check', 1)")


def test_a_database_of_a_newer_version_is_left_as_it_is(firm: Firm) -> None:
    firm.sql(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('sms-tui', '0099_later', 'x')"
    )
    with pytest.raises(StoreProblem, match="newer version"):
        Store.open(firm.store.path)


def test_a_step_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(step: str) -> Iterator[str]:
        yield from whole(step)
        if step == migrations.STEPS[-1]:
            yield "INSERT INTO nowhere VALUES (1);"

    whole = migrations.statements
    path = tmp_path / "firm.db"
    monkeypatch.setattr(migrations, "statements", broken)
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Store.open(path)
    monkeypatch.undo()
    database = connect(path)
    assert database.all("SELECT name FROM sqlite_master") == []
    database.close()
    Store.open(path).close()


def test_several_first_starts_at_once_make_one_database(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from data.store import Store; print(flush=True);"
        " input(); store = Store.open(Path(sys.argv[1]));"
        " store.people.ensure_first_user('ann'); print(len(store.people.users()))"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "firm.db")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        out, err = child.communicate(timeout=60)
        assert (child.returncode, out, err) == (0, "1\n", "")
    store = Store.open(tmp_path / "firm.db")
    assert store.safeguards.whole()
    store.close()
