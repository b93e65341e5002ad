"""One window of the carrier's time: read, counted, and applied in the order it was received.

What was read is applied even if what should follow it cannot be: a STOP among it counts.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from data.carriage import BadRecord, InboundRecord
from data.errors import Invalid
from data.parts import reading_moment
from data.store import Store
from sms_tui.carrier import Carrier, CarrierProblem
from sms_tui.carrier_clock import CarrierClock

# After so many records the lease is renewed: thousands in one window take longer than it lasts.
_RENEW_EACH = 100

_log = logging.getLogger(__name__)


class Windows:
    """Reads windows into one store; `received` counts the new messages."""

    def __init__(self, store: Store, carrier_clock: CarrierClock) -> None:
        self._store = store
        self._carrier_clock = carrier_clock
        self.received = 0

    def read(
        self,
        carrier: Carrier,
        product: str,
        start: datetime,
        end: datetime,
        fence: int,
        shown: datetime | None = None,
    ) -> None:
        """Everything the carrier received in one window.

        What it received before `shown` should have shown in an earlier reading, and how late it did
        is counted; None: nothing can be said of that. Raises what kept the window from being read
        whole, after what was read is applied.
        """
        records: list[InboundRecord] = []
        read, problem = 0, None
        try:
            for page in carrier.received(product, start, end):
                self._store.worker.renew(fence)
                self._carrier_clock.learn(page.carrier_now)
                records.extend(page.records)
                read += len(page.records) + len(page.bad)
                for bad in page.bad:
                    self._set_aside(product, bad)
        except CarrierProblem as met:
            problem = met
        late = self._lateness(records, shown)
        self._apply(records, fence)
        self._store.polls.counts.add(product, read, late)
        if problem is not None:
            raise problem

    def _lateness(self, records: list[InboundRecord], shown: datetime | None) -> list[timedelta]:
        """How late each record that is seen for the first time did show, at most."""
        if shown is None or self._carrier_clock.problem:
            return []
        now, known = self._carrier_clock.now(), self._store.received.known
        return [
            now - record.at if record.at < shown else timedelta(0)
            for record in records
            if not record.defect and not known(record)
        ]

    def _apply(self, records: list[InboundRecord], fence: int) -> None:
        records.sort(key=lambda record: reading_moment(record.at, record.body))
        for count, record in enumerate(records, start=1):
            self.received += self._record(record)
            if count % _RENEW_EACH == 0:
                self._store.worker.renew(fence)

    def _record(self, record: InboundRecord) -> bool:
        try:
            return self._store.received.record(record)
        except (Invalid, ValueError, ArithmeticError):
            # What no check foresaw of one record must not keep its neighbours from being read.
            reference = secrets.token_hex(3).upper()
            why = f"a fault of this program kept it from being read (reference {reference})"
            if self._set_aside(record.product, BadRecord(repr(record), why)):
                _log.exception("a record could not be kept, reference %s", reference)
            return self._without_its_words(record, why)

    def _without_its_words(self, record: InboundRecord, why: str) -> bool:
        """Keep at least that somebody wrote: it closes their number until a person has looked."""
        try:
            return self._store.received.record(replace(record, body="", defect=why))
        except (Invalid, ValueError, ArithmeticError):
            return False

    def _set_aside(self, product: str, bad: BadRecord) -> bool:
        """Keep it for somebody to look at; True, and a line in the log, when it is new."""
        new = self._store.received.set_aside(product, bad)
        if new:
            _log.error("a record of %s was set aside: %s", product, bad.why)
        return new
