"""The row of the carrier's answers: each fault, what must come of the text, and in which words."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from faults_yard import Yard
from vonage_server import Answer, error
from waiting import eventually


@dataclass(frozen=True, slots=True)
class Fault:
    """`outcome` is the class in data.carriage; `taken` whether the carrier took the text."""

    name: str
    what: str | Answer
    outcome: str
    words: str
    taken: bool = False

    def __str__(self) -> str:
        return self.name


PAGE = "<!DOCTYPE html><html><body>Blocked by the office's filter</body></html>"


def _lost(name: str, what: str | Answer, words: str) -> Fault:
    return Fault(name, what, "Unknown", words, taken=name.endswith("after acceptance"))


def _status(code: int, outcome: str, words: str, kind: str = "1000", **headers: str) -> Fault:
    return Fault(f"{code} {kind}", error(code, kind, **headers), outcome, words)


LOST = (
    _lost("reset before reading", "reset-before-read", "without answering"),
    _lost("closed before acceptance", "close", "without answering"),
    _lost("closed after acceptance", "close-after-accept", "without answering"),
    _lost("reset before acceptance", "reset", "without answering"),
    _lost("reset after acceptance", "reset-after-accept", "without answering"),
    _lost("timeout before acceptance", "timeout", "did not answer in time"),
    _lost("timeout after acceptance", "timeout-after-accept", "did not answer in time"),
    *(_status(code, "Unknown", f"({code})") for code in (500, 502, 503, 504)),
    _status(408, "Unknown", "may or may not"),
    _status(400, "Unknown", "inside Vonage", "1030"),
    _status(409, "Unknown", "sent already", "1320"),
    Fault("a page with 200", Answer(200, PAGE), "Unknown", "web page", taken=True),
    Fault("a page with 502", Answer(502, PAGE), "Unknown", "web page"),
)
KEPT = (
    Fault("reset while connecting", "reset-on-connect", "Held", "closed the connection"),
    Fault("TLS failure", "tls", "Held", "certificate is not trusted"),
    Fault("connection refused", "down", "Held", "refuses connections"),
    _status(429, "Held", "slow down"),
    _status(429, "Held", "slow down", "1001", Retry_After="0.1"),
    _status(401, "Held", "refuses", "unauthorized"),
    _status(402, "Held", "no credit", "1070"),
    Fault("402 without a code", Answer(402, b""), "Held", "payment"),
    _status(402, "Held", "no credit", "low-balance"),
    _status(403, "Held", "suspended", "account-suspended"),
    _status(403, "Held", "does not let this account", "forbidden"),
    _status(404, "Held", "api_host", "not-found"),
    _status(422, "Held", "more slowly"),
    _status(422, "Held", "sending number", "1120"),
    Fault("redirected", "redirect", "Held", "leads elsewhere (307)"),
    *(Fault(f"a page, {n}", Answer(n, PAGE), "Held", "web page") for n in (403, 407, 422)),
)
REFUSED = (
    _status(400, "Rejected", "too long", "1090"),
    _status(400, "Rejected", "network failed", "1230"),
    _status(422, "Rejected", "taken for spam", "1210"),
)
TAKEN = (
    *(Fault(name, name, "Accepted", "", True) for name in ("empty", "garbage", "wrong-json")),
    Fault("truncated", "truncated", "Accepted", "", True),
    Fault("slow body", "trickle", "Accepted", "", True),
    Fault("slow head", "trickle-headers", "Accepted", "", True),
)
HOUR = 3600
STATUS = {"Unknown": "uncertain", "Held": "sent", "Rejected": "failed", "Accepted": "sent"}


def meet(yard: Yard, faults: tuple[Fault, ...], times: int, **plan: Any) -> None:
    """Let one worker meet each fault so many times; it asks nothing meanwhile, only sends."""
    pinned = yard.plan["pinned"] | {"poll_interval": HOUR}
    pid = yard.worker(pinned=pinned, first_check=HOUR, timeout=1, **plan)
    eventually(lambda: yard.store.worker.health().last_poll_at is not None)
    for fault in faults:
        for _ in range(times):
            _meet(yard, fault)
    assert yard.nursery.kill(pid) == -9
    yard.server.clear_faults()
    yard.clock.passes(2 * HOUR)
    yard.server.set_clock(2 * HOUR)
    yard.settle_down()
    yard.holds()


def _meet(yard: Yard, fault: Fault) -> None:
    down = yard.server.down() if fault.what == "down" else nullcontext()
    if fault.what != "down":
        yard.server.fail_next(fault.what, on="POST")
    with down:
        message_id = yard.queue(yard.leads[0])
        assert message_id, yard.refused
        eventually(lambda: bool(_outcomes(yard, message_id)))
    first = _outcomes(yard, message_id)[0]
    assert (first["name"], fault.words in first["words"]) == (fault.outcome, True), (fault, first)
    eventually(lambda: _row(yard, message_id)[0] == STATUS[fault.outcome])
    status, reason, reference = _row(yard, message_id)
    assert status in ("sent", "delivered") or reason.endswith("."), f"{fault}: {reason!r}"
    taken = [r for r in yard.server.accepted if r.client_ref == reference]
    assert len(taken) == (fault.taken or fault.outcome == "Held"), fault


def _outcomes(yard: Yard, message_id: int) -> list[dict[str, Any]]:
    return [each for each in yard.evidence.of("outcome") if each["message"] == message_id]


def _row(yard: Yard, message_id: int) -> tuple[Any, ...]:
    return yard.sql(
        "SELECT status, reason, client_ref FROM messages WHERE id = :id", id=message_id
    )[0]
