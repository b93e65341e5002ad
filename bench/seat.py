"""A program on a pty, without an emulator beside it that would take its processor."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).parent.parent
KEYS = {
    "enter": "\r", "escape": "\x1b", "shift+tab": "\x1b[Z", "pageup": "\x1b[5~", "f3": "\x1bOR",
    "pagedown": "\x1b[6~", "ctrl+u": "\x15", "ctrl+q": "\x11",
}  # fmt: skip
# A moved cursor parts words; any other sequence may stand in the middle of one.
_MOVED = re.compile(rb"\x1b\[[0-9;]*H")
_SEQUENCE = re.compile(
    rb"\x1b\[[0-9;:?<>=$ ]*[@-~]|\x1b\][^\x07\x1b]*\x07|\x1bP[^\x1b]*\x1b\\|\x1b."
)
_GIVE_UP = 20.0  # seconds


class Seat:
    """Somebody at a terminal of 120×36 who presses keys and waits for words."""

    def __init__(self, arguments: Sequence[str], columns: int = 120, lines: int = 36) -> None:
        self.fresh = bytearray()  # what was written since the last key
        kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        environment = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.chdir(ROOT)
            os.execve(arguments[0], list(arguments), environment)

    def __enter__(self) -> Seat:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def press(self, *keys: str) -> float:
        """Press named keys, or type what is no key's name; gives the moment."""
        self.fresh.clear()
        moment = time.perf_counter()
        os.write(self._terminal, "".join(KEYS.get(key, key) for key in keys).encode())
        return moment

    def wait_for(self, *words: str, seconds: float = _GIVE_UP) -> float:
        """Read until all these words were written since the last key; the moment they were."""
        patterns = [re.compile(rf"(?<![\w,]){re.escape(word)}") for word in words]
        text, until = self.text(), time.perf_counter() + seconds
        moment = time.perf_counter()
        while not all(pattern.search(text) for pattern in patterns):
            if not self._read(until - time.perf_counter()):
                lines = [line for line in text.splitlines() if line.strip()]
                raise TimeoutError("\n".join([f"Not written: {words}, but:", *lines[-40:]]))
            moment, text = time.perf_counter(), self.text()
        return moment

    def quiet(self, seconds: float = 0.5) -> int:
        """Read until nothing is written for so long; how many bytes came since the last key."""
        while self._read(seconds):
            pass
        return len(self.fresh)

    def rest(self, seconds: float) -> None:
        """Read for so long, whatever comes."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)

    def text(self) -> str:
        """What was written since the last key, without escape sequences."""
        return _SEQUENCE.sub(b"", _MOVED.sub(b"\n", bytes(self.fresh))).decode(errors="replace")

    def status(self, name: str) -> int:
        """A number of /proc/PID/status, such as VmHWM in kB."""
        text = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(rf"^{name}:\s+(\d+)", text, re.MULTILINE)[0])

    def cpu(self) -> float:
        """Processor seconds it has used in all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program, if need be by force."""
        os.kill(self.pid, signal.SIGTERM)
        until = time.monotonic() + 10
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            self._read(0.02)
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
        os.close(self._terminal)

    def _read(self, seconds: float) -> bool:
        """Take what comes within so long; False when nothing does."""
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._terminal, 65536)
        except OSError:  # the program has ended
            return False
        self.fresh += data
        return bool(data)
