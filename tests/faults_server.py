"""The stand-in for Vonage as chaos: it picks a fault for each request, and may accept late.

`attempts` has every POST that was read, by reference, with what was answered; `accepted` every text
taken, in order. Only what is in `REFUSALS` tells the worker that a text was surely not taken, so
only after one of those may the same reference be posted again.
"""

from __future__ import annotations

import random
import socket
import threading
from collections import defaultdict
from typing import Literal

from vonage_book import Json, Record
from vonage_http import Answer, Post, error
from vonage_server import VonageServer

REFUSALS = ("429", "429 wait", "401", "402", "403", "404", "407", "422", "redirect")
# What happens to a text, and how often of a hundred; the rest is a plain 202.
POST_FAULTS: dict[str, int] = {
    "close": 3, "reset": 3, "close-after-accept": 4, "reset-after-accept": 4, "truncated": 3,
    "empty": 2, "garbage": 2, "wrong-json": 2, "timeout-after-accept": 1, "timeout": 1,
    "422": 2, "500": 2, "503": 3, "401": 2, "402": 2, "429": 3, "429 wait": 2,
}  # fmt: skip
GET_FAULTS = {"close": 2, "reset": 2, "truncated": 2, "garbage": 2, "500": 2, "429": 2, "401": 1}
_ANSWERS: dict[str, Answer] = {
    "422": error(422, "1120", "Invalid sender"),
    "500": error(500, "1000"),
    "503": error(503, "1000"),
    "401": error(401, "unauthorized"),
    "402": error(402, "1070", "Low balance"),
    "429": error(429, "1000"),
    "429 wait": error(429, "1000", Retry_After="0.2"),
}
_LATE = 15  # of a hundred texts are accepted only so many seconds after they were read
_LATE_BY = (0.05, 0.8)


class _Posts(list[Post]):
    """Knows which POST the thread that asks has just read."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = threading.local()

    def append(self, post: Post) -> None:
        self._thread.reference = str(post.body.get("client_ref", ""))
        super().append(post)

    @property
    def reference(self) -> str:
        return str(self._thread.reference)


class ChaosServer(VonageServer):
    """A stand-in whose faults follow from a seed; without one, it works as it should."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__()
        self._chance = None if seed is None else random.Random(seed)
        self._read = _Posts()
        self.posts = self._read
        self.attempts: defaultdict[str, list[str]] = defaultdict(list)
        self.accepted: list[Record] = []
        self.pending = 0

    def calm(self) -> None:
        """From now on nothing goes wrong."""
        self._chance = None

    def _serve(self, sock: socket.socket) -> None:
        # An answer's head and body are two writes: without this each waits 40 ms for the first.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super()._serve(sock)

    def take_fault(self, on: Literal["connect", "POST", "GET"]) -> str | Answer | None:
        fault: str | Answer | None = super().take_fault(on)
        name = fault if isinstance(fault, str) else str(fault.status) if fault else ""
        chance = self._chance
        if fault is None and chance is not None and on != "connect":
            name = _pick(POST_FAULTS if on == "POST" else GET_FAULTS, chance.randrange(100))
            fault = _ANSWERS.get(name, name) or None
        if on == "POST":
            with self.lock:
                self.attempts[self._read.reference].append(name)
        return fault

    def take_message(self, body: Json) -> Record:
        if "client_ref" not in body:
            raise ConnectionError("the client was killed within its request")
        with self.lock:
            self.pending += 1
        try:
            chance = self._chance
            if chance is not None and chance.random() * 100 < _LATE:
                self.stopping.wait(chance.uniform(*_LATE_BY))
            record = super().take_message(body)
        finally:
            with self.lock:
                self.pending -= 1
        self.accepted.append(record)
        return record


def _pick(faults: dict[str, int], drawn: int) -> str:
    for name, share in faults.items():
        drawn -= share
        if drawn < 0:
            return name
    return ""
