"""Users, groups, permissions, and the last Admin by every path."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import Invalid, NotFound, Refused
from data.models import Actor, Effect, Permission
from data.store import Store
from firm import Firm

ALLOW, DENY = Effect.ALLOW, Effect.DENY
ADMIN, SMS = Permission.ADMIN, Permission.SMS


def test_the_first_user_has_every_permission_and_there_is_only_one_first(firm: Firm) -> None:
    firm.store.people.ensure_first_user("bob")
    assert [user.name for user in firm.store.people.users()] == ["ann"]
    for permission in Permission:
        assert firm.store.people.answer(firm.actor.user, permission).allowed


def test_a_new_user_may_do_nothing(firm: Firm) -> None:
    bob = firm.user("bob")
    for permission in Permission:
        assert not firm.store.people.answer(bob.user, permission).allowed


def test_names_are_one_in_upper_and_lower_case(store: Store, actor: Actor) -> None:
    store.people.add_user(actor, "Bob  Miller")
    assert store.people.known_user("bob miller").name == "Bob Miller"
    with pytest.raises(Invalid, match="already a user"):
        store.people.add_user(actor, "BOB MILLER")


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\tb\x1b[31m", "\udcff"])
def test_a_name_that_cannot_be_shown_is_refused(store: Store, actor: Actor, name: str) -> None:
    with pytest.raises(Invalid):
        store.people.add_user(actor, name)
    with pytest.raises(Invalid):
        store.groups.add(actor, name)


def test_only_an_admin_changes_people(firm: Firm) -> None:
    bob = firm.user("bob", SMS)
    people, groups = firm.store.people, firm.store.groups
    groups.add(firm.actor, "Agents")
    forbidden: list[Callable[[], object]] = [
        lambda: people.add_user(bob, "eve"),
        lambda: people.deactivate(bob, "ann"),
        lambda: people.activate(bob, "ann"),
        lambda: people.rename_user(bob, "ann", "eve"),
        lambda: people.set_permission(bob, bob.user, ADMIN, ALLOW),
        lambda: groups.add(bob, "Eves"),
        lambda: groups.rename(bob, "Agents", "Eves"),
        lambda: groups.remove(bob, "Agents"),
        lambda: groups.join(bob, "Agents", bob.user),
        lambda: groups.leave(bob, "Agents", bob.user),
    ]
    before = firm.store.audit.entries()
    for act in forbidden:
        with pytest.raises(Refused, match="do not have Admin"):
            act()
    assert firm.store.audit.entries() == before


def test_a_group_speaks_for_its_members_until_it_is_left(firm: Firm) -> None:
    people, groups = firm.store.people, firm.store.groups
    bob = firm.user("bob")
    agents = groups.add(firm.actor, "Agents")
    people.set_permission(firm.actor, agents, SMS, ALLOW)
    groups.join(firm.actor, "agents", bob.user)
    groups.join(firm.actor, "Agents", bob.user)
    assert groups.of(bob.user) == [agents]
    assert groups.members(agents) == [bob.user]
    assert people.answer(bob.user, SMS).reason == "allowed by group Agents"
    interns = groups.add(firm.actor, "Interns")
    people.set_permission(firm.actor, interns, SMS, DENY)
    groups.join(firm.actor, "Interns", bob.user)
    assert people.answer(bob.user, SMS).reason == "denied by group Interns"
    groups.leave(firm.actor, "Interns", bob.user)
    assert people.answer(bob.user, SMS).allowed
    groups.remove(firm.actor, "Agents")
    assert not people.answer(bob.user, SMS).allowed
    assert groups.list() == [interns]


def test_a_permission_is_allow_or_deny_or_nothing(firm: Firm) -> None:
    people, bob = firm.store.people, firm.user("bob").user
    people.set_permission(firm.actor, bob, SMS, ALLOW)
    people.set_permission(firm.actor, bob, SMS, DENY)
    assert people.said(bob) == {SMS: DENY}
    people.set_permission(firm.actor, bob, SMS, None)
    assert people.said(bob) == {}
    entries = firm.store.audit.entries(kind="permission")
    assert [(entry.before, entry.after) for entry in reversed(entries)] == [
        ("", "allow"),
        ("allow", "deny"),
        ("deny", ""),
    ]


def test_a_deactivated_user_may_do_nothing_and_keeps_their_permissions(firm: Firm) -> None:
    people, bob = firm.store.people, firm.user("bob", SMS)
    assert not people.deactivate(firm.actor, "bob").active
    assert people.answer(bob.user, SMS).reason == "this user is deactivated"
    with pytest.raises(Refused, match="deactivated"):
        people.require_active(bob)
    people.activate(firm.actor, "bob")
    assert people.answer(bob.user, SMS).allowed


def test_a_renamed_user_keeps_what_they_wrote_under_the_old_name(firm: Firm) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    firm.store.people.rename_user(firm.actor, "ann", "Ann Archer")
    assert firm.message(message.id).author == "ann"
    assert firm.store.people.known_user("ann archer").id == firm.actor.user.id
    with pytest.raises(NotFound):
        firm.store.people.known_user("ann")


Path = Callable[[Firm], object]
LAST_ADMIN_PATHS: dict[str, Path] = {
    "deactivated": lambda firm: firm.store.people.deactivate(firm.actor, "ann"),
    "denied": lambda firm: firm.store.people.set_permission(
        firm.actor, firm.actor.user, ADMIN, DENY
    ),
    "no longer allowed": lambda firm: firm.store.people.set_permission(
        firm.actor, firm.actor.user, ADMIN, None
    ),
}


@pytest.mark.parametrize("path", LAST_ADMIN_PATHS)
def test_the_last_admin_stays(firm: Firm, path: str) -> None:
    with pytest.raises(Refused, match="no Admin"):
        LAST_ADMIN_PATHS[path](firm)
    assert firm.store.people.answer(firm.actor.user, ADMIN).allowed


@pytest.mark.parametrize("path", LAST_ADMIN_PATHS)
def test_the_last_admin_but_one_may_go(firm: Firm, path: str) -> None:
    firm.user("bob", ADMIN)
    LAST_ADMIN_PATHS[path](firm)
    assert not firm.store.people.answer(firm.actor.user, ADMIN).allowed


GROUP_PATHS: dict[str, Path] = {
    "the group is deleted": lambda firm: firm.store.groups.remove(firm.actor, "Admins"),
    "the member leaves": lambda firm: firm.store.groups.leave(
        firm.actor, "Admins", firm.actor.user
    ),
    "the group is denied": lambda firm: firm.store.people.set_permission(
        firm.actor, firm.store.groups.known("Admins"), ADMIN, DENY
    ),
    "the group says nothing": lambda firm: firm.store.people.set_permission(
        firm.actor, firm.store.groups.known("Admins"), ADMIN, None
    ),
    "the member joins a group that is denied": lambda firm: firm.store.groups.join(
        firm.actor, "Denied", firm.actor.user
    ),
}


@pytest.mark.parametrize("path", GROUP_PATHS)
def test_the_last_admin_by_a_group_stays(firm: Firm, path: str) -> None:
    people, groups, actor = firm.store.people, firm.store.groups, firm.actor
    admins, denied = groups.add(actor, "Admins"), groups.add(actor, "Denied")
    people.set_permission(actor, admins, ADMIN, ALLOW)
    groups.join(actor, "Admins", actor.user)
    people.set_permission(actor, denied, ADMIN, DENY)
    people.set_permission(actor, actor.user, ADMIN, None)
    with pytest.raises(Refused, match="no Admin"):
        GROUP_PATHS[path](firm)
    assert people.answer(actor.user, ADMIN).allowed
    assert groups.of(actor.user) == [admins]
