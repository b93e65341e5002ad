"""A migration killed at any of its statements leaves the old schema or the new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import migrations
from data.database import connect
from data.migrations import STEPS, migrate, statements, triggers_whole
from data.store import Store
from faults_nursery import Nursery

EVERY = [
    (done, n)
    for done in range(len(STEPS))
    for n in range(sum(len(list(statements(step))) for step in STEPS[done:]) + 1)
]
# The first, the last, and some between, of each way.
SOME = sorted({*EVERY[:2], *EVERY[::90], *[each for each in EVERY if each[1] < 2], EVERY[-1]})


def made_by(version: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database as an earlier version left it, after so many steps."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "STEPS", STEPS[:version])
        database = connect(path)
        if version:
            migrate(database)
        database.close()


def old_or_new(path: Path, version: int) -> None:
    database = connect(path)
    tables = database.value("SELECT count(*) FROM sqlite_master")
    applied = len(migrations._applied(database))
    assert applied in (version, len(STEPS))
    assert bool(tables) == bool(applied)
    assert database.value("PRAGMA integrity_check") == "ok"
    if applied == len(STEPS):
        assert triggers_whole(database)
    database.close()
    store = Store.open(path)
    assert store.checkup.changed_triggers() == []
    assert triggers_whole(store._database)
    store.people.ensure_first_user("ann")
    store.close()


def kill_at(
    cases: list[tuple[int, int]], folder: Path, nursery: Nursery, patch: pytest.MonkeyPatch
) -> None:
    for version, count in cases:
        path = folder / f"{version}-{count}.db"
        made_by(version, path, patch)
        pid = nursery.start(role="migrate_and_die", database=str(path), statements=count)
        last = sum(len(list(statements(step))) for step in STEPS[version:])
        assert nursery.wait(pid) == (0 if count == last else -9)
        old_or_new(path, version)


def test_a_migration_killed_at_some_statements_is_done_or_not(
    tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_at(SOME, tmp_path, nursery, monkeypatch)


@pytest.mark.long
def test_a_migration_killed_at_any_statement_is_done_or_not(
    tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_at(EVERY, tmp_path, nursery, monkeypatch)
