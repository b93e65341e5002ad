"""A number's consent at a past moment, by its record until then. Pure."""

from __future__ import annotations

from dataclasses import replace

from data.consent import REQUEST_SENT
from data.consent_record import open_weak_signs
from data.models import Consent, ConsentEvent, Status


def as_recorded(consent: Consent, events: list[ConsentEvent]) -> Consent:
    """A number's consent after the last of these events of it."""
    before = Consent(consent.number_id, consent.number, Status.NOT_AUTHORIZED, consent.since)
    if not events:
        return before
    asked = [event.at for event in events if event.cause == REQUEST_SENT]
    weak = open_weak_signs(events)
    known = replace(
        before,
        requested_at=asked[-1] if asked else None,
        weak_message_id=weak[0].message_id if weak else None,
        weak_words=weak[0].words if weak else "",
    )
    moved = [event for event in events if event.before is not event.after]
    if not moved:
        return known
    last = moved[-1]
    returns_to = last.before if last.after is Status.PENDING else None
    return replace(known, status=last.after, since=last.at, cause=last.cause, returns_to=returns_to)
