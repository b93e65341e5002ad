"""Records that show late: each is applied soon after it shows, and how late it did is counted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from late_carrier import Watchman
from sms_tui.finding import State
from sms_tui.reading_checks import cost, lateness

MINUTE, HOUR, DAY = 60, 3600, 86_400
SOON = 15 * MINUTE


def applied_after(watch: Watchman, delay: float, *, every: float = 15) -> float:
    """How many seconds after a STOP it is applied, if its record shows after `delay`."""
    watch.stop(delay)
    passed = 0.0
    while not watch.stopped:
        assert passed <= delay + 2 * SOON, "it is not applied"
        watch.passes(every)
        watch.poll()
        passed += every
    return passed


DELAYS = (0, 30, 60, 120, 180, 210, 240, 300, 600, 900, 1800, 3600, 7200)


@pytest.mark.parametrize("phase", [0, 400])
@pytest.mark.parametrize("delay", DELAYS)
def test_a_stop_is_applied_within_15_minutes_of_its_records_showing(
    tmp_path: Path, delay: float, phase: float
) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.poll()
        watch.polls(20 * MINUTE + phase)
        after = applied_after(watch, delay)
        assert delay <= after <= delay + SOON


def test_what_shows_after_hours_is_applied_within_a_day(tmp_path: Path) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.poll()
        watch.stop(shows_after=8 * HOUR)
        watch.polls(DAY, every=10 * MINUTE)
        assert watch.stopped


@pytest.mark.parametrize("down", [HOUR, 5 * HOUR, 50 * HOUR])
def test_what_shows_while_no_worker_runs_is_applied_by_the_first_poll(
    tmp_path: Path, down: float
) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.poll()
        watch.polls(20 * MINUTE)
        watch.stop(shows_after=30 * MINUTE)
        watch.polls(5 * MINUTE)
        watch.passes(down)
        watch.restarts()
        watch.poll()
        assert watch.stopped


def test_a_wider_reading_that_fails_is_told_and_keeps_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.poll()
        watch.polls(MINUTE)
        watch.stop(shows_after=4 * MINUTE)
        watch.polls(4 * MINUTE)
        received = watch.carrier.received
        oldest = timedelta(minutes=4)

        def only_the_newest(product: str, start: object, end: object) -> object:
            watch.carrier.down = start < watch.host() - oldest  # type: ignore[operator]
            return received(product, start, end)  # type: ignore[arg-type]

        monkeypatch.setattr(watch.carrier, "received", only_the_newest)
        watch.polls(3 * MINUTE)
        health = watch.store.worker.health()
        assert (watch.stopped, watch.polling.failed, health.unread) == (False, False, ())
        assert health.problem.startswith("Older replies under MESSAGES could not be read again: ")
        text = watch.firm.text(watch.firm.authorized())
        assert watch.firm.message(text.id).reason == ""
        monkeypatch.undo()
        watch.carrier.down = False
        watch.polls(MINUTE + 15)
        assert watch.stopped
        assert watch.store.worker.health().problem == ""


def steps(watch: Watchman) -> dict[int, int]:
    return watch.store.polls.counts.lateness(timedelta(days=1)).get("MESSAGES", {})


def test_lateness_is_counted_when_the_record_was_missing_before(tmp_path: Path) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.poll()
        for delay in (0, 20, 120, 240, 240, 1800, 7200):
            watch.polls(5 * MINUTE)
            watch.carrier.arrives("+14155550132", "Hello", shows_after=delay)
        watch.polls(3 * HOUR, every=30)
        assert steps(watch) == {0: 2, 180: 1, 900: 2, 3600: 1, 8 * 3600: 1}
        state, words = lateness(watch.store)
        assert state is State.WARNING
        assert "MESSAGES: 2 records at once, 1 record within 3 min, 2 records within" in words
        assert "[poll] overlap_wide = " in words


def test_what_a_reading_catches_up_with_says_nothing_of_lateness(tmp_path: Path) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.carrier.arrives("+14155550132", "before the first poll", shows_after=0)
        watch.passes(HOUR)
        watch.poll()
        watch.polls(10 * MINUTE)
        watch.carrier.arrives("+14155550132", "shows while no worker runs", shows_after=5 * MINUTE)
        watch.polls(MINUTE)
        watch.carrier.arrives("+14155550132", "never late", shows_after=0)
        watch.passes(5 * HOUR)
        watch.carrier.arrives("+14155550132", "never late either", shows_after=0)
        watch.passes(2 * HOUR)
        watch.restarts()
        watch.poll()
        assert all(watch.applied(each) for each in watch.carrier.written)
        assert steps(watch) == {}
        watch.polls(20 * MINUTE)
        assert steps(watch) == {}


def test_a_record_of_another_number_is_counted_once(tmp_path: Path) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.store._context.own_numbers = frozenset(["+15559879999"])
        watch.poll()
        watch.polls(MINUTE)
        watch.carrier.arrives("+14155550132", "Hello", shows_after=0)
        watch.polls(5 * MINUTE)
        assert steps(watch) == {0: 1}


def test_the_records_of_a_day_are_counted_with_what_they_cost(tmp_path: Path) -> None:
    with Watchman.open(tmp_path / "firm.db") as watch:
        watch.poll()
        watch.carrier.arrives("+14155550132", "Hello", shows_after=0)
        watch.polls(HOUR)
        assert "known tomorrow" in cost(watch.store)[1]
        watch.passes(DAY)
        state, words = cost(watch.store)
        returned = watch.carrier.returned
        assert state is State.OK
        assert words.startswith(
            f"{returned} records a day (MESSAGES {returned}), about EUR {returned * 0.0004:.2f} a"
        )
        assert words.endswith("read every 15 s, every 60 s while nobody looks.")
