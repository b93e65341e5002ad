"""How far records are read, what cannot be, and the counts of what was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlite_utils

from data import migrations
from data.database import connect
from data.overlaps import POLL, Mark, is_near_the_widest, overlaps
from data.reading_plan import ReadingPlan
from data.rules import Rules
from data.store import Store
from firm import MONDAY, Firm

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_a_mark_stands_where_it_is_set_also_further_back(firm: Firm) -> None:
    polls, now = firm.store.polls, firm.clock()
    assert polls.marks("SMS") == {}
    polls.mark("SMS", POLL, Mark(now, now))
    polls.mark("SMS", "daily", Mark(now - HOUR, now))
    polls.mark("MESSAGES", POLL, Mark(now + HOUR, now))
    polls.mark("SMS", POLL, Mark(now - HOUR, now))
    assert polls.marks("SMS") == {POLL: Mark(now - HOUR, now), "daily": Mark(now - HOUR, now)}


def test_a_product_is_unread_since_its_first_failure_until_it_is_read(firm: Firm) -> None:
    polls = firm.store.polls
    polls.failed("SMS", "No answer.", refused=False)
    firm.clock.passes(minutes=5)
    polls.failed("SMS", "No access.", refused=True)
    [unread] = polls.unread()
    assert (unread.since, unread.problem, unread.never_read) == (MONDAY, "No access.", True)
    polls.mark("SMS", POLL, Mark(MONDAY, MONDAY))
    assert not polls.unread()[0].never_read
    polls.succeeded("SMS")
    assert polls.unread() == ()


def test_counts_are_added_up_by_day_and_product_and_kept_for_a_quarter(firm: Firm) -> None:
    counts = firm.store.polls.counts
    counts.add("SMS", 0, [HOUR])
    counts.add("SMS", 3, [timedelta(0), 2 * MINUTE, 3 * MINUTE, 200 * HOUR])
    counts.add("SMS", 4)
    firm.clock.passes(days=1)
    counts.add("SMS", 1, [4 * MINUTE])
    week = timedelta(days=7)
    assert counts.read(week) == {"2026-11-23": {"SMS": 7}, "2026-11-24": {"SMS": 1}}
    assert counts.lateness(week) == {"SMS": {0: 1, 180: 2, 900: 1, 10**9: 1}}
    assert (counts.longest(week), counts.longest(timedelta(0))) == (200 * HOUR, 4 * MINUTE)
    firm.clock.passes(days=91)
    counts.add("SMS", 1, [MINUTE])
    assert counts.read(timedelta(days=365)) == {"2027-02-23": {"SMS": 1}}


def test_the_cursors_of_an_older_database_are_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    database = connect(path)
    with database.atomic():
        steps, connection = migrations.steps(), sqlite_utils.Database(database.connection)
        steps.apply(connection, stop_before="0014_lateness")
        database.run(
            "INSERT INTO cursors VALUES"
            " ('SMS', '2026-11-23T18:00:00.000Z', '2026-11-23T06:00:00.000Z'),"
            " ('MESSAGES', '2026-11-23T17:00:00.000Z', NULL)"
        )
    database.close()
    store = Store.open(path)
    morning = Mark(MONDAY - 12 * HOUR, MONDAY - 12 * HOUR)
    assert store.polls.marks("SMS") == {POLL: Mark(MONDAY, MONDAY), "daily": morning}
    assert store.polls.marks("MESSAGES") == {POLL: Mark(MONDAY - HOUR, MONDAY - HOUR)}
    store.close()


def plan(**marks: tuple[timedelta, timedelta]) -> ReadingPlan:
    """A plan made on Monday; each mark by how long before it was set, and read."""
    return ReadingPlan(
        "SMS",
        overlaps(Rules()),
        {name: Mark(MONDAY - through, MONDAY - read) for name, (through, read) in marks.items()},
        MONDAY,
        MONDAY,
    )


NOW = (timedelta(0), timedelta(0))
READ = {"often": NOW, "wide": NOW, "daily": NOW}


@pytest.mark.parametrize(
    ("marks", "before"),
    [
        ({}, 24 * HOUR),
        ({POLL: NOW, **READ}, 3 * MINUTE),
        ({POLL: (HOUR, HOUR), **READ}, 63 * MINUTE),
        # Restored, or of an earlier version: what was never read widely is, before anything leaves.
        ({POLL: NOW, "daily": NOW}, 140 * MINUTE),
        ({POLL: NOW}, 26 * HOUR),
        # Ahead, so that it was last read when this machine says; or nobody knows.
        ({POLL: (-HOUR, MINUTE), **READ}, 4 * MINUTE),
        ({POLL: (-HOUR, -HOUR), **READ}, 26 * HOUR),
        # After a pause the earlier of the two times counts.
        ({POLL: (10 * MINUTE, HOUR), **READ}, 63 * MINUTE),
        ({POLL: (MINUTE, 2 * MINUTE), **READ}, 4 * MINUTE),
    ],
)
def test_the_newest_windows_begin_where_all_before_is_surely_read(
    marks: dict[str, tuple[timedelta, timedelta]], before: timedelta
) -> None:
    assert plan(**marks).begin == MONDAY - before


@pytest.mark.parametrize(
    ("ago", "due"),
    [
        (MINUTE, []),
        (2 * MINUTE, ["often"]),
        (15 * MINUTE, ["often", "wide"]),
        (24 * HOUR, ["often", "wide", "daily"]),
        (-HOUR, []),
    ],
)
def test_the_wider_overlaps_are_due_each_in_its_time(ago: timedelta, due: list[str]) -> None:
    marks = dict.fromkeys(READ, (ago, ago))
    assert [each.name for each in plan(poll=NOW, **marks).due] == due


@pytest.mark.parametrize(
    ("pause", "before"), [(15 * MINUTE, 140 * MINUTE), (5 * HOUR, 5 * HOUR + 125 * MINUTE)]
)
def test_a_wider_reading_reaches_back_to_where_the_last_could_not_see(
    pause: timedelta, before: timedelta
) -> None:
    wide = overlaps(Rules())[2]
    assert plan(poll=NOW, wide=(pause, pause)).start(wide) == MONDAY - before


@pytest.mark.parametrize(
    ("spans", "late", "near"),
    [
        ((3, 15, 140), 0, False),
        ((3, 15, 140), 104, False),
        ((3, 15, 140), 105, True),
        ((3, 15, 0), 12, True),
        ((0, 0, 0), 0, False),
        ((0, 0, 0), 1, True),
    ],
)
def test_a_lateness_near_the_widest_frequent_overlap_is_told(
    spans: tuple[int, int, int], late: int, near: bool
) -> None:
    poll, often, wide = (span * MINUTE for span in spans)
    rules = Rules(poll_overlap=poll, poll_overlap_often=often, poll_overlap_wide=wide)
    assert is_near_the_widest(late * MINUTE, rules) is near
