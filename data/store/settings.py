"""Settings an admin saves in the store; what the configuration pins cannot be changed here."""

from __future__ import annotations

from typing import Any

from data.clock import to_text
from data.errors import Conflict, Invalid, Refused
from data.models import Actor, Permission
from data.rules import Rules
from data.store import setting_checks, setting_texts
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People
from data.store.setting_values import KEYS, decode, encode, value_of, with_value

# A value nobody can have seen: saving does not look at what was there before.
_UNSEEN = object()


class Settings:
    """Reading and saving the settings behind `Rules`."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people

    def rules(self) -> Rules:
        """The settings in force."""
        return self._context.rules()

    def pinned(self) -> frozenset[str]:
        """The settings that the configuration fixes."""
        return frozenset(self._context.pinned)

    def value(self, key: str) -> Any:
        """The value in force of one setting, or Invalid when there is no such setting."""
        if key not in KEYS:
            raise Invalid(f"There is no setting {key}.", f"The settings are: {', '.join(KEYS)}.")
        return value_of(self._context.rules(), key)

    def problems(self, key: str, text: str) -> tuple[str, ...]:
        """What is wrong with what a person typed for a setting; empty when it can be saved."""
        try:
            value = setting_texts.read(key, text)
        except Invalid as problem:
            return (str(problem),)
        return tuple(setting_checks.problems(with_value(self._context.rules(), key, value), key))

    def save_text(self, actor: Actor, key: str, text: str, *, before: str | None = None) -> Any:
        """Save what a person typed; gives the value it means. `before` is as in `save`."""
        self._people.require(actor, Permission.ADMIN)
        value = setting_texts.read(key, text)
        seen = _UNSEEN if before is None else setting_texts.read(key, before)
        self.save(actor, key, value, before=seen)
        return value

    def save(self, actor: Actor, key: str, value: Any, *, before: Any = _UNSEEN) -> None:
        """Save one setting; held messages are asked again, for their reason may be gone.

        `before` is the value the admin saw: when it is another one by now, nothing is saved.
        """
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            if key in self._context.pinned:
                raise Refused(
                    f"{key} is fixed by the configuration.",
                    "Change it in the configuration file, or take it out there.",
                )
            text = encode(value)
            rules = self._context.rules()
            found = setting_checks.problems(with_value(rules, key, decode(key, text)), key)
            if found:
                raise Invalid(" ".join(found), "Nothing was changed.")
            present = value_of(rules, key)
            if before is not _UNSEEN and before != present:
                raise Conflict(
                    f"Somebody else set {key} to “{setting_texts.write(present)}” meanwhile.",
                    "Your change was not saved; look at it as it is now.",
                )
            if text != encode(present):
                self._write(actor, key, encode(present), text)
        self._context.forget_rules()

    def _write(self, actor: Actor, key: str, before: str, after: str) -> None:
        self._database.run(
            "INSERT INTO settings (key, value, updated_at) VALUES (:key, :value, :now)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
            " updated_at = excluded.updated_at",
            key=key,
            value=after,
            now=to_text(self._context.now()),
        )
        self._database.run(
            "UPDATE messages SET not_before = NULL WHERE status = 'queued'"
            " AND not_before IS NOT NULL"
        )
        self._audit.add(actor, "setting", key, before=before, after=after)
