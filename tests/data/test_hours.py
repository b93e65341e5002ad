"""Quiet hours: the client's clock, in every zone the client may be in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.hours import Hours, hours_for

EIGHT, NINE_PM = time(8), time(21)
LOS_ANGELES, FICTION, TOLL_FREE = "+14155550132", "+15551230001", "+18005550100"
START_OF_2026 = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda past: START_OF_2026 + past)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lead(number: str | None, zone: str | None = None) -> Hours:
    return hours_for(number, zone, EIGHT, NINE_PM)


@pytest.mark.parametrize(
    ("number", "zone", "at", "is_open", "opens"),
    [
        # Pacific, winter: 16:00 to 05:00 UTC.
        (LOS_ANGELES, None, "2026-11-23T15:59:59", False, "2026-11-23T16:00"),
        (LOS_ANGELES, None, "2026-11-23T16:00", True, None),
        (LOS_ANGELES, None, "2026-11-24T04:59:59", True, None),
        (LOS_ANGELES, None, "2026-11-24T05:00", False, "2026-11-24T16:00"),
        # The lead's stated zone wins over the number's.
        (LOS_ANGELES, "America/New_York", "2026-11-23T13:00", True, None),
        (LOS_ANGELES, "America/New_York", "2026-11-24T02:00", False, "2026-11-24T13:00"),
        # A zone nobody knows counts as none stated.
        (LOS_ANGELES, "Mars/Base", "2026-11-23T15:00", False, "2026-11-23T16:00"),
        # Summer time begins on 8 March 2026 and ends on 1 November.
        (LOS_ANGELES, None, "2026-03-08T05:00", False, "2026-03-08T15:00"),
        (LOS_ANGELES, None, "2026-11-01T04:00", False, "2026-11-01T16:00"),
        # Two zones, one hour apart: both must be open.
        ("+19075550100", None, "2026-11-23T17:30", False, "2026-11-23T18:00"),
        ("+19075550100", None, "2026-11-24T06:00", False, "2026-11-24T18:00"),
        ("+19075550100", None, "2026-11-24T05:59", True, None),
        # Nothing known: 12:00 to 21:00 Eastern.
        (FICTION, None, "2026-11-23T16:59", False, "2026-11-23T17:00"),
        (FICTION, None, "2026-11-23T17:00", True, None),
        (FICTION, None, "2026-11-24T01:59", True, None),
        (FICTION, None, "2026-11-24T02:00", False, "2026-11-24T17:00"),
        (FICTION, None, "2026-07-01T15:59", False, "2026-07-01T16:00"),
        (None, None, "2026-11-23T17:00", True, None),
        # Toll-free: from Newfoundland to Guam at once.
        (TOLL_FREE, None, "2026-11-23T21:59", False, "2026-11-23T22:00"),
        (TOLL_FREE, None, "2026-11-24T00:30", False, "2026-11-24T22:00"),
    ],
)
def test_texts_go_out_when_it_is_day_wherever_the_lead_may_be(
    number: str | None, zone: str | None, at: str, is_open: bool, opens: str | None
) -> None:
    hours = lead(number, zone)
    assert hours.open_at(utc(at)) is is_open
    if opens:
        assert hours.next_opening(utc(at)) == utc(opens)


@given(moments)
def test_an_unknown_zone_means_noon_to_nine_eastern(moment: datetime) -> None:
    eastern = moment.astimezone(ZoneInfo("America/New_York")).time()
    assert lead(FICTION).open_at(moment) is (time(12) <= eastern < time(21))


@given(moments, st.sampled_from([LOS_ANGELES, FICTION, "+19075550100", TOLL_FREE]))
def test_the_next_opening_is_the_first_open_moment(moment: datetime, number: str) -> None:
    hours = lead(number)
    opens = hours.next_opening(moment)
    assert opens is not None
    assert moment < opens <= moment + timedelta(days=2)
    assert hours.open_at(opens)
    assert not hours.open_at(opens - timedelta(milliseconds=1))
    step = (opens - moment) / 50
    if not hours.open_at(moment):
        assert not any(hours.open_at(moment + step * n) for n in range(50))


@given(moments)
def test_from_midnight_to_midnight_is_always(moment: datetime) -> None:
    assert hours_for(FICTION, None, time(0), time.max).open_at(moment)


def test_zones_that_are_never_open_together_have_no_opening() -> None:
    zones = (ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland"))
    hours = Hours(time(9), time(17), zones)
    assert not hours.open_at(utc("2026-11-23T12:00"))
    assert hours.next_opening(utc("2026-11-23T12:00")) is None


def test_a_zone_missing_on_this_machine_makes_the_others_worth_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("data.hours.zones_of_number", lambda _: ("America/New_York", "Mars/Base"))
    assert not lead(LOS_ANGELES).known


def test_from_the_moment_of_opening_the_next_is_a_day_later() -> None:
    opens = utc("2026-11-23T16:00")
    assert lead(LOS_ANGELES).next_opening(opens) == opens + timedelta(days=1)


def test_no_zone_at_all_is_never_open() -> None:
    assert not Hours(time(0), time.max, ()).open_at(utc("2026-11-23T12:00"))


def test_an_opening_that_is_set_back_over_is_found_twice() -> None:
    hours = Hours(time(1, 30), time(1, 45), (ZoneInfo("America/New_York"),))
    assert hours.next_opening(utc("2026-11-01T05:00")) == utc("2026-11-01T05:30")
    assert hours.next_opening(utc("2026-11-01T05:50")) == utc("2026-11-01T06:30")


def test_clocks_that_agree_are_told_once() -> None:
    clocks = lead("+447911123456").local_times(utc("2026-11-23T12:00"))
    assert [f"{clock:%H:%M %Z}" for clock in clocks] == ["12:00 GMT"]
