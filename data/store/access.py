"""What the Settings save in one go, and only over what the admin saw.

Two admins may sit in front of one user: each `save_…` takes what was there when its admin looked,
and is refused with a `Conflict` in words when something else is there now. A save is one
transaction, on the audit log change by change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.directory import Directory, Said
from data.errors import Conflict
from data.models import Actor, Effect, Group, Permission, User
from data.store.context import Context
from data.store.groups import Groups
from data.store.people import People

_UNCHANGED = "Your change was not saved; look at it as it is now."


class Access:
    """Reading everybody's permissions at once, and saving what a screen has staged."""

    def __init__(self, context: Context, people: People, groups: Groups) -> None:
        self._database = context.database
        self._people = people
        self._groups = groups

    def directory(self) -> Directory:
        """Users, groups, memberships and what was said, of one moment."""
        with self._database.snapshot():
            rows = self._database.all("SELECT group_id, user_id FROM memberships")
            return Directory(
                users=tuple(self._people.users()),
                groups=tuple(self._groups.list()),
                members=frozenset((row["group_id"], row["user_id"]) for row in rows),
                of_users=self._said("user_id"),
                of_groups=self._said("group_id"),
            )

    def save_permissions(
        self, actor: Actor, subject: User | Group, before: Said, after: Said
    ) -> None:
        """Let a user or a group say `after` of every permission, if it still says `before`."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            now = self._current(subject)
            said = self.directory().said(now)
            _refuse_if_changed(now.name, _permission_changes(before, said))
            # Admin last: whoever takes it from themselves still saves the rest.
            for permission in sorted(Permission, key=lambda each: each is Permission.ADMIN):
                self._people.write_permission(actor, now, permission, after.get(permission))

    def save_members(
        self, actor: Actor, group: Group, before: Iterable[int], after: Iterable[int]
    ) -> None:
        """Let a group have the users of these ids, if it still has those it had."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            directory = self.directory()
            now = self._current(group)
            assert isinstance(now, Group)
            names = {user.id: user.name for user in directory.users}
            had, wanted = frozenset(before), frozenset(after)
            changes = _membership_changes(had, directory.members_of(now), names)
            _refuse_if_changed(now.name, changes)
            users = {user.id: user for user in directory.users}
            pairs = [(now, users[user_id], user_id in wanted) for user_id in had ^ wanted]
            self._write_memberships(actor, directory, pairs)

    def save_groups_of(
        self, actor: Actor, user: User, before: Iterable[int], after: Iterable[int]
    ) -> None:
        """Let a user belong to the groups of these ids, if they still belong where they did."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            directory = self.directory()
            groups = {group.id: group for group in directory.groups}
            had, wanted = frozenset(before), frozenset(after)
            gone = sorted((had | wanted) - groups.keys())
            changes = _membership_changes(
                had, directory.groups_of(user), {id: group.name for id, group in groups.items()}
            )
            _refuse_if_changed(user.name, [*changes, *("a group was removed" for _ in gone)])
            pairs = [(groups[id], user, id in wanted) for id in had ^ wanted]
            self._write_memberships(actor, directory, pairs)

    def _write_memberships(
        self, actor: Actor, directory: Directory, pairs: list[tuple[Group, User, bool]]
    ) -> None:
        """What can take Admin from someone comes last: an Admin may stay by the rest of it."""

        def takes_admin(pair: tuple[Group, User, bool]) -> bool:
            group, _, joins = pair
            effect = directory.said(group).get(Permission.ADMIN)
            return effect is (Effect.DENY if joins else Effect.ALLOW)

        for group, user, joins in sorted(pairs, key=lambda p: (takes_admin(p), p[0].id, p[1].id)):
            self._groups.write_membership(actor, group, user, joins=joins)

    def _current(self, subject: User | Group) -> User | Group:
        """The subject by its id, under whatever name it has by now."""
        known = (
            self._people.users() if isinstance(subject, User) else self._groups.list()
        )  # users are never deleted, groups may be
        for one in known:
            if one.id == subject.id:
                return one
        raise Conflict(f"The group {subject.name} was removed meanwhile.", "Nothing was saved.")

    def _said(self, column: str) -> Mapping[int, Said]:
        rows = self._database.all(
            f"SELECT {column} AS id, name, effect FROM permissions WHERE {column} IS NOT NULL"
        )
        said: dict[int, dict[Permission, Effect]] = {}
        for row in rows:
            said.setdefault(row["id"], {})[Permission(row["name"])] = Effect(row["effect"])
        return said


def _permission_changes(before: Said, now: Said) -> list[str]:
    return [
        f"{permission.label} was {_words(before.get(permission))}"
        f" and is now {_words(now.get(permission))}"
        for permission in Permission
        if before.get(permission) is not now.get(permission)
    ]


def _membership_changes(
    before: frozenset[int], now: frozenset[int], names: Mapping[int, str]
) -> list[str]:
    joined = [f"{names[id]} was added" for id in sorted(now - before)]
    left = [f"{names[id]} was taken out" for id in sorted(before - now) if id in names]
    return joined + left


def _words(effect: Effect | None) -> str:
    return {Effect.ALLOW: "allowed", Effect.DENY: "denied", None: "inherited"}[effect]


def _refuse_if_changed(name: str, changes: list[str]) -> None:
    if changes:
        raise Conflict(f"Somebody else changed {name} meanwhile: {', '.join(changes)}.", _UNCHANGED)
