"""The store: every fact the program keeps, behind named operations grouped by subject.

Nothing outside `data` writes SQL. The groups of operations here are the seam behind which another
database could stand: none of them hands out a connection or a cursor. A store belongs to the thread
that opened it; `clone()` opens a second connection for another thread.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from data.clock import Clock, utc_now
from data.database import Database, connect, make_private, translated
from data.errors import StoreProblem
from data.migrations import migrate
from data.rules import Rules
from data.store.access import Access
from data.store.audit import Audit
from data.store.categories import Categories
from data.store.checks import Checks
from data.store.consents import Consents
from data.store.context import Context
from data.store.dispatch import Dispatch
from data.store.drafts import Drafts
from data.store.gatekeeper import Gatekeeper
from data.store.groups import Groups
from data.store.health import Checkup
from data.store.inbox import Inbox
from data.store.keys import Keys
from data.store.leads import Leads
from data.store.ledger import Ledger
from data.store.log import Log
from data.store.outbox import Outbox
from data.store.people import People
from data.store.received import Received
from data.store.reports import Reports
from data.store.search import Search
from data.store.searches import Searches
from data.store.settings import Settings
from data.store.word_trial import WordTrial
from data.store.worker import Worker


class Store:
    """One open database and its operations."""

    def __init__(
        self, database: Database, pinned: Mapping[str, Any], clock: Clock, zone: tzinfo
    ) -> None:
        self._database = database
        self._pinned = dict(pinned)
        self._clock = clock
        self._zone = zone
        self._context = context = Context(database, clock, pinned, zone)
        self.audit = Audit(context)
        self.people = People(context, self.audit)
        self.groups = Groups(context, self.audit, self.people)
        self.access = Access(context, self.people, self.groups)
        self.keys = Keys(context, self.audit, self.people)
        self.settings = Settings(context, self.audit, self.people)
        self.word_trial = WordTrial(context, self.audit, self.people)
        self.checks = Checks(context, self.audit, self.people)
        self.categories = Categories(context, self.audit, self.people)
        self.ledger = Ledger(context)
        self.consents = Consents(context, audit=self.audit, people=self.people, ledger=self.ledger)
        self.leads = Leads(context, self.audit, self.people, self.ledger)
        self.inbox = Inbox(context)
        self.log = Log(context, self.ledger)
        self.search = Search(context)
        self.searches = Searches(context, self.audit, self.people)
        self.drafts = Drafts(context)
        self.worker = Worker(context)
        self.checkup = Checkup(context)
        self.gatekeeper = Gatekeeper(context, self.people, self.ledger)
        self.outbox = Outbox(
            context,
            audit=self.audit,
            people=self.people,
            leads=self.leads,
            inbox=self.inbox,
            log=self.log,
            categories=self.categories,
            gatekeeper=self.gatekeeper,
            drafts=self.drafts,
        )
        self.dispatch = Dispatch(
            context,
            leads=self.leads,
            ledger=self.ledger,
            gatekeeper=self.gatekeeper,
            worker=self.worker,
        )
        self.reports = Reports(context, self.ledger)
        self.received = Received(
            context, leads=self.leads, ledger=self.ledger, inbox=self.inbox, outbox=self.outbox
        )

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        pinned: Mapping[str, Any] | None = None,
        clock: Clock = utc_now,
        zone: tzinfo = UTC,
        create: bool = True,
    ) -> Store:
        """Open the database, bring its schema up to date, and make it if `create` allows.

        `zone` is the reader's, for dates in the reasons of the gate.
        """
        database = connect(path, create=create)
        try:
            migrate(database)
            return cls(database, pinned or {}, clock, zone)
        except BaseException:
            database.close()
            raise

    @property
    def path(self) -> Path:
        return self._database.path

    def clone(self) -> Store:
        """The same store over a second connection, to be used by the thread that calls this."""
        return Store.open(
            self.path, pinned=self._pinned, clock=self._clock, zone=self._zone, create=False
        )

    def version(self) -> int:
        """A number that changes when another connection has changed the store."""
        return self._database.version()

    def rules(self) -> Rules:
        """The settings in force."""
        return self._context.rules()

    def backup(self, target: Path) -> None:
        """Write a consistent copy to a new file, while everyone goes on working."""
        if os.path.lexists(target):
            raise StoreProblem(f"{target} is already there.", "Give a name that is not taken.")
        if not target.parent.is_dir():
            raise StoreProblem(
                f"There is no folder {target.parent}.", "Make it first, or mount its disk."
            )
        make_private(target)
        try:
            with translated(target):
                self._database.connection.execute("VACUUM INTO ?", (str(target),))
        except BaseException:
            target.unlink()
            raise

    def interrupt(self) -> None:
        """Stop the query another thread has running on this store."""
        self._database.connection.interrupt()

    def close(self) -> None:
        self._database.close()
