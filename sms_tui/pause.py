"""A pause by the worker's clock, which a person or NTP may set back meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.clock import Clock

# How far a clock may drift back without being taken for one that was set back.
_DRIFT = timedelta(seconds=1)


class Pause:
    """Over at first, and again so many seconds after `begin`.

    A clock that was set back ends it: else an hour too many would be waited.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun: datetime | None = None
        self._ends = clock()

    def begin(self, seconds: float) -> None:
        self._begun = self._clock()
        self._ends = self._begun + timedelta(seconds=seconds)

    @property
    def left(self) -> float:
        """How many seconds are left of it; 0 when it is over."""
        if self._begun is None:
            return 0.0
        now = self._clock()
        if now >= self._ends or now < self._begun - _DRIFT:
            self._begun = None
            return 0.0
        return (self._ends - now).total_seconds()

    @property
    def over(self) -> bool:
        return self.left == 0.0
