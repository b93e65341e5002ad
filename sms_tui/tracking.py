"""Following messages that left: their delivery status by id, lost answers by our reference.

A status change does not move a record into a later window, so open messages are asked for again,
less and less often, for 72 hours. A message whose answer was lost (uncertain), or whose answer
carried no id, is looked for among the carrier's records of the time it was sent, by the reference
that only it carries. Not finding it proves nothing: it stays uncertain.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from data.carriage import ReportRecord
from data.clock import Clock
from data.store import Store
from data.store.reports import OpenMessage
from sms_tui.carrier import Carrier, CarrierProblem
from sms_tui.pause import Pause
from sms_tui.polling import Polling

# The carrier's time of a message lies this close around our claim of it.
BEFORE, AFTER = timedelta(minutes=2), timedelta(minutes=10)
RETRY_AFTER = 15.0
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
        if self._carrier is None or not messages:
            return 0
        try:
            moved = self._by_id(self._carrier, messages, fence)
            moved += self._by_reference(self._carrier, messages, fence)
        except CarrierProblem as problem:
            _log.warning("statuses could not be read: %s", problem)
            self._retry.begin(max(RETRY_AFTER, problem.retry_after or 0.0))
            return 0
        self._store.reports.looked(messages)
        return moved

    def _by_id(self, carrier: Carrier, messages: list[OpenMessage], fence: int) -> int:
        """Ask under each product for the ids not yet found under another."""
        missing = {message.carrier_id for message in messages if message.carrier_id}
        moved = 0
        for product in carrier.products:
            if not missing:
                break
            page = carrier.statuses(product, sorted(missing))
            self._store.worker.renew(fence)
            self._polling.learn(page.carrier_now)
            moved += self._apply(page.records)
            missing -= {record.carrier_id for record in page.records}
        return moved

    def _by_reference(self, carrier: Carrier, messages: list[OpenMessage], fence: int) -> int:
        """Read the records of the time each may have been sent; overlapping times are read once."""
        wanted = {m.client_ref for m in messages if m.carrier_id is None}
        moved, read_until = 0, None
        for message in sorted(messages, key=lambda m: m.claimed_at):
            if message.client_ref not in wanted:
                continue
            start = self._polling.carrier_time(message.claimed_at) - BEFORE
            end = self._polling.carrier_time(message.latest) + AFTER
            end = min(end, self._polling.newest())
            if read_until is not None:
                start = max(start, read_until)
            if start >= end:
                continue
            read_until = end
            for product in carrier.products:
                for page in carrier.sent(product, start, end):
                    self._store.worker.renew(fence)
                    found = [r for r in page.records if r.client_ref in wanted]
                    moved += self._apply(found)
                    wanted -= {record.client_ref for record in found if record.client_ref}
        return moved

    def _apply(self, records: list[ReportRecord] | tuple[ReportRecord, ...]) -> int:
        return sum(self._store.reports.apply(record) for record in records)
