"""The carrier's clock, learned from its answers; windows of records are told in its time.

So a wrong clock of this machine neither skips records nor asks for the future. It does keep texts
from being sent. One wrong answer is put right by the next: it costs a reading, and no record.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from data.clock import SKEW_ALLOWED, Clock
from data.store import Store

# How far the first answer may move the carrier's clock before the window is asked for again.
_TOLERANCE = timedelta(seconds=5)
# How much less than the truth an answer may tell of it.
_ROUNDING = timedelta(seconds=2)
# No carrier's clock is outside these; near the ends of the calendar nothing can be added to it.
_YEARS = range(1990, 2200)

_log = logging.getLogger(__name__)


class CarrierClock:
    """How far the carrier's clock is ahead of this machine's, as last learned."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.ahead = timedelta(0)

    def time(self, moment: datetime) -> datetime:
        """A moment of this host's clock as the carrier's clock shows it."""
        return moment + self.ahead

    def now(self) -> datetime:
        return self.time(self._clock())

    def newest(self) -> datetime:
        """The carrier's time up to which records can be asked for now."""
        return self.now() - self._store.rules().poll_lag

    def learn(self, told: datetime | None) -> bool:
        """Take over the carrier's clock from an answer (whole seconds); True if it moved."""
        if told is None or told.year not in _YEARS:
            return False
        ahead = told - self._clock()
        moved = abs(ahead - self.ahead) > _TOLERANCE
        # Cut to the second, and late by its way here: it is never more than the difference.
        if not ahead <= self.ahead <= ahead + _ROUNDING:
            self.ahead = ahead
        self._store.worker.carrier_clock(self.ahead)
        if moved:
            _log.warning("the carrier's clock differs by %d s", ahead.total_seconds())
            if self.problem:
                # At once: a poll that is about to fail leaves the last good one to send on.
                self._store.worker.poll_state("clock", self.problem)
        return moved

    @property
    def problem(self) -> str:
        """What is wrong with this machine's clock; "" when it is near enough to the carrier's."""
        if abs(self.ahead) <= SKEW_ALLOWED:
            return ""
        way = "behind" if self.ahead > timedelta(0) else "ahead of"
        seconds = abs(round(self.ahead.total_seconds()))
        return f"This machine's clock is {seconds} s {way} the carrier's. Set it by NTP."
