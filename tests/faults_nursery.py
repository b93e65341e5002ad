"""Processes to be killed: a nursery that has imported everything forks them in milliseconds.

    with Nursery() as nursery:
        pid = nursery.start(role="worker", …)     # the plan of faults_child.py
        nursery.kill(pid)                         # SIGKILL, gone when this returns
        nursery.wait(pid, seconds=10)             # its exit code, -9 when it was killed

A test's own process has threads and an open store, and must not fork. The nursery has neither. It
reaps its children only when told, so that a number never comes to mean another process, and its
children die with it, as it dies with the test.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).parent
_PR_SET_PDEATHSIG = 1
STILL_RUNNING = 999


class Nursery:
    """The test's end: one question at a time, each answered with one number."""

    def __init__(self) -> None:
        search = [str(_TESTS.parent), str(_TESTS), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "faults_nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        )
        self._lock = threading.Lock()

    def start(self, **plan: Any) -> int:
        """Fork a child with this plan; gives its process number."""
        return self._ask("start", plan)

    def kill(self, pid: int) -> int:
        """Kill a child; what it ended with, for it may have ended before."""
        return self._ask("kill", pid)

    def stop(self, pid: int) -> None:
        """SIGSTOP: it stands still until `go_on`, holding whatever it holds."""
        self._ask("stop", pid)

    def go_on(self, pid: int) -> None:
        self._ask("go_on", pid)

    def wait_stopped(self, pid: int) -> None:
        """Wait until the child has stopped itself."""
        assert self._ask("stopped", pid) == 0, "the child ended instead of stopping"

    def wait(self, pid: int, seconds: float = 20) -> int:
        """The child's exit code; a signal's number is negative."""
        code = self._ask("wait", [pid, seconds])
        assert code != STILL_RUNNING, f"the child did not end within {seconds} seconds"
        return code

    def _ask(self, what: str, of: Any) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            print(json.dumps([what, of]), file=self._process.stdin, flush=True)
            return int(self._process.stdout.readline())

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()


def _serve() -> None:
    """The nursery's end: until the test closes its pipe."""
    from faults_child import import_everything

    import_everything()
    children: set[int] = set()
    try:
        for line in sys.stdin:
            what, of = json.loads(line)
            sys.stdout.write(f"{_answer(what, of, children)}\n")
            sys.stdout.flush()
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _answer(what: str, of: Any, children: set[int]) -> int:
    match what:
        case "start":
            pid = _fork(of)
            children.add(pid)
            return pid
        case "kill":
            os.kill(of, signal.SIGKILL)
            return _ended(of, children, 20)
        case "stop":
            os.kill(of, signal.SIGSTOP)
            return _until_stopped(of, children)
        case "stopped":
            return _until_stopped(of, children)
        case "go_on":
            os.kill(of, signal.SIGCONT)
            return 0
        case "wait":
            return _ended(of[0], children, of[1])
    raise ValueError(what)


def _until_stopped(pid: int, children: set[int]) -> int:
    """0 when it stands still; the nursery has nothing else to do meanwhile."""
    _, status = os.waitpid(pid, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return 0
    children.discard(pid)
    return 1


def _ended(pid: int, children: set[int], seconds: float) -> int:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            children.discard(pid)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    return STILL_RUNNING


def _fork(plan: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        from faults_child import run

        run(plan)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve()
