from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query import BadQuery, Field, parse, without
from screens.search_filters import Choice, Control, choices, rewritten, said

UTC = ZoneInfo("UTC")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "control", "words"),
    [
        ("papers", Control.DIRECTION, "any"),
        ("in:", Control.DIRECTION, "in"),
        ("-in:", Control.DIRECTION, "not in"),
        ('category:"Follow up"', Control.CATEGORY, "Follow up"),
        ("category:A -category:B", Control.CATEGORY, "A + not B"),
        ("status:FAILED", Control.STATUS, "failed"),
        ("on:2026-11-23", Control.DAYS, "23 Nov"),
        ("on:2026-11", Control.DAYS, "1 Nov – 30 Nov"),
        ("after:2026-11-16", Control.DAYS, "from 17 Nov"),
        ("before:2025-11-01", Control.DAYS, "until 31 Oct 2025"),
    ],
)
def test_a_control_says_what_the_query_says(text: str, control: Control, words: str) -> None:
    assert said(parse(text, UTC), control, UTC, TODAY) == words


@pytest.mark.parametrize(
    ("text", "control", "operator", "after"),
    [
        ("papers", Control.DIRECTION, "in:", "in: papers"),
        ("out: papers", Control.DIRECTION, "in:", "in: papers"),
        ("out: papers", Control.DIRECTION, "", "papers"),
        ('category:"A b" x -category:c', Control.CATEGORY, "category:d", "category:d x"),
        ('"not closed', Control.STATUS, "status:sent", 'status:sent "not closed'),
        ("status:wrong x", Control.STATUS, "status:sent", "status:sent x"),
        ("after:2026 x before:soon", Control.DAYS, "on:2026", "on:2026 x"),
        ('"in: a text"', Control.DIRECTION, "", '"in: a text"'),
    ],
)
def test_a_choice_takes_the_place_of_what_the_control_said(
    text: str, control: Control, operator: str, after: str
) -> None:
    assert rewritten(text, control, Choice("", operator)) == after


@pytest.mark.parametrize("control", Control)
def test_every_choice_is_a_query_that_the_control_then_shows(control: Control) -> None:
    offered = choices(control, ["General", "Follow up"], TODAY)
    assert offered[0].operator == ""
    for choice in offered[1:]:
        if not choice.open:
            shown = said(parse(rewritten("papers", control, choice), UTC), control, UTC, TODAY)
            assert shown != "any"


def test_a_category_that_no_query_can_name_is_not_offered() -> None:
    labels = [choice.label for choice in choices(Control.CATEGORY, ['a "b"', "a\x1bb"], TODAY)]
    assert labels == ["Any"]


@given(st.text(alphabet=st.sampled_from('ab "-:*in:out:category:on:2026\x00'), max_size=40))
def test_without_its_operators_a_query_has_none_and_keeps_its_words(text: str) -> None:
    fields = Control.DAYS.fields | Control.DIRECTION.fields
    rest = without(text, fields)
    try:
        before = parse(text)
    except BadQuery:
        return
    after = parse(rest)
    assert not any(asked.field in (Field.IN, Field.OUT) for asked in after.filters)
    assert after.since is after.until is None
    assert [t.text for t in after.terms] == [t.text for t in before.terms]
