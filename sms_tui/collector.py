"""Python's garbage collector, kept from running while somebody types.

A full collection with a lead open stops the program for 11 ms, as long as three keys take, and by
itself it comes whenever enough has been made, so at a key. Here it waits for a pause, unless so
much has been made meanwhile that waiting longer would make it a long one: each lead that is opened
leaves 2.3 MB behind. The small collections, a tenth of a millisecond each, go on by themselves.
"""

from __future__ import annotations

import gc
from time import monotonic

# Seconds. Without keys it is only the worker that makes garbage, and not much of it.
_PAUSE, _AT_LEAST_EVERY = 1.0, 60.0
# Python's own unit, some 7,000 things made: about ten leads one after the other, or a minute of
# typing without a pause. Twice what it is by itself.
_MOST = 20


class Collector:
    """Runs full collections when asked in a pause; does nothing unless `start` found it off."""

    def __init__(self) -> None:
        self._started = False
        self._touched_at = self._collected_at = monotonic()

    def start(self) -> None:
        """Turn the collector on again if it was off for the start, sparing what that made."""
        if not gc.isenabled():
            self._started = True
            gc.freeze()
            young, middle, _ = gc.get_threshold()
            gc.set_threshold(young, middle, _MOST)
            gc.enable()

    def touched(self) -> None:
        """A key or the mouse was used."""
        self._touched_at = monotonic()

    def look(self) -> None:
        """Is this a pause after something was done, or has it been long? Then collect."""
        now = monotonic()
        if not self._started or now - self._touched_at < _PAUSE:
            return
        if self._collected_at < self._touched_at or now - self._collected_at > _AT_LEAST_EVERY:
            self._collected_at = now
            gc.collect()
