"""Python's garbage collector, kept from running while somebody types.

A full collection with a lead open stops the program for 11 ms, as long as three keys take, and by
itself it comes whenever enough has been made, so at a key. Here it waits for a pause. The small
collections, a tenth of a millisecond each, go on by themselves.
"""

from __future__ import annotations

import gc
from time import monotonic

# Seconds. Without keys it is only the worker that makes garbage, and not much of it; a key that is
# held down, or a mouse that moves on and on, does not put it off for ever.
_PAUSE, _AT_LEAST_EVERY, _PUT_OFF_FOR = 1.0, 60.0, 600.0
_NEVER = 1_000_000


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
            gc.set_threshold(young, middle, _NEVER)
            gc.enable()

    def touched(self) -> None:
        """A key or the mouse was used."""
        self._touched_at = monotonic()

    def look(self) -> None:
        """Is this a pause after something was done, or has it been long? Then collect."""
        now = monotonic()
        ago = now - self._collected_at
        in_use = now - self._touched_at < _PAUSE and ago < _PUT_OFF_FOR
        if not self._started or in_use:
            return
        if self._collected_at < self._touched_at or ago > _AT_LEAST_EVERY:
            self._collected_at = now
            gc.collect()
