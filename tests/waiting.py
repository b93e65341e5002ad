"""Waiting for what another thread or process brings about."""

from __future__ import annotations

import time
from collections.abc import Callable


def eventually(condition: Callable[[], bool], seconds: float = 10) -> float:
    """Wait until the condition holds and give how long that took, in seconds; fail after that."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() < start + seconds, f"it did not happen within {seconds} seconds"
        time.sleep(0.01)
    return time.monotonic() - start
