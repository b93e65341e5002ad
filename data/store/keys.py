"""SSH public keys: whose each one is, and which of them still open the door.

A key belongs to one user for good. It is revoked, never deleted, and never comes back: who lost a
key makes a new one. Adding and revoking needs Admin and is on the audit log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.clock import from_text, from_text_or_none, to_text
from data.errors import Invalid, NotFound
from data.models import Actor, Permission, User
from data.sqlite import Row
from data.ssh_key import PublicKey, parse
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People

# Typed by hand, a fingerprint may be cut short, but not to where another one could be meant.
SHORTEST = len("SHA256:") + 6

_KEYS = (
    "SELECT fingerprint, type, key, comment, added_at, revoked_at, users.name AS user,"
    " users.active AS user_active FROM ssh_keys JOIN users ON users.id = user_id"
)


@dataclass(frozen=True, slots=True)
class SshKey:
    """A user's key. `active` is whether it opens the door now: not revoked, its user active."""

    user: str
    fingerprint: str
    type: str
    key: str
    comment: str
    added_at: datetime
    revoked_at: datetime | None
    active: bool


class Keys:
    """The operations on keys."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people

    def add(self, actor: Actor, user: User, text: str) -> SshKey:
        """Give a user the one key of a `.pub` file's text."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            public = parse(text)
            self._refuse_known(public, user)
            self._database.insert(
                "INSERT INTO ssh_keys (user_id, fingerprint, type, key, comment, added_at)"
                " VALUES (:user_id, :fingerprint, :type, :key, :comment, :now)",
                user_id=user.id,
                fingerprint=public.fingerprint,
                type=public.type,
                key=public.key,
                comment=public.comment,
                now=to_text(self._context.now()),
            )
            subject = f"{user.name}: {public.fingerprint}"
            self._audit.add(actor, "key", subject, after="added", note=public.comment)
        return self.known(public.fingerprint)

    def revoke(self, actor: Actor, fingerprint: str) -> SshKey:
        """Close the door to a key for good; a session it opened ends."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            key = self.known(fingerprint)
            if key.revoked_at is not None:
                return key
            self._database.run(
                "UPDATE ssh_keys SET revoked_at = :now WHERE fingerprint = :fingerprint",
                now=to_text(self._context.now()),
                fingerprint=key.fingerprint,
            )
            subject = f"{key.user}: {key.fingerprint}"
            self._audit.add(actor, "key", subject, before="added", after="revoked")
        return self.known(key.fingerprint)

    def list(self, user: User | None = None) -> list[SshKey]:
        """Everyone's keys, or one user's, the revoked included, in the order they were added."""
        rows = self._database.all(
            f"{_KEYS} WHERE :user_id IS NULL OR user_id = :user_id"
            " ORDER BY users.name, ssh_keys.id",
            user_id=user.id if user else None,
        )
        return [_key(row) for row in rows]

    def find(self, fingerprint: str) -> SshKey | None:
        """The key of that fingerprint, whether or not it is still good."""
        row = self._database.one(
            f"{_KEYS} WHERE fingerprint = :fingerprint", fingerprint=fingerprint
        )
        return None if row is None else _key(row)

    def known(self, fingerprint: str) -> SshKey:
        """The key of that fingerprint or of an unmistakable beginning of it, or NotFound."""
        found = [key for key in self.list() if key.fingerprint.startswith(fingerprint)]
        if len(found) != 1 or len(fingerprint) < SHORTEST:
            raise NotFound(f"There is no one key {fingerprint}.", "See them with: sms-tui key list")
        return found[0]

    def admits(self, user: User, fingerprint: str | None = None) -> bool:
        """Whether a session of that user, opened by that key, may go on.

        Of a session whose key is not known, it is asked whether its user still has a good one, or
        never had any.
        """
        row = self._database.one(
            "SELECT active, (SELECT count(*) FROM ssh_keys WHERE user_id = users.id) AS keys,"
            " (SELECT count(*) FROM ssh_keys WHERE user_id = users.id AND revoked_at IS NULL"
            " AND (:fingerprint IS NULL OR fingerprint = :fingerprint)) AS good"
            " FROM users WHERE id = :id",
            id=user.id,
            fingerprint=fingerprint,
        )
        if row is None or not row["active"]:
            return False
        return bool(row["good"]) or (fingerprint is None and not row["keys"])

    def _refuse_known(self, public: PublicKey, user: User) -> None:
        key = self.find(public.fingerprint)
        if key is None:
            return
        if key.revoked_at is not None:
            raise Invalid(
                f"This key of {key.user} was revoked on {key.revoked_at:%Y-%m-%d}.",
                "A revoked key never comes back: make a new one.",
            )
        if key.user == user.name:
            raise Invalid(f"{user.name} has this key already.", "Nothing was changed.")
        raise Invalid(
            f"This is the key of {key.user}: a key is one person's.",
            "Let each person make one of their own.",
        )


def _key(row: Row) -> SshKey:
    return SshKey(
        user=row["user"],
        fingerprint=row["fingerprint"],
        type=row["type"],
        key=row["key"],
        comment=row["comment"],
        added_at=from_text(row["added_at"]),
        revoked_at=from_text_or_none(row["revoked_at"]),
        active=bool(row["user_active"]) and row["revoked_at"] is None,
    )
