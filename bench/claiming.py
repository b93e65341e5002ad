"""Claiming and settling by two workers at once, beside bare commits.

Run as a program it is one of the two: `python -m bench.claiming DATABASE FENCE COUNT`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench.bare_commits import BareCommits
from bench.ground import Ground, program
from bench.seat import ROOT
from bench.table import Row
from data.carriage import Accepted
from data.clock import utc_now
from data.store import Store
from data.store.worker import this_process
from sms_tui.demo import PINNED

_EACH = 200  # pairs of each worker in one run


def claim(ground: Ground) -> list[Row]:
    """Pairs per second of both together. They share a lease: in earnest there is one of them."""
    pairs, commits = [], []
    baseline = BareCommits(ground.folder / "bare-claims.db")
    try:
        for _ in range(ground.runs):
            pairs.append(_pairs_per_second(ground))
            commits.append(2 * _EACH / sum(baseline.one("x") for _ in range(2 * _EACH)))
    finally:
        baseline.close()
    what = "claim + settle, two workers, beside bare commits"
    return [Row("claim", what, "per s", median(pairs), median(commits), 0.25, at_least=True)]


def _pairs_per_second(ground: Ground) -> float:
    with ground.store() as store:
        _fill_queue(ground, store)
        fence = store.worker.acquire(this_process())
        assert fence is not None, "no other worker runs on this ground"
        try:
            seconds = _run_both(ground.database, fence)
        finally:
            store.worker.release(fence)
        left = store.dispatch.queued()
    if left:
        raise RuntimeError(f"{left} texts were left in the queue")
    return 2 * _EACH / seconds


def _fill_queue(ground: Ground, store: Store) -> None:
    actor = ground.actor(store)
    store.worker.polled(utc_now())
    with store._database.atomic():
        for n in range(2 * (_EACH + 1)):
            lead = store.leads.known(f"LT-{2 + n % 100:05}")
            store.outbox.enqueue_text(actor, lead.id, f"Text {n} of the queue.", "General")


def _run_both(database: Path, fence: int) -> float:
    command = [*program("claiming"), str(database), str(fence), str(_EACH)]
    workers = [
        subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()  # it is ready
    spans = [worker.stdin for worker in workers]
    for stdin in spans:
        assert stdin is not None
        stdin.write("go\n")
        stdin.flush()
    times = [float(moment) for w in workers for moment in w.communicate()[0].split()]
    return max(times) - min(times)


def work(database: Path, fence: int, count: int) -> None:
    """Wait for the word, then claim and settle; prints when it began and when it ended.

    One pair comes before that: the first asks for the client's time zone and loads its tables.
    """
    store = Store.open(database, pinned=PINNED, create=False)
    _pair(store, fence)
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    for _ in range(count):
        _pair(store, fence)
    print(began, time.monotonic())
    store.close()


def _pair(store: Store, fence: int) -> None:
    claim = store.dispatch.claim(fence)
    assert claim is not None, "the queue was filled for both"
    store.dispatch.settle(claim, Accepted(f"bench-{claim.message_id}"))


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
