from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from firm import Firm
from sitting import sitting
from sms_tui import collector
from sms_tui.collector import Collector


class Hands:
    """A clock set by hand, and how often all garbage was looked for."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.collections = 0

    def monotonic(self) -> float:
        return self.now

    def collect(self) -> None:
        self.collections += 1


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr(collector, "monotonic", hands.monotonic)
    monkeypatch.setattr(gc, "collect", hands.collect)
    return hands


@pytest.fixture
def off() -> Iterator[None]:
    """As at the start of the program; afterwards as it was."""
    thresholds = gc.get_threshold()
    gc.disable()
    yield
    gc.enable()
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("off")
def test_nothing_big_is_collected_while_somebody_types_and_once_in_the_pause(hands: Hands) -> None:
    made = Collector()
    made.start()
    assert gc.isenabled()
    assert 10 < gc.get_threshold()[2] < 50  # rarely at a key, and never too late
    for _ in range(40):  # 10 s of keys, looked at four times a second
        hands.now += 0.25
        made.touched()
        made.look()
    assert hands.collections == 0
    for _ in range(40):
        hands.now += 0.25
        made.look()
    assert hands.collections == 1


@pytest.mark.usefixtures("off")
def test_where_nobody_types_garbage_is_looked_for_once_a_minute(hands: Hands) -> None:
    made = Collector()
    made.start()
    for _ in range(4 * 300):
        hands.now += 0.25
        made.look()
    assert hands.collections in (4, 5)


async def test_the_app_tells_the_collector_of_keys_and_looks_four_times_a_second(
    firm: Firm,
) -> None:
    class Noted(Collector):
        touches = looks = 0

        def touched(self) -> None:
            self.touches += 1

        def look(self) -> None:
            self.looks += 1

    async with sitting(firm) as seat:
        noted = seat.app._collector = Noted()
        await seat.press("down")
        assert noted.touches
        assert await seat.until(lambda: noted.looks > 1) < 2


def test_a_collector_that_was_never_off_is_left_alone(hands: Hands) -> None:
    thresholds = gc.get_threshold()
    made = Collector()
    made.start()
    made.touched()
    hands.now += 100
    made.look()
    assert hands.collections == 0
    assert gc.get_threshold() == thresholds
