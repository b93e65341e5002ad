"""Users, groups and what they may do.

Nobody is deleted: the record names people, so a user is deactivated. Every change is refused to
whoever is not Admin, is on the audit log, and cannot take away the last Admin (the database's own
triggers see to that, whatever path leads there).
"""

from __future__ import annotations

from collections.abc import Sequence

from data.clock import to_text
from data.errors import Invalid, NotFound, Refused
from data.models import Actor, Answer, Effect, Group, Permission, User
from data.permissions import Say, effective
from data.sqlite import Row
from data.store.audit import Audit
from data.store.context import Context

_NAME_LIMIT = 64
_REMEDY = "An Admin can change that."


class People:
    """The operations on users, groups, memberships and permissions."""

    def __init__(self, context: Context, audit: Audit) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit

    def user(self, name: str) -> User | None:
        """The user of that name, upper and lower case alike, active or not."""
        row = self._database.one("SELECT id, name, active FROM users WHERE name = :name", name=name)
        return None if row is None else _user(row)

    def users(self) -> list[User]:
        """Everyone, by name, the deactivated included."""
        return [
            _user(row)
            for row in self._database.all("SELECT id, name, active FROM users ORDER BY name")
        ]

    def ensure_first_user(self, name: str) -> None:
        """Give a database without users its first one, with every permission."""
        if self._database.value("SELECT 1 FROM users LIMIT 1"):
            return
        with self._database.atomic():
            if self._database.value("SELECT 1 FROM users LIMIT 1"):
                return
            user = self._insert_user(name)
            # Admin first: the guard of the last Admin looks at every permission written.
            for permission in sorted(Permission, key=lambda p: p is not Permission.ADMIN):
                self._write_permission(user, permission, Effect.ALLOW)

    def add_user(self, actor: Actor, name: str) -> User:
        """A new, active user without any permission of their own."""
        with self._database.atomic():
            self.require(actor, Permission.ADMIN)
            name = checked_name(name, "user")
            if self.user(name) is not None:
                raise Invalid(f"There is already a user {name}.", "Choose another name.")
            user = self._insert_user(name)
            self._audit.add(actor, "user", name, after="added")
        return user

    def rename_user(self, actor: Actor, name: str, new_name: str) -> User:
        """The user under a new name; what they wrote keeps the name it had."""
        with self._database.atomic():
            self.require(actor, Permission.ADMIN)
            user = self.known_user(name)
            new_name = checked_name(new_name, "user")
            other = self.user(new_name)
            if other is not None and other.id != user.id:
                raise Invalid(f"There is already a user {new_name}.", "Choose another name.")
            self._database.run(
                "UPDATE users SET name = :name WHERE id = :id", name=new_name, id=user.id
            )
            self._audit.add(actor, "user", user.name, before=user.name, after=new_name)
        return User(user.id, new_name, user.active)

    def deactivate(self, actor: Actor, name: str) -> User:
        """End what a user may do, at once and in running sessions too."""
        return self._set_active(actor, name, active=False)

    def activate(self, actor: Actor, name: str) -> User:
        """Let a deactivated user work again, with the permissions they had."""
        return self._set_active(actor, name, active=True)

    def known_user(self, name: str) -> User:
        """The user of that name, or NotFound."""
        user = self.user(name)
        if user is None:
            raise NotFound(f"There is no user {name}.", "See them with: sms-tui user list")
        return user

    def said(self, subject: User | Group) -> dict[Permission, Effect]:
        """What a user or a group says itself, without what it inherits."""
        rows = self._database.all(
            f"SELECT name, effect FROM permissions WHERE {_column(subject)} = :id", id=subject.id
        )
        return {Permission(row["name"]): Effect(row["effect"]) for row in rows}

    def set_permission(
        self,
        actor: Actor,
        subject: User | Group,
        permission: Permission,
        effect: Effect | None,
    ) -> None:
        """Allow, deny, or (None) leave to what is inherited."""
        with self._database.atomic():
            self.require(actor, Permission.ADMIN)
            self.write_permission(actor, subject, permission, effect)

    def write_permission(
        self,
        actor: Actor,
        subject: User | Group,
        permission: Permission,
        effect: Effect | None,
    ) -> None:
        """Like `set_permission`, in a transaction that has asked whether the actor may."""
        before = self.said(subject).get(permission)
        if before is effect:
            return
        self._write_permission(subject, permission, effect)
        kind = "user" if isinstance(subject, User) else "group"
        self._audit.add(
            actor,
            "permission",
            f"{kind} {subject.name}: {permission.label}",
            before=before.value if before else "",
            after=effect.value if effect else "",
        )

    def answer(self, user: User, permission: Permission) -> Answer:
        """Whether the user may, as of now, and why."""
        active = self._database.value("SELECT active FROM users WHERE id = :id", id=user.id)
        own = self._database.value(
            "SELECT effect FROM permissions WHERE user_id = :id AND name = :name",
            id=user.id,
            name=permission.value,
        )
        groups = self._database.all(
            "SELECT groups.name, permissions.effect FROM memberships"
            " JOIN groups ON groups.id = memberships.group_id"
            " LEFT JOIN permissions"
            " ON permissions.group_id = groups.id AND permissions.name = :permission"
            " WHERE memberships.user_id = :id ORDER BY groups.name",
            id=user.id,
            permission=permission.value,
        )
        says = [Say(name, Effect(effect) if effect else None) for name, effect in groups]
        return effective(bool(active), Effect(own) if own else None, says)

    def require(self, actor: Actor, permission: Permission) -> None:
        """Raise Refused, with the reason, unless the actor may."""
        answer = self.answer(actor.user, permission)
        if not answer.allowed:
            raise Refused(
                f"You do not have {permission.label} ({answer.reason}).",
                _REMEDY,
            )

    def require_any(self, actor: Actor, permissions: Sequence[Permission]) -> None:
        """Raise Refused, with the reasons, unless the actor has at least one of them."""
        refusal = self.lacks_all(actor, permissions)
        if refusal is not None:
            raise refusal

    def lacks_all(self, actor: Actor, permissions: Sequence[Permission]) -> Refused | None:
        """The refusal of an actor who has none of these permissions; None for any other."""
        reasons: dict[str, None] = {}
        for permission in permissions:
            answer = self.answer(actor.user, permission)
            if answer.allowed:
                return None
            reasons[answer.reason] = None
        labels = ", ".join(permission.label for permission in permissions)
        return Refused(f"You have none of {labels} ({'; '.join(reasons)}).", _REMEDY)

    def require_active(self, actor: Actor) -> None:
        """Raise Refused when the actor has been deactivated."""
        if not self._database.value("SELECT active FROM users WHERE id = :id", id=actor.user.id):
            raise Refused(f"{actor.user.name} is deactivated.", _REMEDY)

    def _set_active(self, actor: Actor, name: str, *, active: bool) -> User:
        with self._database.atomic():
            self.require(actor, Permission.ADMIN)
            user = self.known_user(name)
            if user.active is not active:
                self._database.run(
                    "UPDATE users SET active = :active WHERE id = :id",
                    active=int(active),
                    id=user.id,
                )
                words = ("deactivated", "active")
                self._audit.add(
                    actor, "user", user.name, before=words[not active], after=words[active]
                )
        return User(user.id, user.name, active)

    def _insert_user(self, name: str) -> User:
        user_id = self._database.insert(
            "INSERT INTO users (name, created_at) VALUES (:name, :now)",
            name=name,
            now=to_text(self._context.now()),
        )
        return User(user_id, name)

    def _write_permission(
        self, subject: User | Group, permission: Permission, effect: Effect | None
    ) -> None:
        column = _column(subject)
        values = {"id": subject.id, "name": permission.value}
        if effect is None:
            self._database.run(
                f"DELETE FROM permissions WHERE {column} = :id AND name = :name", **values
            )
            return
        self._database.run(
            f"INSERT INTO permissions ({column}, name, effect) VALUES (:id, :name, :effect)"
            f" ON CONFLICT ({column}, name) WHERE {column} IS NOT NULL"
            " DO UPDATE SET effect = excluded.effect",
            **values,
            effect=effect.value,
        )


def _column(subject: User | Group) -> str:
    return "user_id" if isinstance(subject, User) else "group_id"


def _user(row: Row) -> User:
    return User(row["id"], row["name"], bool(row["active"]))


def checked_name(name: str, noun: str) -> str:
    """The name of a user or a group as it will be stored, or Invalid."""
    name = " ".join(name.split())
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        raise Invalid(
            f"A {noun}'s name has 1 to {_NAME_LIMIT} printable characters.", "Nothing was changed."
        )
    return name
