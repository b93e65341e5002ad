"""A disk that is full, read-only or held by somebody: no send, nothing lost, a clear sentence."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest

from data import database
from data.errors import StoreProblem
from data.sqlite import sqlite3
from data.store import Store
from faults_disk import FullDisk, fill, small_disk
from faults_nursery import Nursery
from faults_yard import Yard
from waiting import eventually

NOBODY = 65534


def full_at(yard: Yard, n: int, times: int = 1) -> int:
    """A round in which the n-th write finds the disk full, then one with room; how many writes."""
    lead, other = yard.leads[0], yard.leads[1]
    assert yard.queue(lead), yard.refused
    assert yard.queue(other), yard.refused
    yard.says(other, "STOP")
    disk = FullDisk(yard.rig.store._database)
    with disk.in_place():
        disk.fail(n, times)
        yard.rig.worker._turn(OneTurn())
    writes = disk.writes
    yard.rig.worker._turn(OneTurn())
    yard.rig.worker._let_go()
    yard.works_off()
    yard.says(other, "START")
    yard.works_off()
    return writes


class OneTurn(Event):
    """Set with the worker's first pause, so that its loop turns once."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_a_disk_that_is_full_at_any_write_loses_and_repeats_nothing(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery, poll_overlap=0) as yard:
        yard.round()
        n = 1
        while full_at(yard, n) >= n:
            n += 9
        yard.holds()
        assert n > 15


@pytest.mark.long
def test_a_disk_that_is_full_at_every_write_loses_and_repeats_nothing(
    tmp_path: Path, nursery: Nursery
) -> None:
    with Yard(tmp_path, nursery, poll_overlap=0) as yard:
        yard.round()
        n = 1
        while full_at(yard, n, times=1 + n % 3) >= n:
            n += 1
        yard.holds()
        assert n > 15


def test_an_answer_that_could_not_be_written_is_written_when_there_is_room(
    tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Yard(tmp_path, nursery) as yard:
        message_id = yard.queue(yard.leads[0])
        settle = yard.rig.store.dispatch._settling.settle
        full = [True, True]

        def settled(*args: object) -> None:
            if full:
                full.pop()
                raise StoreProblem("The disk is full: nothing was changed.")
            settle(*args)

        monkeypatch.setattr(yard.rig.store.dispatch._settling, "settle", settled)
        monkeypatch.setattr("sms_tui.worker.WAIT_FOR_STORE", 0.0)
        for _ in range(3):
            yard.rig.worker._turn(OneTurn())
        assert yard.sql("SELECT status FROM messages WHERE id = :id", id=message_id) == [("sent",)]
        assert len(yard.server.posts) == 1


def test_a_really_full_disk_stops_the_worker_until_there_is_room(
    tmp_path: Path, nursery: Nursery
) -> None:
    with small_disk(tmp_path / "disk") as folder, Yard(folder, nursery) as yard:
        queued = [yard.queue(yard.leads[0]) for _ in range(3)]
        ballast = fill(folder, leave=4096)
        with pytest.raises(StoreProblem, match="The disk is full: nothing was changed"):
            for _ in range(100):
                yard.queue(yard.leads[1])
        posts = len(yard.server.posts)
        pid = yard.worker(log=str(tmp_path / "log"), evidence=str(tmp_path / "evidence"))
        eventually(lambda: "disk" in _read(tmp_path / "log"))
        assert len(yard.server.posts) <= posts + 1
        ballast.unlink()
        eventually(yard.idle, 30)
        assert yard.nursery.kill(pid) == -9
        assert all(queued)
        yard.holds()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


@pytest.mark.parametrize("room", [0, 4096, 9000, 30_000])
def test_a_file_that_cannot_grow_stops_the_worker(
    tmp_path: Path, nursery: Nursery, room: int
) -> None:
    with Yard(tmp_path, nursery) as yard:
        yard.store._database.value("PRAGMA wal_checkpoint(TRUNCATE)")
        for lead in yard.leads:
            yard.queue(lead)
        wal = Path(f"{yard.plan['database']}-wal").stat().st_size
        pid = yard.nursery.start(**(yard.plan | {"role": "squeezed", "bytes": wal + room}))
        eventually(lambda: "cannot be used" in _read(yard.log) or yard.idle())
        assert yard.nursery.kill(pid) == -9
        yard.settle_down()
        yard.holds()


def test_a_folder_that_cannot_be_written_is_said_so(nursery: Nursery) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become another account")
    with TemporaryDirectory() as name, Yard(folder := Path(name), nursery) as yard:
        yard.queue(yard.leads[0])
        for file in folder.iterdir():
            os.chown(file, NOBODY, NOBODY)
        Path(yard.plan["database"]).chmod(0o400)
        folder.chmod(0o755)
        pid = yard.nursery.start(**(yard.plan | {"role": "another_account"}))
        assert yard.nursery.wait(pid) == 0
        [refused] = yard.evidence.of("refused")
        assert refused["kind"] == "StoreProblem"
        assert "cannot be" in refused["words"]
        assert yard.server.posts == []


def test_a_database_that_is_locked_for_long_is_said_so_and_nothing_is_sent(
    tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    with Yard(tmp_path, nursery) as yard:
        yard.queue(yard.leads[0])
        holder = sqlite3.connect(yard.plan["database"], isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreProblem, match="held the database") as refused:
            yard.queue(yard.leads[1])
        assert "stopped sms-tui" in refused.value.remedy
        pid = yard.worker(busy=200)
        eventually(lambda: "held the database" in _read(yard.log))
        assert yard.server.posts == []
        holder.execute("ROLLBACK")
        holder.close()
        eventually(yard.idle)
        assert yard.nursery.kill(pid) == -9
        assert len(yard.server.posts) == 1
        yard.holds()


def test_a_stopped_process_that_holds_the_write_lock_harms_nothing(
    tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    with Yard(tmp_path, nursery) as yard:
        yard.queue(yard.leads[0])
        stopped = yard.worker(stop_at="before claim commit")
        yard.nursery.wait_stopped(stopped)
        with pytest.raises(StoreProblem, match="held the database"):
            yard.queue(yard.leads[1])
        assert yard.store.log.newest(yard.leads[0].id), "reading goes on"
        other = yard.worker(busy=200)
        eventually(lambda: "held the database" in _read(yard.log))
        assert yard.server.posts == []
        yard.nursery.go_on(stopped)
        eventually(yard.idle)
        for pid in (stopped, other):
            assert yard.nursery.kill(pid) == -9
        assert len(yard.server.posts) == 1
        yard.holds()


def test_a_store_says_what_is_wrong_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "firm.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StoreProblem, match="not a database"):
        Store.open(tmp_path / "firm.db")
