"""The store: every fact the program keeps, behind named operations grouped by subject.

Nothing outside `data` writes SQL. The groups of operations here are the seam behind which another
database could stand: none of them hands out a connection or a cursor. A store belongs to the thread
that opened it; `clone()` opens a second connection for another thread.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.clock import Clock, utc_now
from data.database import connect
from data.migrations import migrate
from data.rules import Rules
from data.store.context import Context

if TYPE_CHECKING:
    from data.store.access import Access
    from data.store.audit import Audit
    from data.store.categories import Categories
    from data.store.checks import Checks
    from data.store.consents import Consents
    from data.store.dispatch import Dispatch
    from data.store.drafts import Drafts
    from data.store.gatekeeper import Gatekeeper
    from data.store.groups import Groups
    from data.store.health import Checkup
    from data.store.inbox import Inbox
    from data.store.keys import Keys
    from data.store.lead_import import LeadImport
    from data.store.leads import Leads
    from data.store.ledger import Ledger
    from data.store.lifting import Lifting
    from data.store.log import Log
    from data.store.outbox import Outbox
    from data.store.people import People
    from data.store.polls import Polls
    from data.store.reading import Reading
    from data.store.received import Received
    from data.store.reports import Reports
    from data.store.safeguards import Safeguards
    from data.store.search import Search
    from data.store.searches import Searches
    from data.store.settings import Settings
    from data.store.word_trial import WordTrial
    from data.store.worker import Worker


class Store:
    """One open database and its groups of operations, each loaded when it is first asked for."""

    def __init__(self, context: Context) -> None:
        self._database = context.database
        self._context = context

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        pinned: Mapping[str, Any] | None = None,
        clock: Clock = utc_now,
        zone: tzinfo = UTC,
        own_numbers: Collection[str] = (),
        sending_number: str = "",
        create: bool = True,
    ) -> Store:
        """Open the database, bring its schema up to date, and make it if `create` allows.

        `zone`, `own_numbers` and `sending_number`: see `Context`.
        """
        database = connect(path, create=create)
        try:
            migrate(database)
            return cls(Context(database, clock, pinned or {}, zone, own_numbers, sending_number))
        except BaseException:
            database.close()
            raise

    @property
    def path(self) -> Path:
        return self._database.path

    def clone(self) -> Store:
        """The same store over a second connection, to be used by the thread that calls this."""
        return Store.open(self.path, **self._context.given(), create=False)

    def version(self) -> int:
        """A number that changes when another connection has changed the store."""
        return self._database.version()

    def rules(self) -> Rules:
        """The settings in force."""
        return self._context.rules()

    def backup(self, target: Path) -> None:
        """Write a consistent copy to a new file, while everyone goes on working."""
        from data.store.backup import write_copy

        write_copy(self._database, target)

    def interrupt(self) -> None:
        """Stop the query another thread has running on this store."""
        self._database.connection.interrupt()

    def close(self) -> None:
        self._database.close()

    @cached_property
    def audit(self) -> Audit:
        from data.store.audit import Audit

        return Audit(self._context)

    @cached_property
    def people(self) -> People:
        from data.store.people import People

        return People(self._context, self.audit)

    @cached_property
    def groups(self) -> Groups:
        from data.store.groups import Groups

        return Groups(self._context, self.audit, self.people)

    @cached_property
    def access(self) -> Access:
        from data.store.access import Access

        return Access(self._context, self.people, self.groups)

    @cached_property
    def keys(self) -> Keys:
        from data.store.keys import Keys

        return Keys(self._context, self.audit, self.people)

    @cached_property
    def settings(self) -> Settings:
        from data.store.settings import Settings

        return Settings(self._context, self.audit, self.people)

    @cached_property
    def word_trial(self) -> WordTrial:
        from data.store.word_trial import WordTrial

        return WordTrial(self._context, self.audit, self.people)

    @cached_property
    def checks(self) -> Checks:
        from data.store.checks import Checks

        return Checks(self._context, self.audit, self.people)

    @cached_property
    def categories(self) -> Categories:
        from data.store.categories import Categories

        return Categories(self._context, self.audit, self.people)

    @cached_property
    def ledger(self) -> Ledger:
        from data.store.ledger import Ledger

        return Ledger(self._context)

    @cached_property
    def consents(self) -> Consents:
        from data.store.consents import Consents

        return Consents(self._context, audit=self.audit, people=self.people, ledger=self.ledger)

    @cached_property
    def leads(self) -> Leads:
        from data.store.leads import Leads

        return Leads(self._context, self.audit, self.people, self.ledger)

    @cached_property
    def lead_import(self) -> LeadImport:
        from data.store.lead_import import LeadImport

        return LeadImport(self._context, self.people)

    @cached_property
    def inbox(self) -> Inbox:
        from data.store.inbox import Inbox

        return Inbox(self._context)

    @cached_property
    def log(self) -> Log:
        from data.store.log import Log

        return Log(self._context, self.ledger)

    @cached_property
    def reading(self) -> Reading:
        from data.store.reading import Reading

        return Reading(self._context, self.audit, self.people, self.leads, self.log, self.ledger)

    @cached_property
    def search(self) -> Search:
        from data.store.search import Search

        return Search(self._context)

    @cached_property
    def searches(self) -> Searches:
        from data.store.searches import Searches

        return Searches(self._context, self.audit, self.people)

    @cached_property
    def drafts(self) -> Drafts:
        from data.store.drafts import Drafts

        return Drafts(self._context)

    @cached_property
    def worker(self) -> Worker:
        from data.store.worker import Worker

        return Worker(self._context)

    @cached_property
    def polls(self) -> Polls:
        from data.store.polls import Polls

        return Polls(self._context)

    @cached_property
    def checkup(self) -> Checkup:
        from data.store.health import Checkup

        return Checkup(self._context)

    @cached_property
    def gatekeeper(self) -> Gatekeeper:
        from data.store.gatekeeper import Gatekeeper

        return Gatekeeper(self._context, self.people, self.ledger, self.safeguards)

    @cached_property
    def safeguards(self) -> Safeguards:
        from data.store.safeguards import Safeguards

        return Safeguards(self._context, self.ledger)

    @cached_property
    def outbox(self) -> Outbox:
        from data.store.outbox import Outbox

        return Outbox(
            self._context,
            audit=self.audit,
            people=self.people,
            leads=self.leads,
            inbox=self.inbox,
            log=self.log,
            categories=self.categories,
            gatekeeper=self.gatekeeper,
            drafts=self.drafts,
        )

    @cached_property
    def lifting(self) -> Lifting:
        from data.store.lifting import Lifting

        return Lifting(self._context, self.audit, self.people, self.ledger)

    @cached_property
    def dispatch(self) -> Dispatch:
        from data.store.dispatch import Dispatch

        return Dispatch(
            self._context, self.leads, self.ledger, self.gatekeeper, self.worker, self.safeguards
        )

    @cached_property
    def reports(self) -> Reports:
        from data.store.reports import Reports

        return Reports(self._context, self.ledger)

    @cached_property
    def received(self) -> Received:
        from data.store.received import Received

        ledger, inbox, outbox = self.ledger, self.inbox, self.outbox
        return Received(self._context, leads=self.leads, ledger=ledger, inbox=inbox, outbox=outbox)
