"""What children saw, in a file that outlives them: one JSON object per line, one write each."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


class Evidence:
    """Appending is one system call: a kill leaves a whole line or none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)

    def note(self, what: str, **facts: Any) -> None:
        os.write(
            self._file, json.dumps({"what": what, "pid": os.getpid(), **facts}).encode() + b"\n"
        )

    def of(self, what: str) -> list[dict[str, Any]]:
        """Everything noted under this name, in order."""
        lines = (json.loads(line) for line in self._path.read_text().splitlines())
        return [line for line in lines if line["what"] == what]
