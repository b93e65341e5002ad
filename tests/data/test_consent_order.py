"""Which of two things came first, by the carrier's clock, and what is doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.consent import Change, Meaning, on_reply, on_request_sent
from data.models import Consent, Status
from data.rules import Rules

NOT, PENDING = Status.NOT_AUTHORIZED, Status.PENDING
AUTHORIZED, REVOKED = Status.AUTHORIZED, Status.REVOKED
RULES = Rules(business_name="Acme Relief")
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SECOND, HOUR, MINUTE = timedelta(seconds=1), timedelta(hours=1), timedelta(minutes=1)
ASKED = NOW - HOUR


def number(status: Status, *, asked: bool = False, cause: str = "before") -> Consent:
    """A number in a status since two hours; `asked` an hour ago, when that is still open."""
    asked_at = ASKED if asked or status is PENDING else None
    open_until = asked_at + RULES.request_open_for if asked_at else None
    since = NOW - 2 * HOUR
    return Consent(1, "+14155550132", status, since, cause, asked_at, open_until)


def said(consent: Consent, meaning: Meaning, at: datetime) -> Change:
    return on_reply(consent, meaning, "…", at, NOW + MINUTE, RULES)


def after(consent: Consent, change: Change) -> Consent:
    """The number as the store has it after a change."""
    return replace(
        consent, status=change.status, since=change.since, cause=change.cause,
        requested_at=change.requested_at, open_until=change.open_until,
        returns_to=change.returns_to, revoked_at=change.revoked_at,
    )  # fmt: skip


@pytest.mark.parametrize("status", [PENDING, NOT])
@pytest.mark.parametrize(
    ("older", "after"), [(-1, True), (0, True), (1, True), (2, True), (3, False), (70, False)]
)
def test_a_yes_answers_what_is_older_by_the_carriers_clock_but_for_rounding(
    status: Status, older: int, after: bool
) -> None:
    change = said(number(status, asked=True), Meaning.YES, ASKED - older * SECOND)
    assert change.status is (AUTHORIZED if after else status)


@pytest.mark.parametrize(
    ("revoked", "written", "lifts"),
    [
        (0, 0, False),
        (0, 0.999, False),
        (0.999, 0, False),
        (0, 1, True),
        (0.999, 1, True),
        (0, -1, False),
    ],
)
@pytest.mark.parametrize("cause", ["STOP", "by hand", "carrier"])
def test_a_start_in_the_second_of_the_revocation_is_doubt(
    cause: str, revoked: float, written: float, lifts: bool
) -> None:
    consent = replace(number(REVOKED, cause=cause), since=NOW + revoked * SECOND)
    change = said(consent, Meaning.START, NOW + written * SECOND)
    assert change.status is (AUTHORIZED if lifts else REVOKED)


@pytest.mark.parametrize(
    ("written", "lifts"), [(-3 * HOUR, False), (-2 * HOUR, False), (-2 * HOUR + SECOND, True)]
)
@pytest.mark.parametrize("word", [Meaning.START, Meaning.YES])
def test_while_a_request_waits_only_what_is_newer_than_the_revocation_lifts_it(
    word: Meaning, written: timedelta, lifts: bool
) -> None:
    asked = on_request_sent(number(REVOKED), NOW - 2 * HOUR + SECOND, RULES)
    assert asked.revoked_at == NOW - 2 * HOUR
    change = said(after(number(REVOKED), asked), word, NOW + written)
    assert change.status is (AUTHORIZED if lifts else PENDING)
