"""How the stand-in for Vonage reads a request and answers it, or fails to."""

from __future__ import annotations

import contextlib
import email.utils
import json
import os
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl, urlsplit

from vonage_book import Json

if TYPE_CHECKING:
    from vonage_server import VonageServer

TRICKLE = 0.2  # seconds between two bytes


def reset(sock: socket.socket) -> None:
    """Close with RST. By the descriptor: the files made of a socket would keep it open."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(sock.detach())


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer made by the test: status, body and headers."""

    status: int
    body: bytes | str | Mapping[str, object] = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        if isinstance(self.body, Mapping):
            return json.dumps(dict(self.body)).encode()
        return self.body.encode() if isinstance(self.body, str) else self.body


def error(status: int, code: str, title: str = "", detail: str = "", **headers: str) -> Answer:
    """A refusal as Vonage words it; `Retry_After="3"` becomes a header."""
    kind = f"https://developer.vonage.com/api-errors/messages#{code}"
    body = {"type": kind, "title": title, "detail": detail, "instance": "stand-in"}
    return Answer(status, body, {name.replace("_", "-"): text for name, text in headers.items()})


@dataclass(frozen=True, slots=True)
class Post:
    """One POST as it was seen."""

    path: str
    headers: Mapping[str, str]
    body: Json


class Handler(BaseHTTPRequestHandler):
    """One connection, kept open between requests like the real one's."""

    protocol_version = "HTTP/1.1"

    def __init__(self, sock: socket.socket, vonage: VonageServer) -> None:
        self.vonage = vonage
        # The base class only keeps the server; ours is not one of the library's.
        super().__init__(sock, ("127.0.0.1", 0), cast(BaseServer, vonage))

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body: Json = json.loads(self.rfile.read(length) or b"{}")
        self.vonage.posts.append(Post(self.path, dict(self.headers), body))
        fault = self.vonage.take_fault("POST")
        if fault is not None:
            self._fail(fault, body)
        elif not self.vonage.allowed(self.headers.get("Authorization", ""), basic_only=False):
            self._unauthorized()
        elif self.path != "/v1/messages":
            self._json(404, {"title": "Not found"})
        else:
            wrong = _wrong_message(body) or self.vonage.book.wrong(body)
            if wrong:
                kind = "https://developer.vonage.com/api-errors/messages#1020"
                self._json(422, {"type": kind, "title": "Invalid params", "detail": wrong})
            else:
                record = self.vonage.take_message(body)
                self._json(202, {"message_uuid": record.message_id})

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.vonage.gets.append(params)
        fault = self.vonage.take_fault("GET")
        if fault is not None:
            self._fail(fault, None)
        elif not self.vonage.allowed(self.headers.get("Authorization", ""), basic_only=True):
            self._unauthorized()
        elif parts.path != "/v2/reports/records":
            self._json(404, {"title": "Not found"})
        else:
            with self.vonage.lock:
                status, answer = self.vonage.book.answer(params)
            self._json(status, answer)

    def _fail(self, fault: str | Answer, message: Json | None) -> None:
        if not isinstance(fault, str):
            if 200 <= fault.status < 300 and message is not None:
                self.vonage.take_message(message)
            self._send(fault.status, fault.content, dict(fault.headers))
            return
        taken = fault.removesuffix("-after-accept")
        accepts = taken != fault or fault not in ("close", "reset", "timeout", "redirect")
        if accepts and message is not None:
            self.vonage.take_message(message)
        self._break(taken, 202 if message is not None else 200)

    def _break(self, fault: str, status: int) -> None:
        bodies = {"empty": b"", "garbage": b"<html>\xff\x00", "wrong-json": b'["x"]'}
        if fault in bodies:
            self._send(status, bodies[fault], {})
        elif fault == "redirect":
            self._send(307, b"", {"Location": f"https://{self.vonage.host}{self.path}"})
        elif fault == "truncated":
            self._send(status, b'{"message_uuid": "cut', {"Content-Length": "500"})
            self.close_connection = True
        elif fault.startswith("trickle"):
            self._trickle(fault, status)
        else:
            if fault == "timeout":
                self.vonage.stopping.wait(30)
            if fault == "reset":
                reset(self.connection)
            self.close_connection = True

    def _trickle(self, fault: str, status: int) -> None:
        """Endless: each byte comes before a read times out."""
        head = f"HTTP/1.1 {status} X\r\n".encode()
        if fault == "trickle":
            head += b"Content-Length: 100000\r\n\r\n"
        self.wfile.write(head)
        while not self.vonage.stopping.wait(TRICKLE):
            self.wfile.write(b"x")
            self.wfile.flush()

    def _unauthorized(self) -> None:
        kind = "https://developer.vonage.com/api-errors#unauthorized"
        detail = "You did not provide correct credentials."
        self._json(401, {"type": kind, "title": "Unauthorized", "detail": detail})

    def _json(self, status: int, body: Json) -> None:
        self._send(status, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        date = email.utils.format_datetime(self.vonage.book.now(), usegmt=True)
        for name, text in {"Date": date, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()


def _wrong_message(body: Json) -> str:
    """What the Messages API would not accept of a text."""
    for name in ("to", "from", "text", "channel", "message_type"):
        if not isinstance(body.get(name), str) or not body[name]:
            return f"`{name}` is missing"
    if not str(body["to"]).isdigit():
        return "`to` is not a number without plus"
    return "" if len(str(body.get("client_ref", ""))) <= 100 else "`client_ref` is too long"
