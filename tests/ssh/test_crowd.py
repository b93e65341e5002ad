"""Twenty people at once: what their sessions hold in memory, and what they cost while idle."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from data.models import Permission
from ssh_host import SshHost

pytestmark = [pytest.mark.xdist_group("ssh"), pytest.mark.long, pytest.mark.timeout(600)]

SESSIONS = 20
SECONDS = 30
MEBIBYTE = 1 << 20
# A session's own memory, and its share of one processor while nobody types.
MOST_MEMORY = 80 * MEBIBYTE
MOST_PROCESSOR = 0.03


def processes(host: SshHost) -> list[Path]:
    """The sessions' processes, once each has started itself anew."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if str(host.database).encode() in words and words[-3:-2] == [b"--"]:
            found.append(process)
    return found


def memory(process: Path) -> int:
    """Its proportional share of memory, in bytes: what twenty of them share is counted once."""
    lines = (process / "smaps_rollup").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def processor(process: Path) -> float:
    """The seconds of processor time it has used."""
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_twenty_sessions_at_once_are_small_and_quiet(
    host: SshHost, capsys: pytest.CaptureFixture[str]
) -> None:
    host.lead("CROWD-1", "+14155550199")
    names = [f"agent{number}" for number in range(SESSIONS)]
    for name in names:
        host.user(name, Permission.SMS)
    begun = time.monotonic()
    seats = [host.sit_down(name) for name in names]
    for seat, name in zip(seats, names, strict=True):
        seat.wait_for("Inbox", name, seconds=120)
    took = time.monotonic() - begun
    sessions = processes(host)
    assert len(sessions) == SESSIONS
    time.sleep(5)  # until what each does once after its first paint is over
    before = {session: processor(session) for session in sessions}
    time.sleep(SECONDS)  # the measurement itself: how much they use in this time
    idle = [(processor(session) - before[session]) / SECONDS for session in sessions]
    held = [memory(session) for session in sessions]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{SESSIONS} sessions: all painted after {took:.1f} s;"
            f" memory {sum(held) / MEBIBYTE:.0f} MiB, the largest"
            f" {max(held) / MEBIBYTE:.0f} MiB; idle {sum(idle):.1%} of one processor in all,"
            f" the busiest {max(idle):.2%}\n"
        )
    for seat in seats:
        seat.press("ctrl+q")
    assert [seat.wait() for seat in seats] == [0] * SESSIONS
    assert max(held) < MOST_MEMORY
    assert sum(idle) / SESSIONS < MOST_PROCESSOR
