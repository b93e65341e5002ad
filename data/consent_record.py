"""What the record of a number says: its rows in the ledger, oldest first, read as a whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from data.consent import (
    BY_HAND,
    CARRIER,
    NOT_OPT_OUT,
    OPT_OUT,
    SAID_SO,
    START,
    STOP,
    WEAK_SIGN,
    YES,
)
from data.models import ConsentEvent, Status

_BY_THE_CLIENT = (STOP, SAID_SO, CARRIER, OPT_OUT)


def open_weak_signs(events: Iterable[ConsentEvent]) -> list[ConsentEvent]:
    """The replies that may be an opt-out and wait for a person.

    Each is judged by itself; a revocation, or what a person records by hand, settles them all.
    """
    waiting: dict[int | None, ConsentEvent] = {}
    for event in events:
        if event.cause == WEAK_SIGN:
            waiting[event.message_id] = event
        elif event.cause == NOT_OPT_OUT:
            waiting.pop(event.message_id, None)
        elif event.cause == BY_HAND or event.cause in _BY_THE_CLIENT:
            waiting.clear()
    return list(waiting.values())


def own_revocation_stands(events: Iterable[ConsentEvent]) -> bool:
    """True when the client opted out and has not come back by START or by YES to a request.

    A person may lift what a person recorded; this only the client. A NO in the second of the word
    that authorized takes that word back, so the revocation before it stands again.
    """
    stands = False
    for event in events:
        if event.after is Status.AUTHORIZED and event.cause in (START, YES):
            stands = False
        elif event.cause in _BY_THE_CLIENT or _taken_back(event):
            stands = True
    return stands


def _taken_back(event: ConsentEvent) -> bool:
    authorized = event.before is Status.AUTHORIZED
    return authorized and event.after is Status.REVOKED and event.cause != BY_HAND
