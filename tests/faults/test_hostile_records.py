"""Whatever the carrier's answers hold, nothing is raised past the worker, and nothing is lost."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faults_nursery import Nursery
from faults_yard import Yard
from vonage_server import Answer
from waiting import eventually

PIECES: tuple[Any, ...] = (
    None, "", 0, -1, 1e308, float("nan"), True, [], {}, [[]], {"a": {"b": []}}, "x" * 5000, "\x00",
    "\ud800", "\x1b]52;c;aGk=\x07", "[/b]", "[@click=app.quit]x[/]", "\u202e\u2066", "2026-11-23",
    "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00-23:59", "2026-11-23T09:02:00+0000",
    "15551230001", "+15551230001", "0", "STOP", "Stop\u200b", "\uff33\uff34\uff2f\uff30",
    "1e999", 10**40, "'; DROP", "١٢٣٤٥٦٧٨٩٠", "%s%n", "NaN", "null", "<html>",
)  # fmt: skip
FIELDS = (
    "message_id", "from", "to", "message_body", "date_received", "client_ref", "status",
    "error_code", "date_finalized", "product", "direction",
)  # fmt: skip
ENVELOPE = ("request_status", "records", "cursor", "iv", "_links", "items_count", "ids_not_found")


def hostile(chance: random.Random) -> object:
    """A record of which some fields are good, some are missing and some are anything."""
    if chance.random() < 0.05:
        return chance.choice(PIECES)
    good = {
        "message_id": f"id-{chance.randrange(10**9)}",
        "from": f"1555{chance.randrange(10**7):07}",
        "message_body": chance.choice(("hello", "STOP", "stop texting me", "yes")),
        "date_received": "2026-11-23T09:02:00+00:00",
        "status": "delivered",
    }
    record: dict[str, object] = {}
    for field in FIELDS:
        drawn = chance.random()
        if drawn < 0.6 and field in good:
            record[field] = good[field]
        elif drawn < 0.9:
            record[field] = chance.choice(PIECES)
    return record


def bodies(chance: random.Random) -> Iterator[bytes]:
    """Answers: mutilated JSON, JSON of another shape, and bytes that are none."""
    while True:
        envelope: dict[str, object] = {
            "request_status": "SUCCESS",
            "records": [hostile(chance) for _ in range(chance.randrange(4))],
        }
        for name in ENVELOPE:
            if chance.random() < 0.25:
                envelope[name] = chance.choice(PIECES)
        text = json.dumps(envelope).encode()
        drawn = chance.random()
        if drawn < 0.2:
            cut = chance.randrange(len(text))
            yield text[:cut] + bytes(chance.choices(range(256), k=3)) + text[cut + 1 :]
        elif drawn < 0.3:
            yield bytes(chance.choices(range(256), k=chance.randrange(200)))
        elif drawn < 0.4:
            yield b"[" * chance.randrange(3000)
        else:
            yield text


def fuzz_records(yard: Yard, count: int, seed: int) -> None:
    """That many hostile records among good ones, over several pages of several windows."""
    chance = random.Random(seed)
    number = yard.leads[0].number
    assert number is not None
    for start in range(0, count, 1000):
        yard.says(yard.leads[1])
        now = yard.server.book.now()
        for _ in range(min(count - start, 1000)):
            yard.server.receive(number, raw=hostile(chance), at=now - timedelta(seconds=1))
        yard.round()
        assert yard.server.book.records_served >= start
        yard.server.book.records.clear()
    assert not yard.unread(), "a good record among hostile ones is lost"
    assert len(yard.store.received.set_aside_list()) > count // 20


def fuzz_bodies(yard: Yard, count: int, seed: int) -> None:
    """That many answers to questions about replies and about statuses; each is survived."""
    chance = random.Random(seed)
    made = bodies(chance)
    yard.queue(yard.leads[0])
    yard.round()
    worker, left = yard.rig.worker, count
    fence = yard.rig.store.worker.acquire("elsewhere:1:1")
    while left > 0:
        yard.server.set_clock(30 * (count - left + 1))
        yard.server.fail_next(Answer(200, next(made)), times=1, on="GET")
        yard.clock.passes(30)
        if chance.random() < 0.5:
            worker._polling.run(fence)
        else:
            worker._tracking.run(fence, everything=True)
        left -= 1
    yard.server.clear_faults()
    yard.rig.store.worker.release(fence)
    yard.says(yard.leads[1])
    eventually(lambda: yard.round() >= 0 and not yard.unread())


@pytest.mark.parametrize("count", [500, pytest.param(20_000, marks=pytest.mark.long)])
def test_hostile_records_are_kept_or_set_aside(
    tmp_path: Path, nursery: Nursery, count: int
) -> None:
    with Yard(tmp_path, nursery) as yard:
        fuzz_records(yard, count, seed=11)
        yard.sound()


@pytest.mark.parametrize("count", [100, pytest.param(20_000, marks=pytest.mark.long)])
def test_fuzzed_answers_are_survived(tmp_path: Path, nursery: Nursery, count: int) -> None:
    with Yard(tmp_path, nursery) as yard:
        fuzz_bodies(yard, count, seed=12)
        yard.sound()
