"""Following messages that left: their delivery status by id, lost answers by our reference.

A status change does not move a record into a later window, so open messages are asked for again,
less and less often, the last time 72 hours after they were claimed. A message whose answer was lost
(uncertain), or whose answer carried no id, is looked for among the carrier's records of the time it
was sent, by the reference that only it carries. Not finding it proves nothing: it stays uncertain.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from data.carriage import Page, ReportRecord
from data.clock import Clock
from data.store import Store
from data.store.reports import OpenMessage
from sms_tui.carrier import Carrier, CarrierProblem
from sms_tui.pause import Pause
from sms_tui.polling import Polling

# The carrier's time of a message lies this close around our claim of it.
BEFORE, AFTER = timedelta(minutes=2), timedelta(minutes=10)
RETRY_AFTER = 15.0
# Up to so many lost answers are looked for one by one, among the texts to the number of each: every
# record that is read costs, and others may be thousands.
FEW = 10
# How many messages are asked for in one go.
AT_ONCE = 100

_log = logging.getLogger(__name__)


class Tracking:
    """Asks one carrier about the open messages of one store."""

    def __init__(
        self, store: Store, carrier: Carrier | None, clock: Clock, polling: Polling
    ) -> None:
        self._store = store
        self._carrier = carrier
        self._clock = clock
        self._polling = polling
        self._retry = Pause(clock)
        self._moved = 0

    @property
    def problem(self) -> str:
        """Why the carrier could not be asked the last time; "" when it could."""
        return self._polling.statuses_problem

    def run_if_due(self, fence: int) -> None:
        """Ask about the messages whose next look is due."""
        due = self._store.reports.next_look()
        if due is not None and due <= self._clock() and self._retry.over:
            self.run(fence)

    def run(self, fence: int, *, everything: bool = False) -> int:
        """Ask now; how many messages moved. Trouble is noted and tried again later."""
        messages = self._store.reports.open_messages(everything=everything)
        if not everything:
            # The rest is still due at the next tick: replies are read in between.
            messages = messages[:AT_ONCE]
        self._moved = 0
        if self._carrier is None:
            return 0
        try:
            self._ask(self._carrier, messages, fence)
            self._note("")
        except CarrierProblem as problem:
            self._note(self._polling.words(problem))
            self._retry.begin(max(RETRY_AFTER, self._polling.wait(problem)))
        return self._moved

    def _ask(self, carrier: Carrier, messages: list[OpenMessage], fence: int) -> None:
        known = [message for message in messages if message.carrier_id]
        for first in range(0, len(known), AT_ONCE):
            some = known[first : first + AT_ONCE]
            self._by_id(carrier, some, fence)
            self._store.reports.looked(some)
        lost = [message for message in messages if not message.carrier_id]
        if lost:
            look = self._by_reference if len(lost) > FEW else self._one_by_one
            look(carrier, lost, fence)
            self._store.reports.looked(lost)

    def _note(self, problem: str) -> None:
        """Keep it where people look: a refusal of these questions lasts until somebody acts."""
        if problem:
            _log.warning("statuses could not be read: %s", problem)
        if problem != self._polling.statuses_problem:
            self._polling.statuses_problem = problem
            self._store.worker.poll_state("", problem)

    def _by_id(self, carrier: Carrier, messages: list[OpenMessage], fence: int) -> None:
        """Ask under each product for the ids not yet found under another."""
        missing = {message.carrier_id for message in messages if message.carrier_id}
        for product in carrier.products:
            if not missing:
                break
            page = carrier.statuses(product, sorted(missing))
            self._store.worker.renew(fence)
            self._store.polls.counts.add(product, len(page.records) + len(page.bad))
            self._polling.carrier_clock.learn(page.carrier_now)
            self._apply(page.records)
            missing -= {record.carrier_id for record in page.records}

    def _one_by_one(self, carrier: Carrier, messages: list[OpenMessage], fence: int) -> None:
        """Read only the records of texts to the number of each message."""
        for message in messages:
            start, end = self._when(message)
            for product in carrier.products if start < end else ():
                pages = carrier.sent(product, start, end, message.to)
                if self._found(product, pages, {message.client_ref}, fence):
                    break

    def _when(self, message: OpenMessage) -> tuple[datetime, datetime]:
        """The carrier's time in which it may have been sent."""
        start = self._polling.carrier_clock.time(message.claimed_at) - BEFORE
        end = self._polling.carrier_clock.time(message.latest) + AFTER
        return start, min(end, self._polling.carrier_clock.newest())

    def _found(
        self, product: str, pages: Iterable[Page[ReportRecord]], wanted: set[str], fence: int
    ) -> set[str]:
        """Apply the records with these references; which of them there were."""
        met: set[str] = set()
        for page in pages:
            self._store.worker.renew(fence)
            self._store.polls.counts.add(product, len(page.records) + len(page.bad))
            found = [record for record in page.records if record.client_ref in wanted]
            self._apply(found)
            met |= {record.client_ref for record in found if record.client_ref}
        return met

    def _by_reference(self, carrier: Carrier, messages: list[OpenMessage], fence: int) -> None:
        """Read the records of the time each may have been sent; overlapping times are read once."""
        wanted = {message.client_ref for message in messages}
        read_until = None
        for message in sorted(messages, key=lambda m: m.claimed_at):
            if message.client_ref not in wanted:
                continue
            start, end = self._when(message)
            if read_until is not None:
                start = max(start, read_until)
            if start >= end:
                continue
            read_until = end
            for product in carrier.products:
                wanted -= self._found(product, carrier.sent(product, start, end), wanted, fence)

    def _apply(self, records: Sequence[ReportRecord]) -> None:
        self._moved += sum(self._store.reports.apply(record) for record in records)
