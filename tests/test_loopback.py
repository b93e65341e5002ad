"""The guard that keeps the tests on this machine bites, here and in child processes."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest

from guard.loopback import LeftThisMachine, allowed

ELSEWHERE = "192.0.2.1"  # RFC 5737: for documentation, nobody's


@pytest.mark.parametrize("address", [("127.0.0.1", 1), ("127.9.9.9", 1), ("::1", 1, 0, 0)])
def test_this_machines_addresses_are_allowed(address: tuple[object, ...]) -> None:
    assert allowed(address)
    assert allowed(("localhost", 1))
    assert allowed("/run/socket")


@pytest.mark.parametrize("host", [ELSEWHERE, "api.nexmo.com", "2001:db8::1", "0.0.0.0"])
def test_other_addresses_and_names_are_not(host: str) -> None:
    assert not allowed((host, 443))


def test_no_connection_leaves() -> None:
    with socket.socket() as tcp:
        with pytest.raises(LeftThisMachine):
            tcp.connect((ELSEWHERE, 443))
        with pytest.raises(LeftThisMachine):
            tcp.connect_ex((ELSEWHERE, 443))


def test_no_datagram_leaves() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as udp, pytest.raises(LeftThisMachine):
        udp.sendto(b"", 0, (ELSEWHERE, 53))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(LeftThisMachine):
        urlopen("https://api.nexmo.com")
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("carrier.invalid", 443)


async def test_an_event_loop_is_held_as_well() -> None:
    with pytest.raises(LeftThisMachine):
        await asyncio.open_connection(ELSEWHERE, 443)


def test_a_listener_on_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_child_process_is_held_as_well() -> None:
    attempt = f"import socket; socket.create_connection(('{ELSEWHERE}', 443), 1)"
    child = subprocess.run([sys.executable, "-c", attempt], capture_output=True, text=True)
    assert child.returncode == 1
    assert "LeftThisMachine" in child.stderr
