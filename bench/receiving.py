"""Recording a received message, beside a bare insert and commit."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median

from bench.bare_commits import BareCommits
from bench.ground import Ground
from bench.table import Row
from data.carriage import InboundRecord
from data.clock import utc_now
from data.store import Store

_AT_ONCE = 20


def record(ground: Ground) -> list[Row]:
    """One of each in turn, so that both meet the same disk."""
    ours, bare = [], []
    baseline = BareCommits(ground.folder / "bare.db")
    try:
        with ground.store() as store:
            _record(store, 0)
            for n in range(1, ground.runs * _AT_ONCE + 1):
                ours.append(_record(store, n))
                bare.append(baseline.one(f"Hello again, this is line {n} of many."))
    finally:
        baseline.close()
    what = "record a received message, beside a bare insert"
    return [Row("record", what, "ms", median(ours) * 1000, median(bare) * 1000, 2.5)]


def _record(store: Store, n: int) -> float:
    lead = store.leads.known(f"LT-{2 + n % 50:05}")
    assert lead.number is not None
    at = utc_now() + timedelta(seconds=n)
    body = f"Hello again, this is line {n} of many."
    record = InboundRecord("MESSAGES", f"bench-in-{n}", lead.number, "", body, at)
    start = time.perf_counter()
    store.received.record(record)
    return time.perf_counter() - start
