"""What children saw, in a file that outlives them, as a JSON text sequence (RFC 7464)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

BEGIN, END = "\x1e", "\n"


class Evidence:
    """Notes of many processes, some of them killed while writing one.

    The kernel copies a write page by page: a reader may see the first part of a note before the
    rest, and a kill may leave it at that. A note without its end does not count.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)

    def note(self, what: str, **facts: Any) -> None:
        text = json.dumps({"what": what, "pid": os.getpid(), **facts})
        os.write(self._file, f"{BEGIN}{text}{END}".encode())

    def of(self, what: str) -> list[dict[str, Any]]:
        """Everything noted under this name, in order."""
        texts = self._path.read_text().split(BEGIN)
        notes = (json.loads(text) for text in texts if text.endswith(END))
        return [note for note in notes if note["what"] == what]
