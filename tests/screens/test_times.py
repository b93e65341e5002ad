from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from drawn_samples import NOW, ZONE
from screens import times


def test_a_moment_is_read_in_the_users_zone() -> None:
    assert times.clock_time(NOW, ZONE) == "15:06"
    assert times.local_date(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), ZONE) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (date(2026, 11, 23), "Today · Monday 23 November"),
        (date(2026, 11, 22), "Yesterday · Sunday 22 November"),
        (date(2026, 11, 12), "Thursday 12 November 2026"),
    ],
)
def test_a_day_is_headed_by_its_full_name(day: date, heading: str) -> None:
    assert times.day_heading(day, date(2026, 11, 23)) == heading


@pytest.mark.parametrize(
    ("days", "words", "narrow"),
    [
        (0, "15:06", "15:06"),
        (1, "Sun", "Sun"),
        (6, "Tue", "Tue"),
        (7, "16 Nov", "16 Nov"),
        (376, "12 Nov 2025", "Nov ’25"),
    ],
)
def test_a_list_says_when_as_briefly_as_is_clear(days: int, words: str, narrow: str) -> None:
    moment = NOW - timedelta(days=days)
    assert times.brief(moment, NOW, ZONE) == words
    assert times.brief(moment, NOW, ZONE, narrow=True) == narrow


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s ago"),
        (12, "12 s ago"),
        (60, "1 min ago"),
        (7_200, "2 h ago"),
        (86_400, "1 day ago"),
        (3 * 86_400, "3 days ago"),
    ],
)
def test_how_long_ago_is_one_number_and_a_unit(seconds: int, words: str) -> None:
    assert times.ago(NOW - timedelta(seconds=seconds), NOW) == words


def test_since_is_a_time_today_and_a_date_before() -> None:
    assert times.since(NOW, NOW, ZONE) == "since 15:06"
    assert times.since(NOW - timedelta(days=11), NOW, ZONE) == "since 12 Nov"


def test_a_time_to_come_names_its_day_when_it_is_not_today() -> None:
    assert times.day_and_time(NOW, NOW, ZONE) == "15:06"
    assert times.day_and_time(NOW + timedelta(hours=15), NOW, ZONE) == "tomorrow 06:06"
    assert times.day_and_time(NOW + timedelta(days=2), NOW, ZONE) == "25 Nov 15:06"
