"""Whom a change touches, before it is made."""

from __future__ import annotations

import pytest

from data.directory import Directory, touched
from data.models import Effect, Group, Permission, User

ALLOW, DENY = Effect.ALLOW, Effect.DENY
SMS = Permission.SMS
ANN, BOB, EVE = User(1, "ann"), User(2, "bob"), User(3, "eve", active=False)
AGENTS, INTERNS = Group(1, "Agents"), Group(2, "Interns")


@pytest.fixture
def firm() -> Directory:
    """Agents may text; ann, bob and eve are agents, eve is deactivated; Interns are denied."""
    return Directory(
        (ANN, BOB, EVE),
        (AGENTS, INTERNS),
        frozenset({(1, 1), (1, 2), (1, 3)}),
        of_groups={1: {SMS: ALLOW}, 2: {SMS: DENY}},
    )


def words(before: Directory, after: Directory) -> list[str]:
    return [str(change) for change in touched(before, after)]


def test_what_a_group_no_longer_allows_is_taken_from_its_members_by_name(firm: Directory) -> None:
    after = firm.with_said(AGENTS, {})
    assert words(firm, after) == ["takes Allow SMS from 2 people: ann, bob"]
    assert words(after, firm) == ["gives Allow SMS to 2 people: ann, bob"]


def test_who_may_by_another_way_is_not_touched(firm: Directory) -> None:
    firm = firm.with_said(ANN, {SMS: ALLOW})
    assert words(firm, firm.with_said(AGENTS, {SMS: DENY})) == [
        "takes Allow SMS from 1 person: bob"
    ]


def test_joining_a_denied_group_takes_and_leaving_it_gives(firm: Directory) -> None:
    joined = firm.with_members(INTERNS, [BOB.id])
    assert words(firm, joined) == ["takes Allow SMS from 1 person: bob"]
    assert words(joined, joined.with_groups(BOB, [AGENTS.id])) == [
        "gives Allow SMS to 1 person: bob"
    ]


def test_a_group_that_goes_takes_its_word_along(firm: Directory) -> None:
    assert words(firm, firm.without(AGENTS)) == ["takes Allow SMS from 2 people: ann, bob"]
    assert words(firm, firm.without(INTERNS)) == []


def test_deactivating_takes_everything_and_activating_gives_it_back(firm: Directory) -> None:
    assert words(firm, firm.with_active(BOB, False)) == ["takes Allow SMS from 1 person: bob"]
    assert words(firm, firm.with_active(EVE, True)) == ["gives Allow SMS to 1 person: eve"]


def test_what_is_taken_comes_before_what_is_given(firm: Directory) -> None:
    after = firm.with_said(AGENTS, {Permission.EXPORT: ALLOW})
    assert words(firm, after) == [
        "takes Allow SMS from 2 people: ann, bob",
        "gives Export to 2 people: ann, bob",
    ]
