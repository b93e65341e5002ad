"""The rows of the matrix in which workers are killed: at a named point, or at random."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from data.errors import Refused
from faults_points import READING
from faults_yard import Yard

WORKERS = 3
# What clients write meanwhile, most often STOP; START and YES keep the game going.
WORDS = ("STOP", "STOP", "stop texting me", "START", "START", "YES", "no", "", "")


def die_often(yard: Yard, point: str, times: int, **plan: Any) -> None:
    """Reach the point with new work each time; now and then a client says STOP, and START."""
    yard.reads_once()
    for n in range(times):
        lead, other = (yard.leads[m % len(yard.leads)] for m in (n, n + 1))
        stops = n % 5 == 0
        if point in READING:
            yard.says(lead, "STOP" if stops else "")
        else:
            assert yard.queue(lead), yard.refused
        if stops:
            assert yard.queue(other), yard.refused
            yard.says(other, "STOP")
        yard.dies(point, **plan)
        if stops:
            yard.works_off(**plan)
            yard.says(lead, "START")
            yard.says(other, "START")
            yard.works_off(**plan)
    yard.works_off(**plan)
    assert len(yard.evidence.of("reached")) == times
    yard.holds()


def storm(yard: Yard, kills: int, seed: int, **plan: Any) -> None:
    """Kill one of three workers at random moments, so many times; then let things settle."""
    chance = random.Random(seed)
    plan = {"timeout": 1} | plan
    workers = [yard.worker(seed=seed + n, **plan) for n in range(WORKERS)]
    for n in range(kills):
        _people_act(yard, chance)
        # The random moment of the kill, not a wait for something to have happened.
        time.sleep(chance.uniform(0.01, 0.25))
        victim = chance.randrange(WORKERS)
        assert yard.nursery.kill(workers[victim]) == -9, "a worker ended by itself"
        workers[victim] = yard.worker(seed=seed + WORKERS + n, **plan)
    for pid in workers:
        assert yard.nursery.kill(pid) == -9, "a worker ended by itself"
    yard.server.calm()
    yard.works_off(seconds=60, **plan)
    assert yard.evidence.of("claim")
    yard.holds()


def _people_act(yard: Yard, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        lead = chance.choice(yard.leads)
        if yard.queue(lead) is None:
            yard.ask(lead)
    if chance.random() < 0.6:
        yard.says(chance.choice(yard.leads), chance.choice(WORDS))
    _press_send_again(yard)


def _press_send_again(yard: Yard) -> None:
    """An impatient agent: what may have been sent a moment ago is not sent again."""
    rows = yard.sql(
        "SELECT id, claimed_at FROM messages WHERE status = 'uncertain' ORDER BY id DESC LIMIT 1"
    )
    for message_id, claimed_at in rows:
        if yard.is_younger(claimed_at, seconds=30):
            with pytest.raises(Refused):
                yard.store.outbox.send_again(yard.actor, message_id)
