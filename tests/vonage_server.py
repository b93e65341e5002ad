"""A stand-in for Vonage on 127.0.0.1, over real TLS, that can fail in every way a network can.

    server = VonageServer().start()
    server.host, server.ca_path            # for api_host and REQUESTS_CA_BUNDLE
    server.receive("+15551230001", body="YES")
    server.fail_next("reset-after-accept")
    server.posts, server.messages          # every POST seen; texts accepted, by reference
    server.stop()

It lives in threads of the test's process, so programs started by a test can use it too. Faults:

| fault | what happens | a text was taken |
|---|---|---|
| `reset-on-connect`, `timeout-on-connect` | reset or silent in the TLS handshake | no |
| `tls` | a certificate nobody trusts | no |
| `reset-before-read` | handshake, then reset | no |
| `close`, `reset`, `timeout` | request read, then closed, reset, or never answered | no |
| `close-after-accept`, `reset-after-accept`, `timeout-after-accept` | the same | yes |
| `trickle`, `trickle-headers` | the answer comes a byte at a time | yes |
| `truncated` | 202, and less body than announced | yes |
| `empty`, `garbage`, `wrong-json` | 202 (for records: 200) with such a body | yes |
| `redirect` | 307 to itself | no |
| an int, or an `Answer` | that answer | no, except 2xx |

`with server.down():` closes the listener: connections are refused.
"""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import trustme

from vonage_book import Book, Json, Params, Record
from vonage_http import Answer, Handler, Post, error, reset

if TYPE_CHECKING:
    from sms_tui.vonage_account import VonageAccount

__all__ = ["Answer", "Post", "VonageServer", "account", "account_environment", "error"]

ON_CONNECT = ("reset-on-connect", "timeout-on-connect", "tls", "reset-before-read")
AFTER_READ = (
    *("close", "reset", "timeout", "close-after-accept", "reset-after-accept"),
    *("timeout-after-accept", "trickle", "trickle-headers", "truncated", "empty", "garbage"),
    *("wrong-json", "redirect"),
)
Method = Literal["POST", "GET", "any"]


@dataclass(slots=True)
class _Fault:
    what: str | Answer
    times: int
    on: Method


class VonageServer:
    """The stand-in. What it was asked is in `posts` and `gets`; what it knows, in `book`."""

    def __init__(self, api_key: str = "abcd1234", api_secret: str = "S3cr3t-of-the-test") -> None:
        self.api_key = api_key
        self.api_secret = api_secret
        self.application_id = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"
        self.book = Book(api_key)
        self.posts: list[Post] = []
        self.gets: list[Params] = []
        self.messages: dict[str, Record] = {}
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.connections = 0
        self._faults: list[_Fault] = []
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._port = 0
        self._folder = tempfile.TemporaryDirectory(prefix="vonage-server-")
        ca, stranger = trustme.CA(), trustme.CA()
        self.ca_path = str(Path(self._folder.name) / "ca.pem")
        ca.cert_pem.write_to_path(self.ca_path)
        self._tls, self._wrong_tls = _context(ca), _context(stranger)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._port}"

    @cached_property
    def private_key(self) -> str:
        """The PEM text of the application's key; tokens it signed are accepted."""
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return key.private_bytes(
            form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
        ).decode()

    def start(self) -> VonageServer:
        """Listen on a free port, or on the one it had."""
        listener = socket.create_server(("127.0.0.1", self._port), backlog=64)
        self._listener, self._port = listener, listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        self._close_listener()
        self.drop_connections()
        self._folder.cleanup()

    def __enter__(self) -> VonageServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @contextlib.contextmanager
    def down(self) -> Iterator[None]:
        """Connections are refused meanwhile."""
        self._close_listener()
        self.drop_connections()
        try:
            yield
        finally:
            self.start()

    def fail_next(self, what: str | int | Answer, times: int = 1, on: Method = "any") -> None:
        """Fail the next requests so; faults of several calls happen one after the other."""
        if isinstance(what, int):
            what = error(what, str(what))
        elif isinstance(what, str) and what not in ON_CONNECT + AFTER_READ:
            raise ValueError(f"no such fault: {what}")
        with self.lock:
            self._faults.append(_Fault(what, times, on))
        if what in ON_CONNECT:
            self.drop_connections()  # a kept connection would never connect

    def clear_faults(self) -> None:
        with self.lock:
            self._faults.clear()

    def receive(
        self,
        sender: str,
        to: str = "15559870000",
        body: str = "",
        at: datetime | None = None,
        product: str = "MESSAGES",
        raw: object = None,
        provider: str = "sms",
    ) -> str:
        """A client's text arrives at the carrier; gives its id."""
        with self.lock:
            record = self.book.receive(sender, to, body, at, product, raw, provider)
            return record.message_id

    def deliver(self, key: str, status: str = "delivered", error_code: str = "") -> None:
        """The text with this reference or id gets a new status."""
        with self.lock:
            for record in self.book.records:
                if key in (record.client_ref, record.message_id):
                    record.status, record.error_code = status, error_code
                    record.finalized = self.book.now()

    def show_late(self, seconds: float) -> None:
        """From now on records show only this long after they happened."""
        self.book.late = timedelta(seconds=seconds)

    def set_clock(self, seconds_ahead: float) -> None:
        """The carrier's clock, in its `Date` and its checks, is ahead of this machine's."""
        self.book.skew = timedelta(seconds=seconds_ahead)

    # For the handler of requests.

    def take_fault(self, on: Literal["connect", "POST", "GET"]) -> str | Answer | None:
        """The first fault, if it is due at this point; it is used up."""
        with self.lock:
            first = self._faults[0] if self._faults else None
            if first is None or (first.what in ON_CONNECT) != (on == "connect"):
                return None
            if on != "connect" and first.on not in ("any", on):
                return None
            first.times -= 1
            if first.times == 0:
                self._faults.pop(0)
            return first.what

    def take_message(self, body: Json) -> Record:
        with self.lock:
            record = self.book.take(body)
            self.messages[record.client_ref] = record
            return record

    def allowed(self, authorization: str, basic_only: bool) -> bool:
        """Whether these are the account's credentials."""
        basic = base64.b64encode(f"{self.api_key}:{self.api_secret}".encode()).decode()
        if authorization == f"Basic {basic}":
            return True
        return not basic_only and self._signed(authorization.removeprefix("Bearer "))

    def _signed(self, token: str) -> bool:
        import jwt
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        key = load_pem_private_key(self.private_key.encode(), None)
        if not isinstance(key, RSAPrivateKey):
            return False
        try:
            claims = jwt.decode(token, key.public_key(), algorithms=["RS256"])
        except jwt.PyJWTError:
            return False
        return bool(claims.get("application_id") == self.application_id)

    # Connections.

    def drop_connections(self) -> None:
        """Close every connection that is open."""
        with self.lock:
            for sock in self._open:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)

    def _close_listener(self) -> None:
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread in accept()
            self._listener.close()
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        fault = self.take_fault("connect")
        if fault in ("reset-on-connect", "timeout-on-connect"):
            # Not before the handshake began: `ssl` leaks a socket that is reset while it is made.
            sock.recv(1)
            if fault == "timeout-on-connect":
                self.stopping.wait(30)
            reset(sock)
            return
        context = self._wrong_tls if fault == "tls" else self._tls
        with contextlib.suppress(OSError), context.wrap_socket(sock, server_side=True) as tls:
            # When the client hangs up, what it makes of it is the test's question.
            with self.lock:
                self._open.add(tls)
            try:
                if fault == "reset-before-read":
                    reset(tls)
                else:
                    Handler(tls, self)
            finally:
                with self.lock:
                    self._open.discard(tls)


def _context(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


def account(server: VonageServer, **changes: Any) -> VonageAccount:
    """The account that this server knows, or one that differs from it."""
    from sms_tui.vonage_account import VonageAccount

    right = VonageAccount(
        server.api_key, server.api_secret, sender="+15559870000", api_host=server.host
    )
    return replace(right, **changes)


def account_environment(server: VonageServer) -> dict[str, str]:
    """The variables that make a program started by a test use this server."""
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("VONAGE_")},
        "VONAGE_API_KEY": server.api_key,
        "VONAGE_API_SECRET": server.api_secret,
        "SMS_TUI_VONAGE_API_HOST": server.host,
        "SMS_TUI_VONAGE_FROM": "15559870000",
        "REQUESTS_CA_BUNDLE": server.ca_path,
    }
