"""Every combination of user × group × membership, its effective answer and its reason.

The table is the order of precedence of the rules written out: a user's own Deny, their own Allow,
any group's Deny, any group's Allow, else no; a deactivated user may nothing. It is asked of the
pure function, of the store, and of the directory the settings show.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import pytest

from data.directory import Directory
from data.models import Answer, Effect, Group, Permission, User
from data.permissions import Say, effective
from firm import Firm

ALLOW, DENY = Effect.ALLOW, Effect.DENY
EFFECTS = (None, ALLOW, DENY)
NOBODY = "neither this user nor a group of theirs is allowed it"


class Case(NamedTuple):
    """What a user says, what the groups A and B say, and whether the user belongs to them."""

    active: bool
    own: Effect | None
    a: Effect | None
    in_a: bool
    b: Effect | None
    in_b: bool

    @property
    def says(self) -> list[Say]:
        groups = [(self.in_a, "A", self.a), (self.in_b, "B", self.b)]
        return [Say(name, effect) for joined, name, effect in groups if joined]

    @property
    def expected(self) -> Answer:
        """The rule, in the words of the rule."""
        if not self.active:
            return Answer(False, "this user is deactivated")
        if self.own:
            word = "allowed" if self.own is ALLOW else "denied"
            return Answer(self.own is ALLOW, f"{word} for this user")
        for effect, word in ((DENY, "denied"), (ALLOW, "allowed")):
            names = [say.name for say in self.says if say.effect is effect]
            if names:
                noun = "group" if len(names) == 1 else "groups"
                return Answer(effect is ALLOW, f"{word} by {noun} {', '.join(names)}")
        return Answer(False, NOBODY)


TABLE = [
    Case(*values)
    for values in itertools.product(
        (True, False), EFFECTS, EFFECTS, (True, False), EFFECTS, (True, False)
    )
]


def test_the_table_is_complete() -> None:
    assert len(TABLE) == len(set(TABLE)) == 2 * 3 * 3 * 2 * 3 * 2


@pytest.mark.parametrize("case", TABLE)
def test_the_pure_function_answers_by_the_table(case: Case) -> None:
    assert effective(case.active, case.own, case.says) == case.expected


@pytest.mark.parametrize("case", TABLE)
def test_the_directory_answers_by_the_table(case: Case) -> None:
    user, a, b = User(1, "bob", case.active), Group(1, "A"), Group(2, "B")
    directory = Directory((user,), (a, b)).with_said(user, said(case.own))
    directory = directory.with_said(a, said(case.a)).with_said(b, said(case.b))
    directory = directory.with_groups(user, [1] * case.in_a + [2] * case.in_b)
    assert directory.answer(user, Permission.SMS) == case.expected


def test_the_store_answers_by_the_table(firm: Firm) -> None:
    """One store for all of them: what one case leaves behind must not reach the next."""
    people, groups, actor = firm.store.people, firm.store.groups, firm.actor
    bob = firm.user("bob").user
    named = {name: groups.add(actor, name) for name in "AB"}
    for case in TABLE:
        (people.activate if case.active else people.deactivate)(actor, "bob")
        people.set_permission(actor, bob, Permission.SMS, case.own)
        for name, effect, joined in (("A", case.a, case.in_a), ("B", case.b, case.in_b)):
            people.set_permission(actor, named[name], Permission.SMS, effect)
            (groups.join if joined else groups.leave)(actor, name, bob)
        assert people.answer(bob, Permission.SMS) == case.expected, case
        directory = firm.store.access.directory()
        now = directory.user(bob.id)
        assert now is not None
        assert directory.answer(now, Permission.SMS) == case.expected, case


def said(effect: Effect | None) -> dict[Permission, Effect]:
    return {} if effect is None else {Permission.SMS: effect}
