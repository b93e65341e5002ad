"""What an event does to a number's consent: the status table, as pure functions. Nothing is sent.

Each function takes the number's `Consent` as it stands and gives a `Change`: everything the store
writes, whether or not the status moved. Doubt about late records always ends on the closed side: a
YES older than the request it would answer, or a YES or START older than the revocation, changes
nothing, while a STOP revokes however late it shows.

All moments are the carrier's, also those of a request and of what people record by hand: by two
clocks that differ, an "ok" from before the request would answer it, or a YES just after it would
be lost. Records have whole seconds. So of two words in one second the more closed one stands, and
a reply may seem to be `ROUNDING` older than the request it answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from data.clock import SKEW_ALLOWED
from data.models import Consent, Status, Template
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
# How much older than the request its answer may seem, by times in whole seconds.
ROUNDING = timedelta(seconds=2)
# After an unclear answer a client who had revoked may still agree to that request for so long.
AGREES_AFTER_REVOKED = timedelta(hours=72)
# A NO so near to the word that authorized casts doubt on it, unless a text went out in between.
TAKEN_BACK_WITHIN = timedelta(hours=24)
_BY_OUR_CLOCK = {BY_HAND, OPT_OUT}
_CAUSE_QUOTES = 120


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
    revoked_at: datetime | None = None
    reply: Template | None = None
    recorded: bool = True
    event: str = ""
    weak: bool = False
    settles_weak: bool = False


def on_reply(
    consent: Consent,
    said: Meaning,
    words: str,
    at: datetime,
    now: datetime,
    rules: Rules,
    *,
    texted: bool = False,
) -> Change:
    """What a client's message does; `at` is when the carrier received it, `now` when it is seen.

    `texted` says that a person's text went out since the number is Authorized.
    """
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
            return _declined(consent, words, at, texted)
        case Meaning.NO_ANSWER:
            return _unchanged(consent)
        case Meaning.OTHER:
            return _answered_otherwise(consent, words, at, closes=False)


def on_request_sent(consent: Consent, at: datetime, rules: Rules) -> Change:
    """An authorization request went out, or may have; `at` is when the carrier took it.

    A client who wrote START or STOP while it was on its way keeps what that made of the number
    (see `on_overtaken_request`).
    """
    open_until = at + rules.request_open_for
    overtaken = consent.status is Status.REVOKED and not _later(at, consent.since)
    if consent.status is Status.AUTHORIZED or overtaken:
        return on_overtaken_request(consent, at)
    # A revocation is never forgotten, however often the client is asked after it.
    before = Status.REVOKED if consent.has_revoked else Status.NOT_AUTHORIZED
    revoked_at = consent.standing_revocation
    return Change(Status.PENDING, REQUEST_SENT, at, at, open_until, before, revoked_at)


def on_overtaken_request(consent: Consent, at: datetime) -> Change:
    """A request that went out while the client's own word came in: on record, and no more."""
    return _noted(consent, REQUEST_SENT, requested_at=at)


def on_request_failed(consent: Consent, at: datetime) -> Change:
    """The carrier did not deliver the request; it may still be answered, for it may be wrong.

    Not so by a client who had revoked: then only what surely reached them lifts that.
    """
    if consent.status is not Status.PENDING:
        return _unchanged(consent)
    open_until = None if consent.has_revoked else consent.open_until
    return _ended(consent, REQUEST_FAILED, at, open_until)


def on_carrier_opt_out(consent: Consent, at: datetime) -> Change:
    """The carrier reports that the client opted out with it (Messages 1240, SMS receipt 9).

    On record also where the number is Revoked already: that may be by hand, this is the client.
    """
    return _moved(consent, Status.REVOKED, CARRIER, at)


def by_hand(consent: Consent, revoke: bool, at: datetime) -> Change:
    """Someone with Record Consent wrote down what the client said elsewhere."""
    return _moved(consent, Status.REVOKED if revoke else Status.AUTHORIZED, BY_HAND, at)


def on_weak_judged(consent: Consent, revoke: bool, at: datetime) -> Change:
    """Someone judged the open weak sign; either choice is recorded."""
    if revoke:
        return _moved(consent, Status.REVOKED, OPT_OUT, at)
    return _noted(consent, NOT_OPT_OUT, settles_weak=True)


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
        consent.revoked_at,
        recorded=False,
    )


def _moved(
    consent: Consent, status: Status, cause: str, at: datetime, reply: Template | None = None
) -> Change:
    """An act that answers everything open: the request is closed, and a revocation or a person's
    word settles a weak sign. Revoked again, the later time stands, so nothing older lifts it.

    An Authorized number keeps the moment of the revocation that it was lifted from: a NO of the
    same second restores that."""
    since = max(consent.since, at) if status is consent.status else at
    revoked_at = consent.standing_revocation
    if status is Status.REVOKED:
        revoked_at = max(revoked_at or at, at)
    settles = status is Status.REVOKED or cause == BY_HAND
    asked_at = consent.requested_at
    return Change(
        status, cause, since, asked_at, None, None, revoked_at, reply=reply, settles_weak=settles
    )


def _stopped(consent: Consent, cause: str, at: datetime, now: datetime, rules: Rules) -> Change:
    confirms = (
        consent.status is not Status.REVOKED
        and rules.reply_stop == "app"
        and now - at <= CONFIRM_STOP_WITHIN
    )
    reply = Template.STOPPED if confirms else None
    if _by_a_fast_clock(consent, now):
        consent = replace(consent, since=at, revoked_at=at)
    return _moved(consent, Status.REVOKED, cause, at, reply)


def _by_a_fast_clock(consent: Consent, now: datetime) -> bool:
    """True when its time is ours and still to come: it was written by a clock that ran ahead."""
    return consent.cause in _BY_OUR_CLOCK and consent.since > now + SKEW_ALLOWED


def _started(consent: Consent, at: datetime, now: datetime) -> Change:
    """The client's own act, which lifts a revocation that is older."""
    lifts = _lifts(consent, at) or _by_a_fast_clock(consent, now)
    if consent.status is Status.AUTHORIZED or not lifts:
        return _unchanged(consent)
    return _moved(consent, Status.AUTHORIZED, START, at, Template.CONFIRMED)


def _agreed(consent: Consent, words: str, at: datetime) -> Change:
    if not (_answers_request(consent, at) and _lifts(consent, at)):
        return _unchanged(consent)
    if consent.open_until is None or at <= consent.open_until:
        return _moved(consent, Status.AUTHORIZED, YES, at, Template.CONFIRMED)
    return _answered_otherwise(consent, words, at, closes=False, why=ANSWERED_LATE)


def _declined(consent: Consent, words: str, at: datetime, texted: bool) -> Change:
    """A NO: it closes a request. Near to the word that authorized it is doubt about that word."""
    if consent.status is not Status.AUTHORIZED or consent.cause not in (YES, START):
        return _answered_otherwise(consent, words, at, closes=True)
    if not (_later(at, consent.since) or _later(consent.since, at)):
        before = replace(consent, returns_to=Status.REVOKED if consent.revoked_at else None)
        return _ended(before, _reason(ANSWERED_OTHERWISE, words), at, None)
    if abs(at - consent.since) <= TAKEN_BACK_WITHIN and not texted:
        return _noted(consent, WEAK_SIGN, weak=True)
    return _unchanged(consent)


def _answered_otherwise(
    consent: Consent, words: str, at: datetime, closes: bool, why: str = ANSWERED_OTHERWISE
) -> Change:
    """A reply that is no YES ends Pending; a NO also closes a request that is still open."""
    pending = consent.status is Status.PENDING
    if not (_answers_request(consent, at) and (pending or closes)):
        return _unchanged(consent)
    since = at if pending else consent.since
    open_until = None if closes else _open_after_unclear(consent)
    return _ended(consent, _reason(why, words), since, open_until)


def _ended(consent: Consent, cause: str, since: datetime, open_until: datetime | None) -> Change:
    """A request that came to nothing: the number is again what it was before."""
    status = Status.REVOKED if consent.has_revoked else Status.NOT_AUTHORIZED
    revoked_at = consent.standing_revocation
    return Change(status, cause, since, consent.requested_at, open_until, None, revoked_at)


def _open_after_unclear(consent: Consent) -> datetime | None:
    if not (consent.has_revoked and consent.requested_at and consent.open_until):
        return consent.open_until
    return min(consent.open_until, consent.requested_at + AGREES_AFTER_REVOKED)


def _answers_request(consent: Consent, at: datetime) -> bool:
    """True when a request is open, or was until it expired, and `at` is not before it was sent."""
    if consent.requested_at and at < consent.requested_at - ROUNDING:
        return False
    if consent.status is Status.PENDING:
        return True
    return consent.status is not Status.AUTHORIZED and consent.open_until is not None


def _lifts(consent: Consent, at: datetime) -> bool:
    """True when what was written at `at` is newer than the revocation that stands, if one does."""
    revoked_at = consent.standing_revocation
    return revoked_at is None or _later(at, revoked_at)


def _later(at: datetime, than: datetime) -> bool:
    """True in a later second; within one second nothing is known of the order."""
    return at.replace(microsecond=0) > than.replace(microsecond=0)


def _reason(why: str, words: str) -> str:
    return f'{why}: "{_quoted(words)}"'


def _quoted(words: str) -> str:
    """The reply's words on one line, cut to what a reason can hold; the ledger has them whole."""
    line = " ".join(words.split())
    return line if len(line) <= _CAUSE_QUOTES else line[: _CAUSE_QUOTES - 1] + "…"
