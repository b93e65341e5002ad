"""Saving what a screen staged: only over what its admin saw, and never without an Admin left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import Conflict, Refused
from data.models import Effect, Group, Permission
from firm import Firm

ALLOW, DENY = Effect.ALLOW, Effect.DENY
ADMIN, SMS, SEARCH = Permission.ADMIN, Permission.SMS, Permission.SEARCH


@pytest.fixture
def agents(firm: Firm) -> Group:
    return firm.store.groups.add(firm.actor, "Agents")


def test_a_save_writes_all_of_it_and_puts_each_change_on_record(firm: Firm) -> None:
    bob = firm.user("bob", SMS).user
    firm.store.access.save_permissions(firm.actor, bob, {SMS: ALLOW}, {SMS: DENY, SEARCH: ALLOW})
    assert firm.store.people.said(bob) == {SMS: DENY, SEARCH: ALLOW}
    entries = firm.store.audit.entries(kind="permission", limit=2)
    assert {(entry.subject, entry.before, entry.after) for entry in entries} == {
        ("user bob: Allow SMS", "allow", "deny"),
        ("user bob: Search Logs", "", "allow"),
    }


def test_the_second_of_two_admins_is_told_what_changed_and_overwrites_nothing(firm: Firm) -> None:
    bob = firm.user("bob").user
    firm.store.people.set_permission(firm.user("carol", ADMIN), bob, SMS, DENY)
    with pytest.raises(Conflict, match="bob meanwhile: Allow SMS was inherited and is now denied"):
        firm.store.access.save_permissions(firm.actor, bob, {}, {SMS: ALLOW})
    assert firm.store.people.said(bob) == {SMS: DENY}


def test_two_admins_who_change_members_at_once(firm: Firm, agents: Group) -> None:
    bob, eve = firm.user("bob").user, firm.user("eve").user
    firm.store.groups.join(firm.actor, "Agents", eve)
    with pytest.raises(Conflict, match="Agents meanwhile: eve was added"):
        firm.store.access.save_members(firm.actor, agents, [], [bob.id])
    assert firm.store.groups.members(agents) == [eve]
    firm.store.access.save_members(firm.actor, agents, [eve.id], [bob.id])
    with pytest.raises(Conflict, match="eve meanwhile: Agents was taken out"):
        firm.store.access.save_groups_of(firm.actor, eve, [agents.id], [])
    assert firm.store.groups.members(agents) == [bob]


def test_a_group_that_is_gone_is_a_conflict_from_both_ends(firm: Firm, agents: Group) -> None:
    bob = firm.user("bob").user
    firm.store.groups.remove(firm.actor, "Agents")
    with pytest.raises(Conflict, match="removed meanwhile"):
        firm.store.access.save_permissions(firm.actor, agents, {}, {SMS: ALLOW})
    with pytest.raises(Conflict, match="removed meanwhile"):
        firm.store.access.save_members(firm.actor, agents, [], [bob.id])
    with pytest.raises(Conflict, match="a group was removed"):
        firm.store.access.save_groups_of(firm.actor, bob, [], [agents.id])


def test_members_are_swapped_in_one_save_even_when_they_are_the_admins(
    firm: Firm, agents: Group
) -> None:
    ann, bob = firm.actor.user, firm.user("bob").user
    firm.store.people.set_permission(firm.actor, agents, ADMIN, ALLOW)
    firm.store.groups.join(firm.actor, "Agents", ann)
    firm.store.people.set_permission(firm.actor, ann, ADMIN, None)
    firm.store.access.save_members(firm.actor, agents, [ann.id], [bob.id])
    assert firm.store.people.answer(bob, ADMIN).allowed
    assert not firm.store.people.answer(ann, ADMIN).allowed


def test_who_gives_up_admin_still_saves_the_rest(firm: Firm) -> None:
    firm.user("bob", ADMIN)
    ann = firm.actor.user
    said = firm.store.people.said(ann)
    firm.store.access.save_permissions(firm.actor, ann, said, {ADMIN: DENY, SMS: DENY})
    assert firm.store.people.said(ann) == {ADMIN: DENY, SMS: DENY}


def test_the_last_admin_stays_and_nothing_else_of_the_save_is_kept(
    firm: Firm, agents: Group
) -> None:
    ann = firm.actor.user
    said = firm.store.people.said(ann)
    with pytest.raises(Refused, match="no Admin"):
        firm.store.access.save_permissions(firm.actor, ann, said, {SMS: DENY})
    assert firm.store.people.said(ann) == said
    firm.store.people.set_permission(firm.actor, agents, ADMIN, DENY)
    firm.store.people.set_permission(firm.actor, ann, ADMIN, ALLOW)
    other = firm.store.groups.add(firm.actor, "Admins")
    firm.store.people.set_permission(firm.actor, other, ADMIN, ALLOW)
    firm.store.groups.join(firm.actor, "Admins", ann)
    firm.store.people.set_permission(firm.actor, ann, ADMIN, None)
    for after in ([], [other.id, agents.id]):
        with pytest.raises(Refused, match="no Admin"):
            firm.store.access.save_groups_of(firm.actor, ann, [other.id], after)
    assert firm.store.groups.of(ann) == [other]


def test_only_an_admin_saves(firm: Firm, agents: Group) -> None:
    bob, access = firm.user("bob", SMS), firm.store.access
    forbidden: list[Callable[[], None]] = [
        lambda: access.save_permissions(bob, bob.user, {SMS: ALLOW}, {ADMIN: ALLOW}),
        lambda: access.save_members(bob, agents, [], [bob.user.id]),
        lambda: access.save_groups_of(bob, bob.user, [], [agents.id]),
    ]
    for act in forbidden:
        with pytest.raises(Refused, match="do not have Admin"):
            act()
