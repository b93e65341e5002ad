"""What an admin takes away ends at once, in sessions that are running."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.models import Actor, Effect, Permission
from data.store import Store
from firm import Firm
from sitting import BOTH, sitting

SMS = Permission.SMS


def deny(store: Store, admin: Actor) -> None:
    store.people.set_permission(admin, store.people.known_user("bob"), SMS, Effect.DENY)


def deactivate(store: Store, admin: Actor) -> None:
    store.people.deactivate(admin, "bob")


def leave(store: Store, admin: Actor) -> None:
    store.groups.leave(admin, "Agents", store.people.known_user("bob"))


def join(store: Store, admin: Actor) -> None:
    store.groups.join(admin, "Interns", store.people.known_user("bob"))


@pytest.mark.parametrize("size", BOTH)
@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (deny, "denied for this user"),
        (deactivate, "this user is deactivated"),
        (leave, "neither this user nor"),
        (join, "denied by group Interns"),
    ],
)
async def test_the_composer_closes_within_a_second_with_the_reason(
    firm: Firm, size: tuple[int, int], act: Callable[[Store, Actor], None], reason: str
) -> None:
    people, groups = firm.store.people, firm.store.groups
    bob = firm.user("bob")
    for name, effect in (("Agents", Effect.ALLOW), ("Interns", Effect.DENY)):
        people.set_permission(firm.actor, groups.add(firm.actor, name), SMS, effect)
    groups.join(firm.actor, "Agents", bob.user)
    lead = firm.authorized()
    elsewhere = firm.store.clone()
    async with sitting(firm, size, actor=bob) as seat:
        screen = await seat.open(lead)
        await seat.write("Could you also")
        assert screen.desk.sendable
        act(elsewhere, firm.actor)
        took = await seat.until(lambda: not screen.desk.sendable)
        assert took < 1
        await seat.settle()
        assert reason in one_line(seat.shown)
        assert not screen.desk.composer.display
    elsewhere.close()


def one_line(shown: str) -> str:
    """The screen's words, whatever lines and borders they stand on."""
    return " ".join(shown.replace("│", " ").split())
