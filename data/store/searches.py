"""Who searched for what: one entry in the audit for each query that was settled on."""

from __future__ import annotations

from data.models import Actor, Permission
from data.query import Query
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People


class Searches:
    """The record of searches across all logs, and who may make them."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._database = context.database
        self._audit = audit
        self._people = people

    def require(self, actor: Actor) -> None:
        """Raise Refused unless the actor may search all logs."""
        self._people.require(actor, Permission.SEARCH)

    def settled(self, actor: Actor, query: Query) -> None:
        """Put on record that the actor looked at what the query finds; not for every key typed."""
        with self._database.atomic():
            self.require(actor)
            self._audit.add(actor, "search", query.text)

    def exported(self, actor: Actor, query: Query, target: str, count: int | None = None) -> None:
        """Put on record that the actor takes what the query finds out of the store."""
        with self._database.atomic():
            self.require_export(actor)
            what = "all found" if count is None else f"{count} message{'s' * (count != 1)}"
            self._audit.add(actor, "export", query.text, after=f"{what} to {target}")

    def require_export(self, actor: Actor) -> None:
        """Raise Refused unless the actor may search all logs and take out what is found."""
        self.require(actor)
        self._people.require(actor, Permission.EXPORT)
