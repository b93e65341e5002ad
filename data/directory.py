"""Everybody who uses the program, their groups and what was said of each: of one moment. Pure.

A `Directory` answers for every user at once, and `with_…` gives the same directory as it would be
after a change, so that one can see whom the change touches before it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from data.models import Answer, Effect, Group, Permission, User
from data.permissions import Say, effective

Said = Mapping[Permission, Effect]
# (group id, user id)
Membership = tuple[int, int]


@dataclass(frozen=True)
class Directory:
    """Users and groups by name; `of_users` and `of_groups` are what was said, by id."""

    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    members: frozenset[Membership] = frozenset()
    of_users: Mapping[int, Said] = field(default_factory=dict)
    of_groups: Mapping[int, Said] = field(default_factory=dict)

    def user(self, user_id: int) -> User | None:
        return next((user for user in self.users if user.id == user_id), None)

    def group(self, group_id: int) -> Group | None:
        return next((group for group in self.groups if group.id == group_id), None)

    def said(self, subject: User | Group) -> Said:
        """What a user or a group says itself, without what it inherits."""
        source = self.of_users if isinstance(subject, User) else self.of_groups
        return source.get(subject.id, {})

    def members_of(self, group: Group) -> frozenset[int]:
        """The ids of a group's users."""
        return frozenset(user_id for group_id, user_id in self.members if group_id == group.id)

    def groups_of(self, user: User) -> frozenset[int]:
        """The ids of a user's groups."""
        return frozenset(group_id for group_id, user_id in self.members if user_id == user.id)

    def answer(self, user: User, permission: Permission) -> Answer:
        """Whether a user may, and why."""
        joined = self.groups_of(user)
        says = [
            Say(group.name, self.of_groups.get(group.id, {}).get(permission))
            for group in self.groups
            if group.id in joined
        ]
        return effective(user.active, self.said(user).get(permission), says)

    def with_said(self, subject: User | Group, said: Said) -> Directory:
        """As it would be if the subject said this and nothing else."""
        if isinstance(subject, User):
            return replace(self, of_users={**self.of_users, subject.id: said})
        return replace(self, of_groups={**self.of_groups, subject.id: said})

    def with_members(self, group: Group, user_ids: Iterable[int]) -> Directory:
        """As it would be if the group had these users."""
        others = {pair for pair in self.members if pair[0] != group.id}
        return replace(self, members=frozenset(others | {(group.id, id) for id in user_ids}))

    def with_groups(self, user: User, group_ids: Iterable[int]) -> Directory:
        """As it would be if the user belonged to these groups."""
        others = {pair for pair in self.members if pair[1] != user.id}
        return replace(self, members=frozenset(others | {(id, user.id) for id in group_ids}))

    def with_active(self, user: User, active: bool) -> Directory:
        """As it would be if the user were deactivated, or worked again."""
        users = tuple(replace(u, active=active) if u.id == user.id else u for u in self.users)
        return replace(self, users=users)

    def without(self, group: Group) -> Directory:
        """As it would be if the group were gone, with what it says."""
        groups = tuple(other for other in self.groups if other.id != group.id)
        return replace(self.with_members(group, ()), groups=groups)


@dataclass(frozen=True, slots=True)
class Touched:
    """The users, by name, who lose a permission with a change, or get it."""

    permission: Permission
    names: tuple[str, ...]
    gives: bool

    def __str__(self) -> str:
        """`takes Allow SMS from 2 people: ann, bob`"""
        verb, to = ("gives", "to") if self.gives else ("takes", "from")
        noun = "1 person" if len(self.names) == 1 else f"{len(self.names)} people"
        return f"{verb} {self.permission.label} {to} {noun}: {', '.join(self.names)}"


def touched(before: Directory, after: Directory) -> list[Touched]:
    """Whom a change touches, what is taken first; empty when everybody may what they might."""
    found = []
    for gives in (False, True):
        for permission in Permission:
            names = tuple(
                user.name
                for user in before.users
                if _changes(before, after, user, permission, gives)
            )
            if names:
                found.append(Touched(permission, names, gives))
    return found


def _changes(
    before: Directory, after: Directory, user: User, permission: Permission, gives: bool
) -> bool:
    later = after.user(user.id)
    assert later is not None, "users are never deleted"
    now, then = before.answer(user, permission), after.answer(later, permission)
    return now.allowed is not gives and then.allowed is gives
