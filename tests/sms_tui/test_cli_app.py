"""`sms-tui` without a command and `sms-tui --demo`, on a real terminal, from start to end."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from desk import Desk
from sms_tui.config_paths import default_database

ROOT = Path(__file__).parents[2]
CTRL_Q = b"\x11"


def left_at(words: bytes, line: Sequence[str], environment: dict[str, str]) -> int:
    """Run the app on a terminal, leave it once these words are on it; the exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", **environment}
    with subprocess.Popen(
        line, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        seen, left, deadline = b"", False, time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    seen += os.read(ours, 65_536)
                except OSError:  # the other end is closed
                    break
            if words in seen and not left:
                os.write(ours, CTRL_Q)
                left = True
        os.close(ours)
        if not left:
            process.kill()
        assert left, seen[-2_000:]
        return process.wait(30)


def test_the_demo_opens_with_its_leads_and_leaves_nothing_behind(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "sms_tui", "--demo"]
    assert left_at(b"D-10482", line, {"TMPDIR": str(tmp_path)}) == 0
    assert list(tmp_path.iterdir()) == []
    assert not default_database().exists()


@pytest.mark.parametrize("environment", [{}, {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}])
def test_the_app_opens_on_the_users_own_database(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    desk = Desk(tmp_path / "firm.db")
    desk.lead("LT-10482")
    line = [sys.executable, "-m", "sms_tui", "--database", str(desk.database)]
    assert left_at(b"LT-10482", line, environment) == 0
    with desk.store() as store:
        assert not store.worker.health().alive
