"""Who may do what, and why: the effective permission of one user. Pure.

The order is fixed: a user's own Deny, a user's own Allow, any group's Deny, any group's Allow,
else no. Nothing implies anything else: an Admin without Allow SMS may not text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.models import Answer, Effect, Permission

# What clients wrote and what is on record of them is read by those who have one of these.
READING = tuple(each for each in Permission if each is not Permission.EXPORT)
NOBODY_SAID = "neither this user nor a group of theirs is allowed it"


@dataclass(frozen=True, slots=True)
class Say:
    """What one of the user's groups says about a permission; None when it says nothing."""

    name: str
    effect: Effect | None


def effective(active: bool, own: Effect | None, groups: Sequence[Say]) -> Answer:
    """The answer for a user, with a reason that fits in brackets: "denied by group Interns"."""
    if not active:
        return Answer(False, "this user is deactivated")
    if own is Effect.DENY:
        return Answer(False, "denied for this user", denied=True)
    if own is Effect.ALLOW:
        return Answer(True, "allowed for this user")
    if denying := _names(groups, Effect.DENY):
        return Answer(False, f"denied by {denying}", denied=True)
    if allowing := _names(groups, Effect.ALLOW):
        return Answer(True, f"allowed by {allowing}")
    return Answer(False, NOBODY_SAID)


def _names(groups: Sequence[Say], effect: Effect) -> str:
    names = sorted(say.name for say in groups if say.effect is effect)
    if not names:
        return ""
    return f"{'group' if len(names) == 1 else 'groups'} {', '.join(names)}"
