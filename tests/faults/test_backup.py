"""A backup made while others write has everything that was committed before it began, and nothing
in it waits to be sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store import Store
from faults_nursery import Nursery
from faults_yard import Yard
from waiting import eventually

# What is never changed of a message.
_OUTGOING = "SELECT id, number_id, kind, body, author, at, client_ref FROM messages ORDER BY id"


def back_up_while_writing(yard: Yard, folder: Path, times: int, writes: int) -> None:
    for n in range(times):
        before = len(yard.evidence.of("written"))
        assert yard.queue(yard.leads[0]) is not None, yard.refused
        pid = yard.nursery.start(**(yard.plan | {"role": "write_on", "writes": writes}))
        _written(yard, before + writes * (n + 1) // (times + 1))
        committed = len(yard.evidence.of("written"))
        yard.store.backup(folder / f"{n}.db")
        assert yard.nursery.wait(pid, 120) == 0
        restored = Store.open(folder / f"{n}.db", create=False)
        kept = restored._database.value("SELECT count(*) FROM audit WHERE kind = 'fault'")
        assert committed <= kept <= before + writes
        outgoing = yard.sql(_OUTGOING)
        assert [tuple(row) for row in restored._database.all(_OUTGOING)] == outgoing
        assert yard.store.dispatch.queued() == restored.checkup.uncertain() == len(outgoing)
        assert restored.dispatch.queued() == 0
        assert restored.checkup.damage() == []
        assert restored._database.value("PRAGMA integrity_check") == "ok"
        assert restored.ledger.verify()[1] is None
        assert restored.checkup.changed_triggers() == []
        restored.close()


def _written(yard: Yard, least: int) -> None:
    eventually(lambda: len(yard.evidence.of("written")) >= least, 60)


def test_a_backup_misses_nothing_committed_before_it(tmp_path: Path, nursery: Nursery) -> None:
    with Yard(tmp_path, nursery) as yard:
        back_up_while_writing(yard, tmp_path, times=2, writes=150)


@pytest.mark.long
def test_twenty_backups_miss_nothing_committed_before_them(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery) as yard:
        back_up_while_writing(yard, tmp_path, times=20, writes=1000)
