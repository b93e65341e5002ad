"""Pauses follow the worker's clock and survive its being set."""

from __future__ import annotations

from firm import Moment
from sms_tui.pause import Pause


def test_a_new_pause_is_over() -> None:
    assert Pause(Moment()).over


def test_it_lasts_as_long_as_it_was_told() -> None:
    clock = Moment()
    pause = Pause(clock)
    pause.begin(60)
    assert pause.left == 60
    clock.passes(seconds=59)
    assert not pause.over
    clock.passes(seconds=1)
    assert pause.over


def test_a_clock_that_is_set_forward_ends_it() -> None:
    clock = Moment()
    pause = Pause(clock)
    pause.begin(60)
    clock.passes(hours=1)
    assert pause.over


def test_a_clock_that_is_set_back_ends_it_instead_of_making_it_longer() -> None:
    clock = Moment()
    pause = Pause(clock)
    pause.begin(60)
    clock.passes(hours=-1)
    assert pause.over
    clock.passes(hours=1)
    assert pause.over, "it does not begin again"


def test_a_clock_that_drifts_back_a_little_does_not_end_it() -> None:
    clock = Moment()
    pause = Pause(clock)
    pause.begin(60)
    clock.passes(seconds=-0.5)
    assert not pause.over
