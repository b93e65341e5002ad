"""A clock that several processes share: the real one, moved by a test as far as it likes."""

from __future__ import annotations

import mmap
import struct
from datetime import datetime, timedelta
from pathlib import Path

from data.clock import utc_now

_SIZE = 8


class SharedClock:
    """The real time and an offset that lives in a file; each process maps it."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(_SIZE))
        with path.open("r+b") as file:
            self._offset = mmap.mmap(file.fileno(), _SIZE)

    def __call__(self) -> datetime:
        return utc_now() + timedelta(seconds=struct.unpack("d", self._offset[:])[0])

    def passes(self, seconds: float) -> None:
        """Move on, or back, for every process that reads this clock."""
        self._offset[:] = struct.pack("d", struct.unpack("d", self._offset[:])[0] + seconds)
