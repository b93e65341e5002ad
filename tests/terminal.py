"""A real terminal for the tests: a program on a pty, its screen read by an emulator.

`raw` keeps every byte the program wrote, for the tests that look for what must not be there.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import threading
from collections.abc import Mapping, Sequence

import pyte

from waiting import eventually

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B",
    "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "ctrl+f": "\x06", "ctrl+j": "\n", "ctrl+p": "\x10", "ctrl+q": "\x11", "f1": "\x1bOP",
    "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
}  # fmt: skip


class Terminal:
    """One program on a terminal of its own."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        columns: int = 120,
        lines: int = 36,
    ) -> None:
        self.raw = bytearray()
        self._code: int | None = None
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execve(arguments[0], list(arguments), dict(environment))
        self._resize(columns, lines)
        self._woken, self._wake = os.pipe()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def text(self) -> str:
        """What the screen shows now, line by line."""
        with self._lock:
            # Not `display`, which stumbles over half of a wide character that was written over.
            rows = (self._screen.buffer[y] for y in range(self._screen.lines))
            columns = range(self._screen.columns)
            return "\n".join("".join(row[x].data for x in columns) for row in rows)

    def shows(self, *words: str) -> bool:
        text = self.text()
        return all(word in text for word in words)

    def wait_for(self, *words: str, seconds: float = 20) -> float:
        """Wait until the screen shows all these; gives how long that took, in seconds."""
        try:
            return eventually(lambda: self.shows(*words), seconds)
        except AssertionError:
            raise AssertionError(f"{words} never showed on:\n{self.text()}") from None

    def press(self, *keys: str) -> None:
        """Press named keys; anything else is typed as it is."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def resize(self, columns: int, lines: int) -> None:
        with self._lock:
            self._screen.resize(lines, columns)
        self._resize(columns, lines)

    def close(self) -> int:
        """End the program if it still runs, and give its exit code (negative for a signal)."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)
        return self.wait()

    def hang_up(self) -> None:
        """The terminal goes away, as with a dropped connection."""
        os.write(self._wake, b"!")  # a reader that sits in a read would hold the terminal open
        self._reader.join()
        os.close(self._master)
        self._master = -1

    def wait(self) -> int:
        """Wait for the program's own end; its exit code, also when asked for again."""
        if self._code is None:
            _, status = os.waitpid(self.pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
            self._reader.join(5)
            for end in (self._master, self._wake, self._woken):
                if end >= 0:
                    os.close(end)
        return self._code

    def _resize(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def _read(self) -> None:
        while True:
            ready, _, _ = select.select([self._master, self._woken], [], [])
            if self._woken in ready:
                return
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the program has ended
                return
            if not data:
                return
            with self._lock:
                self.raw += data
                self._stream.feed(data)


def sms_tui(*arguments: str) -> list[str]:
    """The command line of the program under test."""
    return [sys.executable, "-m", "sms_tui.cli", *arguments]


def environment(**more: str) -> dict[str, str]:
    """This process's environment on an ordinary terminal, whose size is the pty's."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    return {**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8", **more}
