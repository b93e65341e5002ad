"""Thousands of texts from one number: each is recorded with as many steps as the first ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter

import pytest

from data.carriage import InboundRecord
from firm import OURS, Firm

_STEP = 20  # instructions of SQLite's machine between two calls
FEW, MANY = 100, 700


@dataclass(frozen=True)
class Flood:
    """Texts in turn, so many seconds apart; what came under one product may follow the other's."""

    bodies: tuple[str, ...]
    gap: float = 0
    products: tuple[str, ...] = ("SMS",)
    one_by_one: bool = True
    leads: int = 1

    def records(self, firm: Firm, sender: str, number: int) -> list[InboundRecord]:
        start = firm.clock.passes(minutes=2)
        found = [
            (
                n,
                InboundRecord(
                    product,
                    f"{product}-{n}",
                    sender,
                    OURS,
                    self.bodies[n % len(self.bodies)],
                    start + timedelta(seconds=int(n * self.gap)),
                ),
            )
            for product in self.products
            for n in range(number)
        ]
        if self.one_by_one:
            found.sort(key=lambda pair: pair[0])
        return [record for _, record in found]


BOTH = ("SMS", "MESSAGES")
FLOODS = {
    "equal within one second": Flood(("hello",)),
    "equal, spread": Flood(("hello",), 7),
    "under both products": Flood(("hello",), products=BOTH),
    "under one product after the other": Flood(("hello",), 0.01, BOTH, one_by_one=False),
    "STOP within one second": Flood(("STOP",)),
    "STOP, spread": Flood(("STOP",), 5),
    "weak signs": Flood(("cancel my appointment",), 1),
    "YES and NO within one second": Flood(("YES", "NO")),
    "YES and NO, spread": Flood(("YES", "NO"), 3),
    "START and STOP": Flood(("START", "STOP"), 30),
    "NO": Flood(("no",), 2),
    "HELP": Flood(("help",), 1),
    "as long as a part": Flood(("word " * 31,)),
    "long, under both products": Flood(("word " * 40,), 0.01, BOTH, one_by_one=False),
    "to several leads": Flood(("hello",), 1, leads=3),
}


def flooded(firm: Firm, flood: Flood) -> tuple[float, float]:
    """Steps for a record among the first and among the last; the seconds of each, too."""
    lead = firm.lead()
    for _ in range(flood.leads - 1):
        firm.lead(lead.number)
    firm.authorize(lead)
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += _STEP
        return 0

    assert lead.number is not None
    records = flood.records(firm, lead.number, MANY)
    connection = firm.store._database.connection
    counts = []
    for some in (records[FEW : 2 * FEW], records[-FEW:]):
        rest = records[: records.index(some[0])]
        with firm.store._database.atomic():
            for record in rest:
                firm.clock.now = max(firm.clock.now, record.at)
                firm.store.received.record(record)
            connection.set_progress_handler(step, _STEP)
            steps = 0
            for record in some:
                firm.clock.now = max(firm.clock.now, record.at)
                firm.store.received.record(record)
            connection.set_progress_handler(None, 0)
        counts.append(steps / FEW)
    return counts[0], counts[1]


@pytest.mark.parametrize("name", FLOODS)
def test_the_last_of_many_texts_takes_as_few_steps_as_the_first(firm: Firm, name: str) -> None:
    first, last = flooded(firm, FLOODS[name])
    assert last < 1.3 * first + 100, (first, last)


def test_thousands_of_equal_texts_take_no_longer_each(firm: Firm) -> None:
    """By the clock, with room for a busy machine: their square would take sixteen times as long."""
    lead = firm.authorized()
    assert lead.number is not None
    records = Flood(("STOP",), 0.1).records(firm, lead.number, 1600)
    took = []
    for some in (records[:100], records[100:1500], records[1500:]):
        start = perf_counter()
        with firm.store._database.atomic():
            for record in some:
                firm.store.received.record(record)
        took.append((perf_counter() - start) / len(some))
    assert took[2] < 5 * took[0]


def test_a_list_of_leads_asks_once_for_each_shared_number(firm: Firm) -> None:
    """10,000 leads on one number were 10,000 times 10,000 rows."""
    mobile = firm.mobile()
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += _STEP
        return 0

    taken = []
    for number in (100, 300):
        for _ in range(number):
            firm.lead(mobile)
        steps = 0
        firm.store._database.connection.set_progress_handler(step, _STEP)
        count = sum(1 for _ in firm.store.reading.leads(firm.actor))
        firm.store._database.connection.set_progress_handler(None, 0)
        taken.append(steps / count)
    assert taken[1] < 1.3 * taken[0]
