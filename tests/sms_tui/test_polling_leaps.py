"""Clocks that leap, here or at the carrier: no record is skipped, and no day goes by unread."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.overlaps import POLL, Mark
from late_carrier import Watchman
from sms_tui.finding import State
from sms_tui.reading_checks import replies

MINUTE, HOUR, DAY = 60, 3600, 86_400
NUMBER = "+14155550132"
LEAPS = (2 * HOUR, -2 * HOUR, 30 * HOUR, -30 * HOUR, 100 * DAY, 90, -90, 10 * MINUTE)


@pytest.fixture
def watch(tmp_path: Path) -> Watchman:
    watch = Watchman.open(tmp_path / "firm.db")
    watch.poll()
    watch.polls(20 * MINUTE)
    return watch


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("wrong", [1, 2, 5])
@pytest.mark.parametrize("leap", LEAPS)
def test_a_carriers_clock_that_leaps_and_returns_skips_no_record(
    watch: Watchman, leap: int, wrong: int, strict: bool
) -> None:
    watch.carrier.strict = strict
    watch.carrier.leap = timedelta(seconds=leap)
    for n in range(wrong):
        watch.carrier.arrives(NUMBER, f"while it is wrong, {n}", shows_after=20)
        watch.polls(15)
    watch.carrier.leap = timedelta(0)
    watch.carrier.arrives(NUMBER, "when it is right again", shows_after=0)
    watch.polls(MINUTE)
    assert all(watch.applied(each) for each in watch.carrier.written)
    assert abs(watch.marked() - watch.host()) < timedelta(minutes=1)
    assert watch.store.worker.health().carrier == "ok"


@pytest.mark.parametrize("pause", [10 * MINUTE, 3 * HOUR, 40 * HOUR])
@pytest.mark.parametrize("leap", LEAPS)
def test_a_leap_before_the_worker_ends_skips_no_record(
    watch: Watchman, leap: int, pause: float
) -> None:
    watch.carrier.leap = timedelta(seconds=leap)
    watch.polls(MINUTE)
    watch.carrier.leap = timedelta(0)
    watch.carrier.arrives(NUMBER, "while no worker runs", shows_after=0)
    watch.passes(pause)
    watch.restarts()
    watch.poll()
    watch.polls(MINUTE)
    assert all(watch.applied(each) for each in watch.carrier.written)


def test_a_mark_in_the_future_says_nothing_moves_back_and_is_told(watch: Watchman) -> None:
    watch.carrier.arrives(NUMBER, "20 hours ago", shows_after=0)
    watch.passes(20 * HOUR)
    ahead = watch.host() + timedelta(hours=2)
    for overlap in watch.store.polls.marks("MESSAGES"):
        watch.store.polls.mark("MESSAGES", overlap, Mark(ahead, ahead))
    assert replies(watch.store)[0] is State.OK
    watch.poll()
    assert all(watch.applied(each) for each in watch.carrier.written)
    assert watch.marked() < watch.host()
    state, words = replies(watch.store)
    assert (state, "records seemed read 2 h ahead" in words) == (State.WARNING, True)
    watch.passes(8 * DAY)
    assert replies(watch.store)[0] is State.OK


def test_a_leap_is_told_once_and_leaves_no_mark_ahead(watch: Watchman) -> None:
    watch.carrier.leap = timedelta(hours=2)
    watch.polls(3 * MINUTE)
    watch.carrier.leap = timedelta(0)
    watch.polls(MINUTE)
    told = watch.store.polls.latest_leap()
    assert told is not None
    watch.polls(5 * MINUTE)
    assert watch.store.polls.latest_leap() == told
    marks = watch.store.polls.marks("MESSAGES").values()
    assert all(mark.through <= watch.host() for mark in marks)


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_an_answer_from_an_end_of_the_calendar_is_no_time(watch: Watchman, year: int) -> None:
    now = watch.carrier.time()
    watch.carrier.leap = now.replace(year=year) - now
    watch.carrier.arrives(NUMBER, "Hello", shows_after=0)
    watch.polls(MINUTE)
    assert watch.applied(watch.carrier.written[0])
    assert watch.store.worker.health().carrier == "ok"


def test_a_machine_that_is_hours_behind_reads_no_more_than_it_must(watch: Watchman) -> None:
    watch.host.passes(hours=-3)
    watch.polls(5 * MINUTE)
    watch.carrier.windows.clear()
    watch.polls(30 * MINUTE)
    far = [start for start, _ in watch.carrier.windows if watch.carrier.time() - start > _HOUR_AGO]
    assert len(far) <= 2 * 2


_HOUR_AGO = timedelta(hours=1, minutes=30)


@dataclass(frozen=True)
class Step:
    """Time passes, clocks leap, a text may arrive, and there is a poll."""

    passes: float
    leap: float
    host: float
    strict: bool
    down: bool
    restarts: bool
    shows_after: float | None


STEPS = st.builds(
    Step,
    passes=st.sampled_from([15, 15, 60, 200, 20 * MINUTE, 5 * HOUR, 40 * HOUR]),
    leap=st.sampled_from([0, 0, 0, *LEAPS[:4], 90, -90]),
    host=st.sampled_from([0] * 8 + [HOUR, -HOUR, 3 * DAY, -3 * DAY]),
    strict=st.booleans(),
    down=st.sampled_from([False, False, True]),
    restarts=st.sampled_from([False, False, True]),
    shows_after=st.sampled_from([None, 0, 100, 240, 30 * MINUTE, 2 * HOUR]),
)


def take(watch: Watchman, step: Step) -> None:
    watch.passes(step.passes)
    watch.host.passes(seconds=step.host)
    watch.carrier.leap = timedelta(seconds=step.leap)
    watch.carrier.strict, watch.carrier.down = step.strict, step.down
    if step.shows_after is not None:
        watch.carrier.arrives(NUMBER, f"at {watch.carrier.time()}", shows_after=step.shows_after)
    if step.restarts:
        watch.restarts()
    watch.poll()


@settings(max_examples=25, deadline=None)
@given(st.lists(STEPS, min_size=2, max_size=15), st.booleans())
def test_each_record_is_applied_within_15_minutes_of_good_polls(
    steps: list[Step], strict: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, Watchman.open(Path(folder) / "f.db") as watch:
        watch.poll()
        for step in steps:
            take(watch, step)
        watch.carrier.leap, watch.carrier.down = timedelta(0), False
        watch.carrier.strict = strict
        shown = [each for each in watch.carrier.written if each.shows <= watch.carrier.time()]
        watch.poll()
        watch.polls(15 * MINUTE)
        assert [each.record.body for each in shown if not watch.applied(each)] == []
        assert watch.store.polls.marks("MESSAGES")[POLL].through <= watch.carrier.time()
