"""Groups of users and who belongs to them. Deleting a group ends its say, never a user."""

from __future__ import annotations

import builtins

from data.clock import to_text
from data.errors import Invalid, NotFound
from data.models import Actor, Group, Permission, User
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People, checked_name


class Groups:
    """The operations on groups; reading is free, changing needs Admin and is audited."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people

    def list(self) -> list[Group]:
        """All groups by name."""
        rows = self._database.all("SELECT id, name FROM groups ORDER BY name")
        return [Group(row["id"], row["name"]) for row in rows]

    def find(self, name: str) -> Group | None:
        """The group of that name, upper and lower case alike."""
        row = self._database.one("SELECT id, name FROM groups WHERE name = :name", name=name)
        return None if row is None else Group(row["id"], row["name"])

    def known(self, name: str) -> Group:
        """The group of that name, or NotFound."""
        group = self.find(name)
        if group is None:
            raise NotFound(f"There is no group {name}.", "See them with: sms-tui group list")
        return group

    def members(self, group: Group) -> builtins.list[User]:
        """Who belongs to a group, by name."""
        rows = self._database.all(
            "SELECT users.id, users.name, users.active FROM memberships"
            " JOIN users ON users.id = memberships.user_id"
            " WHERE memberships.group_id = :id ORDER BY users.name",
            id=group.id,
        )
        return [User(row["id"], row["name"], bool(row["active"])) for row in rows]

    def of(self, user: User) -> builtins.list[Group]:
        """The groups a user belongs to, by name."""
        rows = self._database.all(
            "SELECT groups.id, groups.name FROM memberships"
            " JOIN groups ON groups.id = memberships.group_id"
            " WHERE memberships.user_id = :id ORDER BY groups.name",
            id=user.id,
        )
        return [Group(row["id"], row["name"]) for row in rows]

    def add(self, actor: Actor, name: str) -> Group:
        """A new group without members."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            name = self._free_name(name)
            group_id = self._database.insert(
                "INSERT INTO groups (name, created_at) VALUES (:name, :now)",
                name=name,
                now=to_text(self._context.now()),
            )
            self._audit.add(actor, "group", name, after="added")
        return Group(group_id, name)

    def rename(self, actor: Actor, name: str, new_name: str) -> Group:
        """The group under a new name."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            group = self.known(name)
            new_name = self._free_name(new_name, besides=group)
            self._database.run(
                "UPDATE groups SET name = :name WHERE id = :id", name=new_name, id=group.id
            )
            self._audit.add(actor, "group", group.name, before=group.name, after=new_name)
        return Group(group.id, new_name)

    def remove(self, actor: Actor, name: str) -> None:
        """Delete a group; its members lose what it allowed and what it denied."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            group = self.known(name)
            members = ", ".join(user.name for user in self.members(group))
            self._database.run("DELETE FROM groups WHERE id = :id", id=group.id)
            self._audit.add(
                actor, "group", group.name, before=f"members: {members}", after="removed"
            )

    def join(self, actor: Actor, name: str, user: User) -> None:
        """Put a user into a group; nothing happens when they are in it."""
        self._change_membership(actor, name, user, joins=True)

    def leave(self, actor: Actor, name: str, user: User) -> None:
        """Take a user out of a group; nothing happens when they are not in it."""
        self._change_membership(actor, name, user, joins=False)

    def _change_membership(self, actor: Actor, name: str, user: User, *, joins: bool) -> None:
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            self.write_membership(actor, self.known(name), user, joins=joins)

    def write_membership(self, actor: Actor, group: Group, user: User, *, joins: bool) -> None:
        """Like `join` and `leave`, in a transaction that has asked whether the actor may."""
        sql = (
            "INSERT OR IGNORE INTO memberships (group_id, user_id) VALUES (:group_id, :user_id)"
            if joins
            else "DELETE FROM memberships WHERE group_id = :group_id AND user_id = :user_id"
        )
        if self._database.run(sql, group_id=group.id, user_id=user.id):
            after = "joined" if joins else "left"
            self._audit.add(actor, "group", f"{group.name}: {user.name}", after=after)

    def _free_name(self, name: str, besides: Group | None = None) -> str:
        name = checked_name(name, "group")
        other = self.find(name)
        if other is not None and other != besides and (besides is None or other.id != besides.id):
            raise Invalid(f"There is already a group {name}.", "Choose another name.")
        return name
