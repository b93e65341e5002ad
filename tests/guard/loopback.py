"""Holds a process to this machine: sockets reach loopback addresses and local files only.

Imports the standard library only, for child processes load it before anything else.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any


class LeftThisMachine(BaseException):
    """A test tried to reach another machine. No `Exception`, so that no retry swallows it."""


def allowed(address: Any) -> bool:
    """Whether an address, as the socket module takes it, is on this machine."""
    if not isinstance(address, tuple):
        return True  # a path of AF_UNIX
    host = address[0].decode() if isinstance(address[0], bytes) else address[0]
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False  # a name would ask a resolver on another machine


def install() -> None:
    """Puts the guard in place for the rest of the process; a second time changes nothing."""
    if "connect" in vars(socket.socket):
        return
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _method(name))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _lookup(getattr(socket, name)))


def _method(name: str) -> Callable[..., Any]:
    """A method of the socket that looks at its address, the last argument, before it acts."""
    original = getattr(socket.SocketType, name)

    def checked(self: socket.socket, *arguments: Any) -> Any:
        _demand(arguments[-1])
        return original(self, *arguments)

    return checked


def _lookup(original: Callable[..., Any]) -> Callable[..., Any]:
    """A look-up of names that answers at once for `.invalid`, which by RFC 6761 is nowhere."""

    def checked(host: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(host, str) and host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        _demand((host, 0))
        return original(host, *arguments, **named)

    return checked


def _demand(address: Any) -> None:
    if not allowed(address):
        raise LeftThisMachine(f"a test tried to reach {address!r}; tests stay on this machine")
