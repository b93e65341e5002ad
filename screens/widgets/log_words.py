"""The words of a log that no person wrote: consent events, calls, marks of delivery."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from data import consent
from data.models import ConsentEvent, Direction, Kind, Message, MessageStatus
from screens.badges import HELD, MARKS
from screens.text import fit, plain, short_name
from screens.times import clock_time, day_and_time

LONGEST_QUOTE = 40
_SAID_BY_THE_MARK = "It may have been sent."
_JUDGEMENTS = (consent.OPT_OUT, consent.NOT_OPT_OUT)


def event_words(event: ConsentEvent, client: str, zone: ZoneInfo) -> str:
    """What happened to the consent, without its shape: "Maria replied YES · Authorized"."""
    return f"{_what_happened(event, client, zone)} · {event.after.value}"


def _what_happened(event: ConsentEvent, client: str, zone: ZoneInfo) -> str:
    user = plain(event.user)
    if event.cause == consent.REQUEST_SENT:
        return f"asked by {user}{_details(event)}" if user else "asked"
    if event.cause == consent.CARRIER:
        return f"the carrier reported an opt-out at {clock_time(event.at, zone)}"
    if event.cause == consent.BY_HAND:
        return f"recorded by {user} at {clock_time(event.at, zone)}{_details(event)}"
    if event.cause == consent.WEAK_SIGN:
        return f"{client} may have opted out{_details(event)}"
    if event.cause in _JUDGEMENTS:
        return f"{event.cause} by {user} at {clock_time(event.at, zone)}"
    if event.words and event.cause != consent.REQUEST_FAILED:
        return f"{client} replied {fit(event.words, LONGEST_QUOTE)}{_rule(event)}"
    return plain(event.cause) or "changed"


def _details(event: ConsentEvent) -> str:
    parts = ", ".join(plain(part) for part in (event.source, event.note) if part)
    return f" ({parts})" if parts else ""


def _rule(event: ConsentEvent) -> str:
    """How a phrase was read, in short; a STOP or a YES speaks for itself."""
    if event.cause != consent.SAID_SO or not event.note:
        return ""
    return f" ({plain(event.note.partition(':')[0])})"


def call_words(message: Message, zone: ZoneInfo) -> str:
    """`alice called at 09:05`"""
    return f"{plain(message.author) or 'someone'} called at {clock_time(message.at, zone)}"


def author(message: Message) -> str:
    """Who wrote it, as the log says it: a user, or the client by first name."""
    if message.direction is Direction.IN:
        return short_name(message.author or message.client)
    return plain(message.author) or "automatic reply"


def label(message: Message) -> str:
    """The category; what the program worded itself says what it is instead."""
    if message.kind is Kind.AUTHORIZATION:
        return "authorization"
    if message.kind is Kind.AUTOMATIC and message.author:
        return "automatic reply"
    return message.category or ""


def mark(message: Message, now: datetime, zone: ZoneInfo) -> str:
    """The delivery mark; a held message says until when, where that is known."""
    if message.status is not MessageStatus.QUEUED or not message.reason:
        return MARKS[message.status]
    if message.held_until is None:
        return HELD
    return f"{HELD} until {day_and_time(message.held_until, now, zone)}"


def reason(message: Message) -> str:
    """Why the mark is as it is, without what the mark says itself."""
    return plain(message.reason.removeprefix(_SAID_BY_THE_MARK)).strip()
