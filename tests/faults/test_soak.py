"""Eight people and a worker at once, for as long as it takes to see what grows."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from data.database import WAL_KEEPS
from faults_nursery import Nursery
from faults_yard import Yard

SESSIONS = 8
MEGABYTE = 1024 * 1024


def soak(yard: Yard, seconds: float) -> None:
    """Memory is compared after a fifth of the time, when every cache is full, and at the end."""
    pids = [
        yard.nursery.start(**(yard.plan | {"role": "session", "seed": n})) for n in range(SESSIONS)
    ]
    worker = yard.worker()
    begun = time.monotonic()
    early: list[int] = []
    wal = 0
    while (passed := time.monotonic() - begun) < seconds:
        yard.says(yard.leads[int(passed * 7) % len(yard.leads)])
        wal = max(wal, Path(f"{yard.plan['database']}-wal").stat().st_size)
        if not early and passed > max(seconds / 5, 2):
            early = [_memory(pid) for pid in (*pids, worker)]
        time.sleep(0.2)  # the pace of the clients, not a wait
    late = [_memory(pid) for pid in (*pids, worker)]
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    assert [yard.nursery.wait(pid) for pid in pids] == [0] * SESSIONS, "a session failed"
    assert yard.nursery.kill(worker) == -9, "the worker ended by itself"
    yard.works_off(seconds=120)
    yard.holds()
    done = [each["rounds"] for each in yard.evidence.of("session")]
    assert min(done) > seconds, f"a session starved: {done}"
    assert wal < 2 * WAL_KEEPS, f"the WAL grew to {wal / MEGABYTE:.0f} MB"
    grown = [end - start for start, end in zip(early, late, strict=True)]
    assert max(grown) < 12 * MEGABYTE, f"memory grew by {[g // 1024 for g in grown]} KB"


def _memory(pid: int) -> int:
    """What a process holds for itself, in bytes."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")


def test_seconds_of_everything(tmp_path: Path, nursery: Nursery) -> None:
    with Yard(tmp_path, nursery, leads=20) as yard:
        soak(yard, 4)


@pytest.mark.long
def test_minutes_of_everything(tmp_path: Path, nursery: Nursery) -> None:
    minutes = float(os.environ.get("SOAK_MINUTES", "3"))
    with Yard(tmp_path, nursery, leads=60) as yard:
        soak(yard, minutes * 60)
