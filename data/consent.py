"""What an event does to a number's consent: the status table, as pure functions. Nothing is sent.

Each function takes the number's `Consent` as it stands and gives a `Change`: everything the store
writes, whether or not the status moved. Doubt about late records always ends on the closed side: a
YES older than the request it would answer, or a YES or START older than the revocation, changes
nothing, while a STOP revokes however late it shows.

When a request was sent is this machine's time, when it was answered the carrier's, often in whole
seconds. So a reply counts as an answer unless it is older by more than the two clocks may differ:
else a machine a minute fast would lose the YES of whoever answers within the minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from data.clock import SKEW_ALLOWED
from data.models import Consent, ConsentEvent, Status, Template
from data.replies.meaning import Meaning as Meaning
from data.rules import Rules

# The causes, as the ledger and the screens show them.
STOP = "STOP"
START = "START"
YES = "YES"
SAID_SO = "said so"
CARRIER = "carrier"
BY_HAND = "by hand"
OPT_OUT = "judged an opt-out"
NOT_OPT_OUT = "judged not an opt-out"
WEAK_SIGN = "may be an opt-out"
REQUEST_SENT = "request sent"
REQUEST_FAILED = "request not delivered"
ANSWERED_OTHERWISE = "the reply does not authorize SMS, the process is stopped"
ANSWERED_LATE = "the request was no longer open, the process is stopped"

# 47 CFR 64.1200(a)(12): one confirmation of an opt-out, within five minutes of its receipt.
CONFIRM_STOP_WITHIN = timedelta(minutes=5)
# Their difference is known to within some seconds.
CLOCKS_DIFFER = SKEW_ALLOWED + timedelta(seconds=10)
_BY_OUR_CLOCK = {BY_HAND, OPT_OUT, REQUEST_FAILED}
_CAUSE_QUOTES = 120
_REVOCATIONS = (STOP, SAID_SO, CARRIER, OPT_OUT)


@dataclass(frozen=True, slots=True)
class Change:
    """A number's consent after an event, complete: the store writes every field as it is.

    `recorded` asks for a row in the ledger; without it status and cause are as before. `event` is
    what the row calls an event that leaves the status, and so its cause, as they are.
    `weak` has the received message wait for a judgement, `settles_weak` ends that of one or all.
    `reply` is the automatic text.
    """

    status: Status
    cause: str
    since: datetime
    requested_at: datetime | None
    open_until: datetime | None
    returns_to: Status | None
    reply: Template | None = None
    recorded: bool = True
    event: str = ""
    weak: bool = False
    settles_weak: bool = False


def on_reply(
    consent: Consent, said: Meaning, words: str, at: datetime, now: datetime, rules: Rules
) -> Change:
    """What a client's message does; `at` is when the carrier received it, `now` when it is seen."""
    match said:
        case Meaning.STOP:
            return _stopped(consent, STOP, at, now, rules)
        case Meaning.STRONG:
            return _stopped(consent, SAID_SO, at, now, rules)
        case Meaning.START:
            return _started(consent, at, now)
        case Meaning.YES:
            return _agreed(consent, words, at)
        case Meaning.HELP:
            reply = Template.HELP if rules.reply_help == "app" else None
            return replace(_unchanged(consent), reply=reply)
        case Meaning.WEAK:
            return _noted(consent, WEAK_SIGN, weak=True)
        case Meaning.NO:
            return _answered_otherwise(consent, words, at, closes=True)
        case Meaning.NO_ANSWER:
            return _unchanged(consent)
        case Meaning.OTHER:
            return _answered_otherwise(consent, words, at, closes=False)


def on_request_sent(consent: Consent, at: datetime, rules: Rules) -> Change:
    """An authorization request went out, or may have; `at` is when it was handed to the carrier.

    A client who wrote START or STOP while it was on its way keeps what that made of the number
    (see `on_overtaken_request`).
    """
    open_until = at + rules.request_open_for
    overtaken = consent.status is Status.REVOKED and consent.since > at
    if consent.status is Status.AUTHORIZED or overtaken:
        return on_overtaken_request(consent, at)
    # Asking again while Pending must not forget what the number was before the first request.
    before = consent.returns_to if consent.status is Status.PENDING else consent.status
    return Change(Status.PENDING, REQUEST_SENT, at, at, open_until, before or Status.NOT_AUTHORIZED)


def on_overtaken_request(consent: Consent, at: datetime) -> Change:
    """A request that went out while the client's own word came in: on record, and no more."""
    return _noted(consent, REQUEST_SENT, requested_at=at)


def on_request_failed(consent: Consent, at: datetime) -> Change:
    """The carrier did not deliver the request; it may still be answered, for it may be wrong."""
    if consent.status is not Status.PENDING:
        return _unchanged(consent)
    status = consent.returns_to or Status.NOT_AUTHORIZED
    return Change(status, REQUEST_FAILED, at, consent.requested_at, consent.open_until, None)


def on_carrier_opt_out(consent: Consent, at: datetime) -> Change:
    """The carrier reports that the client opted out with it (Messages 1240, SMS receipt 9)."""
    if consent.status is Status.REVOKED:
        return replace(_unchanged(consent), since=max(consent.since, at))
    return _moved(consent, Status.REVOKED, CARRIER, at)


def by_hand(consent: Consent, revoke: bool, at: datetime) -> Change:
    """Someone with Record Consent wrote down what the client said elsewhere."""
    return _moved(consent, Status.REVOKED if revoke else Status.AUTHORIZED, BY_HAND, at)


def on_weak_judged(consent: Consent, revoke: bool, at: datetime) -> Change:
    """Someone judged the open weak sign; either choice is recorded."""
    if revoke:
        return _moved(consent, Status.REVOKED, OPT_OUT, at)
    return _noted(consent, NOT_OPT_OUT, settles_weak=True)


def open_weak_signs(events: Iterable[ConsentEvent]) -> list[ConsentEvent]:
    """Of a number's record, oldest first: the replies that may be an opt-out and wait for a person.

    Each is judged by itself; a revocation, or what a person records by hand, settles them all.
    """
    waiting: dict[int | None, ConsentEvent] = {}
    for event in events:
        if event.cause == WEAK_SIGN:
            waiting[event.message_id] = event
        elif event.cause == NOT_OPT_OUT:
            waiting.pop(event.message_id, None)
        elif event.cause == BY_HAND or event.cause in _REVOCATIONS:
            waiting.clear()
    return list(waiting.values())


def _noted(consent: Consent, event: str, **changed: Any) -> Change:
    """An event for the record that leaves the status, its cause and its time as they are."""
    return replace(_unchanged(consent), recorded=True, event=event, **changed)


def _unchanged(consent: Consent) -> Change:
    return Change(
        consent.status,
        consent.cause,
        consent.since,
        consent.requested_at,
        consent.open_until,
        consent.returns_to,
        recorded=False,
    )


def _moved(
    consent: Consent, status: Status, cause: str, at: datetime, reply: Template | None = None
) -> Change:
    """An act that answers everything open: the request is closed, and a revocation or a person's
    word settles a weak sign. Revoked again, the later time stands, so nothing older lifts it."""
    since = max(consent.since, at) if status is consent.status else at
    settles = status is Status.REVOKED or cause == BY_HAND
    return Change(
        status, cause, since, consent.requested_at, None, None, reply=reply, settles_weak=settles
    )


def _stopped(consent: Consent, cause: str, at: datetime, now: datetime, rules: Rules) -> Change:
    confirms = (
        consent.status is not Status.REVOKED
        and rules.reply_stop == "app"
        and now - at <= CONFIRM_STOP_WITHIN
    )
    reply = Template.STOPPED if confirms else None
    if _by_a_fast_clock(consent, now):
        consent = replace(consent, since=at)
    return _moved(consent, Status.REVOKED, cause, at, reply)


def _by_a_fast_clock(consent: Consent, now: datetime) -> bool:
    """True when its time is ours and still to come: it was written by a clock that ran ahead."""
    return consent.cause in _BY_OUR_CLOCK and consent.since > now + CLOCKS_DIFFER


def _started(consent: Consent, at: datetime, now: datetime) -> Change:
    """The client's own act: the only reply that lifts Revoked, unless Revoked is the newer."""
    older = at < consent.since and not _by_a_fast_clock(consent, now)
    stale = consent.status is Status.REVOKED and older
    if stale or consent.status is Status.AUTHORIZED:
        return _unchanged(consent)
    return _moved(consent, Status.AUTHORIZED, START, at, Template.CONFIRMED)


def _agreed(consent: Consent, words: str, at: datetime) -> Change:
    if consent.status is Status.REVOKED:
        return _unchanged(consent)
    if not _answers_request(consent, at):
        return _unchanged(consent)
    if consent.open_until is None or at <= consent.open_until:
        return _moved(consent, Status.AUTHORIZED, YES, at, Template.CONFIRMED)
    return _answered_otherwise(consent, words, at, closes=False, why=ANSWERED_LATE)


def _answered_otherwise(
    consent: Consent, words: str, at: datetime, closes: bool, why: str = ANSWERED_OTHERWISE
) -> Change:
    """A reply that is no YES ends Pending; a NO also closes a request that is still open."""
    ends = consent.status is Status.PENDING
    if not (_answers_request(consent, at) and (ends or closes)):
        return _unchanged(consent)
    return Change(
        Status.NOT_AUTHORIZED,
        f'{why}: "{_quoted(words)}"',
        at if ends else consent.since,
        consent.requested_at,
        None if closes else consent.open_until,
        None,
    )


def _answers_request(consent: Consent, at: datetime) -> bool:
    """True when a request is open, or was until it expired, and `at` is not before it was sent."""
    if consent.requested_at and at < consent.requested_at - CLOCKS_DIFFER:
        return False
    if consent.status is Status.PENDING:
        return True
    return consent.status is Status.NOT_AUTHORIZED and consent.open_until is not None


def _quoted(words: str) -> str:
    """The reply's words on one line, cut to what a reason can hold; the ledger has them whole."""
    line = " ".join(words.split())
    return line if len(line) <= _CAUSE_QUOTES else line[: _CAUSE_QUOTES - 1] + "…"
