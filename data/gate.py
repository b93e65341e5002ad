"""The gate: one pure function that says whether a message may be sent now, and every reason not.

It is asked before typing, when queueing, in the transaction that claims a message for the wire,
and by `sms-tui why`; the same answer everywhere. A reason is a *refusal*, or a *hold*: the message
waits in the outbox and the gate is asked again. The facts a verdict needs are gathered by the
store; nothing here reads a clock, a database or a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from data.clock import SKEW_ALLOWED
from data.hours import Hours, hours_for
from data.models import (
    ASKED_BY,
    Answer,
    Consent,
    Kind,
    Lead,
    Status,
    Template,
)
from data.printable import has_visible, printable
from data.rules import Rules
from data.unread_product import UnreadProduct
from data.verdict import Reason, Verdict
from data.why import Why, ago

TRIGGERS = "triggers"
NO_PERMISSION = "no-permission"
NO_NUMBER = "no-number"
NOT_AUTHORIZED = "not-authorized"
PENDING = "pending"
REVOKED = "revoked"
ALREADY_AUTHORIZED = "already-authorized"
REQUEST_IN_FLIGHT = "request-in-flight"
ASKED_RECENTLY = "asked-recently"
NO_BUSINESS_NAME = "no-business-name"
NO_BUSINESS_PHONE = "no-business-phone"
WEAK_SIGN = "weak-sign"
EMPTY = "empty"
TOO_LONG = "too-long"
NO_CATEGORY = "no-category"
STALE_POLL = "stale-poll"
UNREAD_REPLIES = "unread-replies"
OUTSIDE_HOURS = "outside-hours"
NO_CARRIER = "no-carrier"
CARRIER_REFUSES = "carrier-refuses"
WRONG_CLOCK = "wrong-clock"
SUPERSEDED = "superseded"
NOT_SENT = "not-sent"
UNTEXTABLE = "cannot-be-texted"

# What is wrong with what was typed, and not with whom it goes to.
TYPED = (EMPTY, TOO_LONG, NO_CATEGORY)
MAX_CHARACTERS = 1000
_LIFTS_UNTEXTABLE = "sms-tui consent textable"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate must know beside the lead.

    `sms` is the user's effective Allow SMS (a deactivated user has none). `carrier` is "" (no
    worker has reported), "ok", "practice", "none", "refused", "unreachable" (it refused the account
    and cannot be asked again) or "clock" (this machine's is not the carrier's), and
    `carrier_problem` says more.
    `other_request_in_flight`: an authorization request to this number, not the one judged, is
    queued, being sent or uncertain. `zone` is the reader's, for the dates in the reasons.
    `zones_stated` are the time zones of all leads with the number, None where one states nothing.
    `unread` are the carrier's products whose newest records could not be read.
    """

    rules: Rules
    sms: Answer
    last_poll_at: datetime | None
    carrier: str
    carrier_problem: str = ""
    other_request_in_flight: bool = False
    triggers_whole: bool = True
    zone: tzinfo = UTC
    zones_stated: tuple[str | None, ...] = ()
    unread: tuple[UnreadProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be sent. A `body` of None is a text nobody has typed yet: the lead is judged."""

    kind: Kind
    body: str | None = None
    category: str | None = None
    template: Template | None = None
    asked_by: str | None = None
    note: str = ""


def may_send(draft: Draft, lead: Lead, now: datetime, facts: Facts) -> Verdict:
    """All reasons against sending this now, refusals before holds, each with what lifts it."""
    case = _Case(draft, lead, now, facts, Why(lead, now, facts.zone))
    match draft.kind:
        case Kind.TEXT:
            reasons = (*_always(case), *_person(case), *_text(case), *_holds(case), *_hours(case))
        case Kind.AUTHORIZATION:
            reasons = (
                *_always(case), *_person(case), *_request(case), *_holds(case), *_hours(case)
            )  # fmt: skip
        case Kind.AUTOMATIC:
            reasons = (*_always(case), *_automatic(case), *_holds(case))
        case Kind.CALL:
            reasons = (Reason(NOT_SENT, "A noted call is not sent."),)
    return Verdict(reasons)


@dataclass(frozen=True, slots=True)
class _Case:
    """A draft, a lead, a moment, the facts, and the words they are spoken of in."""

    draft: Draft
    lead: Lead
    now: datetime
    facts: Facts
    why: Why

    @property
    def asked_at(self) -> datetime | None:
        """When the number was last asked, if that bars asking again."""
        asked = self.lead.consent.requested_at if self.lead.consent else None
        if asked is None or asked > self.now + SKEW_ALLOWED:
            # It was written by a clock that ran ahead: when it was, nobody knows.
            return None
        return asked if asked + self.facts.rules.resend_after > self.now else None

    @property
    def may_ask_at(self) -> datetime | None:
        """When the number may be asked again, if that is still to come."""
        return self.asked_at + self.facts.rules.resend_after if self.asked_at else None


def _always(case: _Case) -> Iterator[Reason]:
    if not case.facts.triggers_whole:
        words = "The database does not hold what it must; nothing is sent."
        yield Reason(TRIGGERS, words, "Run sms-tui doctor.")
    if case.lead.consent is None:
        yield Reason(
            NO_NUMBER, f"{case.why.subject} has no valid mobile number.", "Enter one first."
        )


def _person(case: _Case) -> Iterator[Reason]:
    """What is asked of everything a person sends."""
    if not case.facts.sms.allowed:
        words = f"You do not have Allow SMS ({printable(case.facts.sms.reason)})."
        yield Reason(NO_PERMISSION, words, "An admin can change that in Settings.")
    if case.lead.consent and case.lead.consent.weak_message_id is not None:
        words = case.why.weak_sign(case.lead.consent.weak_words)
        yield Reason(WEAK_SIGN, words, "Choose Revoke or Not an opt-out.")
    if case.lead.consent and case.lead.consent.untextable:
        words = f"{case.why.subject} cannot be texted: {printable(case.lead.consent.untextable)}"
        remedy = f"Enter another number, or lift it: {_LIFTS_UNTEXTABLE} {case.lead.number}"
        yield Reason(UNTEXTABLE, words, remedy)


def _text(case: _Case) -> Iterator[Reason]:
    known, why = case.lead.consent, case.why
    if known is None or known.status is Status.NOT_AUTHORIZED:
        yield Reason(NOT_AUTHORIZED, why.not_authorized(), "Send Authorization.")
    elif known.status is Status.PENDING:
        words = why.waiting(known.requested_at or known.since)
        never = known.has_revoked and case.facts.rules.reauthorize_after_stop == "never"
        yield Reason(PENDING, words, "" if never else why.send_again(case.may_ask_at))
    elif known.status is Status.REVOKED:
        yield _revoked(case, known)
    if case.draft.body is not None:
        yield from _typed(case.draft.body, case.draft.category)


def _typed(body: str, category: str | None) -> Iterator[Reason]:
    if not has_visible(body):
        yield Reason(EMPTY, "The text is empty.", "Type something.")
    if len(body) > MAX_CHARACTERS:
        words = f"The text has {len(body):,} characters; {MAX_CHARACTERS:,} is the most."
        yield Reason(TOO_LONG, words, f"Shorten it by {len(body) - MAX_CHARACTERS:,}.")
    if not (category or "").strip():
        yield Reason(NO_CATEGORY, "The text has no category.", "Choose one.")


def _revoked(case: _Case, known: Consent) -> Reason:
    rule = case.facts.rules.reauthorize_after_stop
    return Reason(REVOKED, case.why.revoked(known), case.why.lifts_revoked(rule))


def _request(case: _Case) -> Iterator[Reason]:
    known, why = case.lead.consent, case.why
    if known and known.status is Status.AUTHORIZED:
        words = f"{why.subject} is already authorized; no request is needed."
        yield Reason(ALREADY_AUTHORIZED, words)
    if known and known.has_revoked and not _may_ask_after_stop(case):
        yield _revoked(case, known)
    if case.facts.other_request_in_flight:
        words = "Another authorization request to this number is on its way."
        yield Reason(REQUEST_IN_FLIGHT, words, "Wait for it, or settle it in the log.")
    if case.asked_at:
        words = f"{why.subject} was asked on {why.day(case.asked_at)}."
        again = case.may_ask_at
        yield Reason(ASKED_RECENTLY, words, why.send_again(again), until=again)
    if not case.facts.rules.business_name.strip():
        words = "The business name is not set, and a request must say who asks."
        yield Reason(NO_BUSINESS_NAME, words, "Set it in Settings, Account.")
    elif not case.facts.rules.can_say(Template.REQUEST):
        words = "The business phone is not set, and the request names it."
        yield Reason(NO_BUSINESS_PHONE, words, "Set it in Settings, Account.")


def _may_ask_after_stop(case: _Case) -> bool:
    """Asking a client who revoked: freely, never, or with how the client asked for it on record.

    The same each time, until the client answers: one wish to be asked is not two.
    """
    rule = case.facts.rules.reauthorize_after_stop
    on_record = case.draft.asked_by in ASKED_BY and has_visible(case.draft.note)
    return rule == "free" or (rule == "ask" and on_record)


def _automatic(case: _Case) -> Iterator[Reason]:
    """A reply the program words itself goes out only while it is still true."""
    status = case.lead.status
    match case.draft.template:
        case Template.CONFIRMED if status is not Status.AUTHORIZED:
            words = f"{case.why.subject} is no longer authorized; the confirmation is void."
        case Template.STOPPED if status is not Status.REVOKED:
            words = f"{case.why.subject} takes texts again; the STOP confirmation is void."
        case Template.CONFIRMED | Template.STOPPED | Template.HELP:
            return
        case _:
            words = "This is no automatic reply."
    yield Reason(SUPERSEDED, words)


def _holds(case: _Case) -> Iterator[Reason]:
    polled, rules = case.facts.last_poll_at, case.facts.rules
    if case.facts.carrier in ("none", "refused", "unreachable"):
        pass  # it cannot be asked for replies, and why is said below
    elif polled is None:
        words = "The carrier was not asked for replies yet: a STOP may be waiting."
        yield Reason(STALE_POLL, words, "It goes out after the next poll.", hold=True)
    # A poll in the future is a clock that was set back: how old it is, nobody knows.
    elif abs(case.now - polled) > rules.stale_after:
        words = f"The last poll for replies was {ago(case.now - polled)}: a STOP may be waiting."
        yield Reason(STALE_POLL, words, "It goes out after the next poll.", hold=True)
    for unread in case.facts.unread if case.facts.carrier != "none" else ():
        yield Reason(UNREAD_REPLIES, case.why.unread(unread), unread.remedy, hold=True)
    problem = printable(case.facts.carrier_problem)
    if case.facts.carrier == "none":
        words = problem or "No carrier is configured."
        yield Reason(NO_CARRIER, words, "Enter the account's keys, then test it.", hold=True)
    elif case.facts.carrier == "refused":
        words = f"The carrier refuses the account: {problem or 'it did not say why.'}"
        yield Reason(CARRIER_REFUSES, words, "An admin can test it in Settings.", hold=True)
    elif case.facts.carrier == "unreachable":
        words = f"The carrier refused the account, and cannot be asked again: {problem}"
        yield Reason(CARRIER_REFUSES, words, "It is asked again by itself.", hold=True)
    elif case.facts.carrier == "clock":
        words = problem or "This machine's clock is wrong."
        yield Reason(WRONG_CLOCK, words, "It goes out once the clock is right.", hold=True)


def _hours(case: _Case) -> Iterator[Reason]:
    """Quiet hours, wherever the lead may be; a lead without a number is nowhere."""
    rules = case.facts.rules
    if case.lead.number is None:
        return
    its_own = hours_of(case.lead, rules)
    hours = hours_of(case.lead, rules, case.facts.zones_stated)
    if hours.open_at(case.now):
        return
    until = hours.next_opening(case.now)
    remedy = "No hour suits every time zone it may be; state the lead's own."
    if until is not None:
        remedy = case.why.opens(hours, until)
    words = case.why.outside(hours, shared=hours.zones != its_own.zones)
    yield Reason(OUTSIDE_HOURS, words, remedy, hold=True, until=until)


def hours_of(lead: Lead, rules: Rules, zones_stated: Iterable[str | None] = ()) -> Hours:
    """When texts may go to a lead, by the zones that all leads with its number state."""
    return hours_for(
        lead.number, lead.timezone, rules.hours_open, rules.hours_close, sharing=zones_stated
    )
