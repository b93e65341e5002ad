"""Quiet hours: the client's clock, in every zone the client may be in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
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


# An opening inside the hour that is skipped or doubled: what the clock shows decides.
CLOCK_CHANGES = [
    # 02:00 becomes 03:00 on 8 March 2026: at 02:30 it is not yet, at 03:00 it is past.
    ("America/New_York", time(2, 30), time(21), "2026-03-08T06:00", "2026-03-08T07:00"),
    ("America/New_York", time(2), time(21), "2026-03-08T06:00", "2026-03-08T07:00"),
    ("America/New_York", time(3), time(21), "2026-03-08T06:00", "2026-03-08T07:00"),
    # A window that is over before the clock goes on is not open that day.
    ("America/New_York", time(2, 10), time(2, 50), "2026-03-08T06:00", "2026-03-09T06:10"),
    # 02:00 becomes 01:00 on 1 November 2026.
    ("America/New_York", time(1, 30), time(21), "2026-11-01T05:00", "2026-11-01T05:30"),
    ("America/New_York", time(1, 30), time(21), "2026-11-01T06:00", "2026-11-01T06:30"),
    # Open, over, and set back into the window.
    ("America/New_York", time(0, 30), time(1, 30), "2026-11-01T05:40", "2026-11-01T06:00"),
    ("Europe/Berlin", time(2, 30), time(21), "2026-03-29T00:30", "2026-03-29T01:00"),
    ("Europe/Berlin", time(2, 30), time(21), "2026-10-25T00:00", "2026-10-25T00:30"),
    ("Europe/Berlin", time(2, 30), time(21), "2026-10-25T01:00", "2026-10-25T01:30"),
    # Half an hour: 02:00 becomes 02:30 on 4 October 2026, and 01:30 on 5 April.
    ("Australia/Lord_Howe", time(2, 15), time(21), "2026-10-03T15:00", "2026-10-03T15:30"),
    ("Australia/Lord_Howe", time(1, 45), time(21), "2026-04-04T14:30", "2026-04-04T14:45"),
    ("Australia/Lord_Howe", time(1, 45), time(21), "2026-04-04T15:00", "2026-04-04T15:15"),
    # At midnight: 00:00 becomes 01:00 on 8 March 2026 in Havana, on 6 October 2024 in Asuncion.
    ("America/Havana", time(0), time(21), "2026-03-08T03:00", "2026-03-08T05:00"),
    ("America/Havana", time(0, 30), time(21), "2026-03-08T03:00", "2026-03-08T05:00"),
    ("America/Havana", time(0, 30), time(21), "2026-11-01T03:00", "2026-11-01T04:30"),
    ("America/Havana", time(0, 30), time(21), "2026-11-01T05:10", "2026-11-01T05:30"),
    ("America/Asuncion", time(0, 30), time(21), "2024-10-06T03:00", "2024-10-06T04:00"),
    ("America/Asuncion", time(23, 30), time.max, "2024-03-24T02:00", "2024-03-24T02:30"),
    ("America/Asuncion", time(23, 30), time.max, "2024-03-24T03:10", "2024-03-24T03:30"),
    # Samoa had no 30 December 2011: after 23:59 on the 29th came the 31st.
    ("Pacific/Apia", time(8), time(21), "2011-12-30T08:00", "2011-12-30T18:00"),
    ("Pacific/Apia", time(0), time(21), "2011-12-30T08:00", "2011-12-30T10:00"),
]


@pytest.mark.parametrize(("zone", "opens", "closes", "now", "opening"), CLOCK_CHANGES)
def test_the_opening_on_a_day_the_clock_is_changed(
    zone: str, opens: time, closes: time, now: str, opening: str
) -> None:
    hours = Hours(opens, closes, (ZoneInfo(zone),))
    assert not hours.open_at(utc(now))
    assert hours.next_opening(utc(now)) == utc(opening) == by_minutes(hours, utc(now))


def by_minutes(hours: Hours, now: datetime) -> datetime | None:
    """The first open minute after now that follows a closed one or now, or None in four days."""
    minutes = (now + timedelta(minutes=n) for n in range(1, 4 * 24 * 60))
    return next((minute for minute in minutes if hours.open_at(minute)), None)


CHANGES = [
    ("America/New_York", "2026-03-08T07:00"),
    ("America/New_York", "2026-11-01T06:00"),
    ("Europe/Berlin", "2026-03-29T01:00"),
    ("Europe/Berlin", "2026-10-25T01:00"),
    ("Australia/Lord_Howe", "2026-10-03T15:30"),
    ("Australia/Lord_Howe", "2026-04-04T15:00"),
    ("America/Havana", "2026-03-08T05:00"),
    ("America/Havana", "2026-11-01T05:00"),
    ("America/Asuncion", "2024-10-06T04:00"),
    ("America/Asuncion", "2024-03-24T03:00"),
    ("Pacific/Apia", "2011-12-30T10:00"),
    ("America/Anchorage", "2026-03-08T11:00"),
]
clocks = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
near = st.integers(-2 * 24 * 60, 24 * 60).map(lambda n: timedelta(minutes=n))


@settings(deadline=None)
@given(st.sampled_from(CHANGES), st.sampled_from(CHANGES), near, clocks, clocks)
def test_the_next_opening_is_open_and_no_minute_before_it_is(
    change: tuple[str, str], other: tuple[str, str], ago: timedelta, first: time, second: time
) -> None:
    opens, closes = sorted((first, second))
    hours = Hours(opens, closes, (ZoneInfo(change[0]), ZoneInfo(other[0])))
    now = utc(change[1]) + ago
    found = hours.next_opening(now)
    if hours.open_at(now):
        assert found is None or hours.open_at(found)
        return
    scanned = by_minutes(hours, now)
    if scanned is not None:
        assert found == scanned
    elif found is not None:
        assert found > now + timedelta(days=3)
        assert hours.open_at(found)


@pytest.mark.parametrize(
    ("own", "sharing", "at", "is_open"),
    [
        ("America/New_York", [], "2026-11-23T13:30", True),
        ("America/New_York", ["America/Los_Angeles"], "2026-11-23T13:30", False),
        ("America/New_York", ["America/Los_Angeles"], "2026-11-23T16:00", True),
        ("America/New_York", ["America/Los_Angeles"], "2026-11-24T02:30", False),
        ("America/Los_Angeles", ["America/New_York"], "2026-11-24T02:30", False),
        # One that states none means the number's.
        ("America/New_York", [None], "2026-11-23T13:30", False),
        (None, ["America/New_York"], "2026-11-23T13:30", False),
        ("Mars/Base", ["America/New_York"], "2026-11-23T13:30", False),
    ],
)
def test_it_is_open_when_it_is_by_every_lead_that_shares_the_number(
    own: str | None, sharing: list[str | None], at: str, is_open: bool
) -> None:
    hours = hours_for(LOS_ANGELES, own, EIGHT, NINE_PM, sharing)
    assert hours.open_at(utc(at)) is is_open
    assert hours.known


def test_if_one_lead_says_nothing_of_where_it_is_nor_does_the_number_it_may_be_anywhere() -> None:
    hours = hours_for(FICTION, "America/New_York", EIGHT, NINE_PM, [None])
    assert not hours.known
    assert not hours.open_at(utc("2026-11-23T16:59"))
    assert hours.open_at(utc("2026-11-23T17:00"))
