"""How few automatic replies a number gets, as a table and as a property."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.automatic_replies import GivenReply, may_reply
from data.models import Template

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CONFIRMED, STOPPED, HELP = Template.CONFIRMED, Template.STOPPED, Template.HELP


@pytest.mark.parametrize(
    ("template", "given_hours_ago", "allowed"),
    [
        (HELP, [], True),
        (HELP, [(HELP, 0)], False),
        (HELP, [(HELP, 0.99)], False),
        (HELP, [(HELP, 1)], True),
        (HELP, [(CONFIRMED, 0)], True),
        (HELP, [(STOPPED, 0)], True),
        (HELP, [(HELP, 2), (CONFIRMED, 3)], False),
        (HELP, [(HELP, 2), (HELP, 24)], True),
        (CONFIRMED, [(HELP, 2), (HELP, 3)], False),
        (CONFIRMED, [(CONFIRMED, 0.5)], False),
        (CONFIRMED, [(CONFIRMED, 1), (STOPPED, 0)], True),
        (STOPPED, [(HELP, 0), (CONFIRMED, 0)], True),
        (STOPPED, [(STOPPED, 1)], False),
        (STOPPED, [(STOPPED, 23.99)], False),
        (STOPPED, [(STOPPED, 24)], True),
    ],
)
def test_a_reply_is_allowed_as_often_as_the_table_says(
    template: Template, given_hours_ago: list[tuple[Template, float]], allowed: bool
) -> None:
    had = [GivenReply(kind, NOW - timedelta(hours=ago)) for kind, ago in given_hours_ago]
    assert may_reply(template, had, NOW) is allowed


@given(
    st.lists(
        st.tuples(st.sampled_from([CONFIRMED, STOPPED, HELP]), st.integers(0, 90)), max_size=99
    )
)
def test_whatever_is_asked_for_three_in_a_day_is_the_most(
    asked: list[tuple[Template, int]],
) -> None:
    had: list[GivenReply] = []
    now = NOW
    for template, minutes in asked:
        now += timedelta(minutes=minutes)
        if may_reply(template, had, now):
            had.append(GivenReply(template, now))
    for first in had:
        day = [one for one in had if timedelta(0) <= one.at - first.at < timedelta(hours=24)]
        assert len(day) <= 3
        assert len([one for one in day if one.template is STOPPED]) <= 1
