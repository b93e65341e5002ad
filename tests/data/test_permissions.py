"""Effective permissions: every order of precedence, and its reason."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.models import Effect, Permission
from data.permissions import Say, effective

ALLOW, DENY = Effect.ALLOW, Effect.DENY
EFFECTS = (None, ALLOW, DENY)
says = st.builds(Say, st.text(max_size=5), st.sampled_from(EFFECTS))


@pytest.mark.parametrize(
    ("own", "groups", "allowed", "reason"),
    [
        (DENY, [Say("Agents", ALLOW)], False, "denied for this user"),
        (ALLOW, [Say("Interns", DENY)], True, "allowed for this user"),
        (None, [Say("Agents", ALLOW), Say("Interns", DENY)], False, "denied by group Interns"),
        (None, [Say("B", DENY), Say("A", DENY)], False, "denied by groups A, B"),
        (None, [Say("Interns", None), Say("Agents", ALLOW)], True, "allowed by group Agents"),
        (None, [Say("B", ALLOW), Say("A", ALLOW)], True, "allowed by groups A, B"),
        (None, [], False, "neither this user nor a group of theirs is allowed it"),
        (None, [Say("A", None)], False,
         "neither this user nor a group of theirs is allowed it"),
    ],
)  # fmt: skip
def test_the_strongest_word_wins_and_says_why(
    own: Effect | None, groups: list[Say], allowed: bool, reason: str
) -> None:
    answer = effective(True, own, groups)
    assert (answer.allowed, answer.reason) == (allowed, reason)


@pytest.mark.parametrize("own", EFFECTS)
def test_a_deactivated_user_may_do_nothing(own: Effect | None) -> None:
    answer = effective(False, own, [Say("Agents", ALLOW)])
    assert (answer.allowed, answer.reason) == (False, "this user is deactivated")


@pytest.mark.parametrize("own, one, two", list(itertools.product(EFFECTS, repeat=3)))
def test_all_27_cases_follow_the_order_of_precedence(
    own: Effect | None, one: Effect | None, two: Effect | None
) -> None:
    expected = next(
        (effect is ALLOW for effect in (own,) if effect),
        DENY not in (one, two) and ALLOW in (one, two),
    )
    assert effective(True, own, [Say("1", one), Say("2", two)]).allowed is expected


@given(st.sampled_from(Permission), st.booleans(), st.sampled_from(EFFECTS), st.lists(says))
def test_nothing_is_allowed_without_an_allow(
    permission: Permission, active: bool, own: Effect | None, groups: list[Say]
) -> None:
    if effective(active, own, groups).allowed:
        assert active
        assert own is ALLOW or any(say.effect is ALLOW for say in groups)


@given(st.booleans(), st.sampled_from(EFFECTS), st.lists(says))
def test_a_further_group_that_denies_never_allows(
    active: bool, own: Effect | None, groups: list[Say]
) -> None:
    before = effective(active, own, groups).allowed
    after = effective(active, own, [*groups, Say("more", DENY)]).allowed
    assert before or not after
