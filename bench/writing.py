"""Fifty writers at one commit a second each, while others read: errors, and the longest wait.

Run as a program it is some of them: `python -m bench.writing DATABASE SECONDS FIRST WRITERS`, or,
with no writers, one that reads.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench.ground import Ground, program
from bench.seat import ROOT
from bench.table import Row
from data.errors import Problem
from data.store import Store

WRITERS, IN_ONE_PROCESS, READERS = 50, 5, 2


def writers(ground: Ground) -> list[Row]:
    """Drafts, as fifty agents who type would save them."""
    groups = [(first, IN_ONE_PROCESS) for first in range(0, WRITERS, IN_ONE_PROCESS)]
    groups += [(0, 0)] * READERS
    command = [*program("writing"), str(ground.database), str(ground.seconds)]
    processes = [
        subprocess.Popen(
            [*command, str(first), str(count)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for first, count in groups
    ]
    told = [json.loads(process.communicate()[0]) for process in processes]
    errors = [error for one in told for error in one["errors"]]
    waits = sorted(wait for one in told for wait in one["waits"])
    what = f"{WRITERS} writers at 1 commit/s for {ground.seconds:g} s, readers beside them"
    note = f"{len(waits)} commits, half of them within {waits[len(waits) // 2] * 1000:.1f} ms"
    return [
        Row("writers", f"{what}: errors", "", len(errors), budget=0, note="; ".join(errors[:3])),
        Row("writers", f"{what}: longest wait", "ms", waits[-1] * 1000, budget=100, note=note),
    ]


def write(database: Path, seconds: float, first: int, count: int) -> None:
    """Be `count` writers, each with its own connection; prints their errors and waits."""
    errors: list[str] = []
    waits: list[float] = []
    threads = [
        threading.Thread(target=_write, args=(database, seconds, first + n, errors, waits))
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"errors": errors, "waits": waits}))


def _write(
    database: Path, seconds: float, number: int, errors: list[str], waits: list[float]
) -> None:
    store = Store.open(database, create=False)
    begin = time.monotonic() + 1 + number / WRITERS
    for n in range(round(seconds)):
        time.sleep(max(0.0, begin + n - time.monotonic()))
        start = time.perf_counter()
        try:
            store.drafts.save(1, 1 + number, f"Draft {n} of writer {number}", "General")
        except Problem as problem:
            errors.append(str(problem))
        waits.append(time.perf_counter() - start)
    store.close()


def read(database: Path, seconds: float) -> None:
    """Read the inbox and a log over and over; prints errors only."""
    errors: list[str] = []
    store = Store.open(database, create=False)
    until = time.monotonic() + 1 + seconds
    while time.monotonic() < until:
        try:
            store.inbox.rows(store.inbox.ids()[:50])
            store.log.newest(1, 100)
        except Problem as problem:
            errors.append(str(problem))
        time.sleep(0.1)
    store.close()
    print(json.dumps({"errors": errors, "waits": []}))


if __name__ == "__main__":
    if int(sys.argv[4]):
        write(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        read(Path(sys.argv[1]), float(sys.argv[2]))
