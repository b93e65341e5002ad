"""A service that tells systemd when it is at work."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from data.store import Store
from data.store.worker import this_process
from sms_tui.readiness import tell_ready
from sms_tui.worker import Worker
from terminal import environment, sms_tui
from vonage_server import VonageServer, account_environment


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket that systemd listens at."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(20)
        yield listener


def test_nobody_is_told_where_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell_ready()


@pytest.mark.parametrize("name", ["{folder}/notify", "@sms-tui-{pid}"])
def test_systemd_is_told_at_a_path_or_at_a_name_in_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    address = name.format(folder=tmp_path, pid=os.getpid())
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address.replace("@", "\0"))
        listener.settimeout(5)
        tell_ready()
        assert listener.recv(64) == b"READY=1"


def test_a_socket_that_is_gone_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nowhere"))
    tell_ready()


def test_the_worker_is_ready_when_it_has_read_replies(
    tmp_path: Path, systemd: socket.socket
) -> None:
    database = tmp_path / "firm.db"
    with VonageServer() as server:
        given = account_environment(server) | {"NOTIFY_SOCKET": systemd.getsockname()}
        command = sms_tui("--database", str(database), "worker")
        with subprocess.Popen(command, env=environment(**given), stderr=subprocess.PIPE) as worker:
            assert systemd.recv(64) == b"READY=1"
            store = Store.open(database, pinned={})
            health = store.worker.health()
            store.close()
            worker.send_signal(signal.SIGTERM)
            worker.communicate(timeout=20)
    assert (health.alive, health.carrier) == (True, "ok")
    assert health.last_poll_at is not None
    assert worker.returncode == 0


@pytest.mark.parametrize("busy", [False, True])
def test_a_worker_that_stands_by_is_ready_and_says_so_once(tmp_path: Path, busy: bool) -> None:
    from sms_tui.practice import PracticeCarrier

    store, stop, told = Store.open(tmp_path / "firm.db", pinned={}), Event(), list[int]()
    if busy:
        assert store.worker.acquire(this_process()) is not None

    def ready() -> None:
        told.append(1)
        stop.set()

    carrier = PracticeCarrier() if busy else None
    Worker(store, carrier, ready=ready).run(stop)
    store.close()
    assert told == [1]
