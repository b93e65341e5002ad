"""Reading what clients wrote: by windows of the carrier's time, overlapping, each record once.

The cursor of a product is the carrier's time up to which every record is in the store. A poll
begins an overlap before it, for records may show minutes late; once a day it begins a day and two
hours before, for those that show later. The cursor moves only after all records before it are kept.
Times in windows are the carrier's: its clock is learned from its answers, so a wrong clock here
neither skips records nor asks for the future. It does keep texts from being sent.

What was read is applied even if what should follow it cannot be: the cursor stays, the poll counts
as failed, yet a STOP among it counts. Nor does one product that fails keep another from being read.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from data.carriage import BadRecord, InboundRecord
from data.clock import SKEW_ALLOWED, Clock
from data.errors import Invalid
from data.parts import reading_moment
from data.store import Store
from sms_tui.carrier import Carrier, CarrierProblem
from sms_tui.pause import Pause

# The carrier answers for windows of a day at most.
WINDOW = timedelta(hours=24)
RECONCILE_EVERY = timedelta(hours=24)
# How far back that is read: what was received just before the last time may have shown after it.
RECONCILES = RECONCILE_EVERY + timedelta(hours=2)
# How much less often to ask while nobody looks and no answer is awaited.
QUIET_FACTOR = 4
BACK_OFF = (5.0, 10.0, 20.0, 40.0, 60.0)
# How near to the present a cursor must come; closer, and each look would ask for another one.
_UP_TO_DATE = timedelta(seconds=2)
# How far the first answer may move the carrier's clock before the window is asked for again.
_CLOCK_TOLERANCE = timedelta(seconds=5)
# How much less than the truth an answer may tell of it.
_CLOCK_ROUNDING = timedelta(seconds=2)

# After so many records the lease is renewed: thousands in one window take longer than it lasts.
_RENEW_EACH = 100

_log = logging.getLogger(__name__)


class Polling:
    """Polls every product of one carrier and applies what came."""

    def __init__(
        self, store: Store, carrier: Carrier | None, clock: Clock, watched: Callable[[], bool]
    ) -> None:
        self._store = store
        self._carrier = carrier
        self._clock = clock
        self._watched = watched
        self._offset = timedelta(0)
        self._read_until = clock()
        self._rest = Pause(clock)
        self._failures = 0
        self._received = 0
        # What else the carrier refuses: a poll that goes well must not wipe it out.
        self.statuses_problem = ""

    @property
    def failed(self) -> bool:
        """True when the last poll could not read everything."""
        return self._failures > 0

    @property
    def due(self) -> bool:
        """True when it is time to read again."""
        return self._carrier is not None and self._rest.over

    def run_if_due(self, fence: int) -> bool:
        """Poll when it is time; True when it was done and read everything."""
        if not self.due:
            return False
        self.run(fence)
        return not self.failed

    def run(self, fence: int) -> int:
        """Read every product up to now; how many new messages. Trouble is noted, not raised."""
        if self._carrier is None:
            return 0
        self._received = 0
        self._read_until = self._clock()
        problem: CarrierProblem | None = None
        for product in self._carrier.products:
            try:
                self._product_by_its_clock(self._carrier, product, fence)
            except CarrierProblem as met:
                problem = problem or met
        if problem is None:
            self._succeeded(self._carrier)
        else:
            self._failed(problem)
        return self._received

    def _succeeded(self, carrier: Carrier) -> None:
        self._failures = 0
        self._store.worker.polled(self._read_until)
        if self._clock_problem:
            self._store.worker.poll_state("clock", self._clock_problem)
        else:
            state = "practice" if carrier.name == "practice" else "ok"
            self._store.worker.poll_state(state, self.statuses_problem)
        self._rest.begin(self._interval().total_seconds())

    def _product_by_its_clock(self, carrier: Carrier, product: str, fence: int) -> None:
        """Read a product; once more if the refusal taught us that our clock is ahead."""
        try:
            self._product(carrier, product, fence)
        except CarrierProblem as problem:
            if not self.learn(problem.carrier_now):
                raise
            self._product(carrier, product, fence)

    def carrier_time(self, moment: datetime) -> datetime:
        """A moment of this host's clock as the carrier's clock shows it."""
        return moment + self._offset

    def newest(self) -> datetime:
        """The carrier's time up to which records can be asked for now."""
        return self.carrier_time(self._clock()) - self._store.rules().poll_lag

    def learn(self, carrier_now: datetime | None) -> bool:
        """Take over the carrier's clock from an answer (whole seconds); True if it moved."""
        if carrier_now is None:
            return False
        offset = carrier_now - self._clock()
        moved = abs(offset - self._offset) > _CLOCK_TOLERANCE
        # Cut to the second, and late by its way here: it is never more than the difference.
        if not offset <= self._offset <= offset + _CLOCK_ROUNDING:
            self._offset = offset
        self._store.worker.carrier_clock(self._offset)
        if moved:
            _log.warning("the carrier's clock differs by %d s", offset.total_seconds())
            if self._clock_problem:
                # At once: a poll that is about to fail leaves the last good one to send on.
                self._store.worker.poll_state("clock", self._clock_problem)
        return moved

    @property
    def _clock_problem(self) -> str:
        """What is wrong with this machine's clock; "" when it is near enough to the carrier's."""
        if abs(self._offset) <= SKEW_ALLOWED:
            return ""
        way = "behind" if self._offset > timedelta(0) else "ahead of"
        seconds = abs(round(self._offset.total_seconds()))
        return f"This machine's clock is {seconds} s {way} the carrier's. Set it by NTP."

    def _interval(self) -> timedelta:
        interval = self._store.rules().poll_interval
        if self._watched() or self._store.dispatch.answer_awaited():
            return interval
        return interval * QUIET_FACTOR

    def _product(self, carrier: Carrier, product: str, fence: int) -> None:
        """Walk a product's windows until its cursor has reached the present."""
        through, reconciled_at = self._store.worker.cursor(product)
        now = self._clock()
        # One in the future was written by a clock that ran ahead: it says nothing.
        lately = reconciled_at is not None and timedelta(0) <= now - reconciled_at < RECONCILE_EVERY
        reconciles = not lately
        start = self._start(through, reconciles)
        while self.newest() - start > _UP_TO_DATE:
            end = min(start + WINDOW, self.newest())
            self._window(carrier, product, start, end, fence)
            # The answer may have taught us that our clock is ahead: then `end` was the future.
            end = min(end, self.newest())
            self._store.worker.advance(product, end)
            start = end
        if reconciles:
            self._store.worker.advance(product, start, reconciled_at=now)
        self._note_read(start)

    def _note_read(self, until: datetime) -> None:
        """Remember up to which moment of this host's clock every product has been read.

        Not the moment the reading ended: this process may have stood still since it asked.
        """
        asked = until - self._offset + self._store.rules().poll_lag
        self._read_until = min(self._read_until, asked)

    def _start(self, through: datetime | None, reconciles: bool) -> datetime:
        day_ago = self.newest() - WINDOW
        if through is None:
            return day_ago
        start = min(through, self.newest()) - self._store.rules().poll_overlap
        return min(start, self.newest() - RECONCILES) if reconciles else start

    def _window(
        self, carrier: Carrier, product: str, start: datetime, end: datetime, fence: int
    ) -> None:
        """Everything the carrier received in one window, in the order it was received.

        Raises what kept the window from being read whole, after what was read is applied.
        """
        records: list[InboundRecord] = []
        problem: CarrierProblem | None = None
        try:
            for page in carrier.received(product, start, end):
                self._store.worker.renew(fence)
                self.learn(page.carrier_now)
                records.extend(page.records)
                for bad in page.bad:
                    self._set_aside(product, bad)
        except CarrierProblem as met:
            problem = met
        self._apply(records, fence)
        if problem is not None:
            raise problem

    def _apply(self, records: list[InboundRecord], fence: int) -> None:
        records.sort(key=lambda record: reading_moment(record.at, record.body))
        for count, record in enumerate(records, start=1):
            self._received += self._record(record)
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

    def _failed(self, problem: CarrierProblem) -> None:
        state = "refused" if problem.account else ""
        self._store.worker.poll_state(state, str(problem))
        pause = BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
        self._failures += 1
        # Jitter, so that several hosts do not come back together.
        pause = max(problem.retry_after or 0.0, pause * random.uniform(0.75, 1.25))
        self._rest.begin(pause)
        _log.warning("replies could not be read: %s", problem)
