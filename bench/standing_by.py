"""A session nobody types in: what it costs, and how soon it shows what another process did."""

from __future__ import annotations

import time
from statistics import median

from bench.ground import SHORT, Ground
from bench.seat import Seat
from bench.table import Row
from bench.visits import go_to_lead, to_inbox
from data.carriage import InboundRecord
from data.clock import utc_now

_SETTLE = 2.0  # seconds after which nothing is left of the start


def idle(ground: Ground) -> list[Row]:
    """Processor time of a session with a lead open and the cursor in the composer."""
    with Seat(ground.session()) as seat:
        to_inbox(ground, seat)
        seat.quiet()
        go_to_lead(seat, SHORT)
        seat.rest(_SETTLE)
        before, start = seat.cpu(), time.monotonic()
        seat.rest(ground.seconds)
        share = (seat.cpu() - before) / (time.monotonic() - start)
    what = f"an idle session for {ground.seconds:g} s"
    return [Row("idle", what, "% of a core", share * 100, budget=0.5)]


def latency(ground: Ground) -> list[Row]:
    """A reply recorded by another process → in the log on screen, at moments of all kinds."""
    waits = []
    with Seat(ground.session()) as seat, ground.store() as store:
        to_inbox(ground, seat)
        seat.quiet()
        go_to_lead(seat, SHORT)
        number = store.leads.known(SHORT).number
        assert number is not None
        for n in range(ground.runs):
            seat.rest(0.3 + n * 0.07 % 0.25)
            body = f"Arrived{n:04}"
            record = InboundRecord("MESSAGES", f"bench-{body}", number, "", body, utc_now())
            store.received.record(record)
            committed = time.perf_counter()
            seat.fresh.clear()
            waits.append(seat.wait_for(body) - committed)
    what = "change by another process → on screen, the longest"
    note = f"half of them within {median(waits):.3f} s"
    return [Row("latency", what, "s", max(waits), budget=0.5, note=note)]
