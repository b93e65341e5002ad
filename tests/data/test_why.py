"""The words of the gate: what a screen and a command say of each reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data import consent as causes
from data import gate
from data.models import Lead, Status
from gate_cases import DAY, HELP, MAY_NOT, NIGHT, NO_NUMBER, NOW, TEXT, ask, lead, only

NOT = Status.NOT_AUTHORIZED
ASKED = datetime(2026, 11, 22, 18, tzinfo=UTC)
QUOTED = f'{causes.ANSWERED_OTHERWISE}: "who is this?"'


@pytest.mark.parametrize(
    ("consent", "code", "words", "remedy"),
    [
        (lead(NOT), gate.NOT_AUTHORIZED, "Not authorized.", "Send Authorization."),
        (lead(NOT, cause=QUOTED), gate.NOT_AUTHORIZED, f"Not authorized: {QUOTED}.",
         "Send Authorization."),
        (lead(Status.PENDING, requested_at=ASKED), gate.PENDING,
         "Waiting for Maria's reply since 22 Nov.", "Send again from 23 Nov 18:00."),
        (lead(Status.PENDING, requested_at=ASKED - DAY), gate.PENDING,
         "Waiting for Maria's reply since 21 Nov.", "Send again."),
        (lead(Status.PENDING, since=datetime(2025, 12, 31, tzinfo=UTC)), gate.PENDING,
         "Waiting for Maria's reply since 31 Dec 2025.", "Send again."),
        (lead(Status.REVOKED, cause="STOP"), gate.REVOKED,
         'Maria revoked SMS on 14 Nov ("STOP").',
         "Maria can reply START; ask again only with how Maria asked for it, and a note."),
        (lead(Status.REVOKED, cause=""), gate.REVOKED, "Maria revoked SMS on 14 Nov.",
         "Maria can reply START; ask again only with how Maria asked for it, and a note."),
    ],
)  # fmt: skip
def test_a_text_to_a_number_that_is_not_authorized_is_refused_in_words(
    consent: Lead, code: str, words: str, remedy: str
) -> None:
    reason = only(ask(TEXT, consent))
    assert (reason.code, reason.words, reason.remedy) == (code, words, remedy)
    assert not reason.hold


@pytest.mark.parametrize(
    ("cause", "how"),
    [
        (causes.SAID_SO, "Maria revoked SMS on 14 Nov (said so in a text)."),
        (causes.CARRIER, "Maria revoked SMS on 14 Nov (with the carrier)."),
        (causes.BY_HAND, "Maria revoked SMS on 14 Nov (recorded by hand)."),
        (causes.OPT_OUT, "Maria revoked SMS on 14 Nov (a text judged an opt-out)."),
        (causes.REQUEST_FAILED,
         "Maria had revoked SMS, and the request to take it back was not delivered (14 Nov)."),
    ],
)  # fmt: skip
def test_a_revocation_says_how_it_came(cause: str, how: str) -> None:
    assert only(ask(TEXT, lead(Status.REVOKED, cause=cause))).words == how


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sms": MAY_NOT}, "You do not have Allow SMS (denied by group Interns)."),
        ({"last_poll_at": NOW - timedelta(minutes=22)},
         "The last poll for replies was 22 min ago: a STOP may be waiting."),
        ({"last_poll_at": NOW - timedelta(hours=5)},
         "The last poll for replies was 5 h ago: a STOP may be waiting."),
        ({"last_poll_at": NOW - 3 * DAY},
         "The last poll for replies was 3 days ago: a STOP may be waiting."),
        ({"last_poll_at": None},
         "The carrier was not asked for replies yet: a STOP may be waiting."),
        ({"carrier": "none"}, "No carrier is configured."),
        ({"carrier": "refused", "carrier_problem": "wrong secret."},
         "The carrier refuses the account: wrong secret."),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_plain_words(changed: dict[str, Any], words: str) -> None:
    assert only(ask(TEXT, lead(), **changed)).words == words


@pytest.mark.parametrize(
    ("number", "zone", "words", "remedy"),
    [
        ("+15551230001", None,
         "Maria's time zone is unknown; texts go out 12:00–21:00 Eastern.",
         "It goes out from 08:00 AKST to 12:00 EST, or cancel it."),
        ("+19075550100", None,
         "It is 04:41 HST to 05:41 AKST for Maria; texts go out 08:00–21:00.",
         "It goes out from 08:00 HST to 09:00 AKST, or cancel it."),
        ("+14155550132", "Asia/Tokyo",
         "It is 23:41 JST for Maria; texts go out 08:00–21:00.",
         "It goes out from 24 Nov 08:00 JST, or cancel it."),
    ],
)  # fmt: skip
def test_quiet_hours_are_told_on_the_leads_clock(
    number: str, zone: str | None, words: str, remedy: str
) -> None:
    about = replace(lead(number=number), timezone=zone)
    reason = only(ask(TEXT, about, now=NIGHT))
    assert (reason.words, reason.remedy) == (words, remedy)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Maria Lopez", "Maria has no valid mobile number."),
        ("Lopez, Maria", "Maria has no valid mobile number."),
        ("Lopez,", "Lopez has no valid mobile number."),
        ("", "The client has no valid mobile number."),
        (" , ", "The client has no valid mobile number."),
        ("\x1b[31mEve\u202e", "[31mEve has no valid mobile number."),
        ("x" * 99, f"X{'x' * 29} has no valid mobile number."),
    ],
)
def test_the_lead_is_called_by_the_first_name(name: str, words: str) -> None:
    assert ask(HELP, replace(NO_NUMBER, name=name)).reasons[0].words == words


def test_a_weak_sign_is_quoted_on_one_line_and_short() -> None:
    words = only(ask(TEXT, lead(weak_message_id=7, weak_words="cancel\n\x1bmy " + "x" * 99))).words
    assert words.startswith('Maria may have opted out: "cancel my xxx')
    assert words.endswith('x…".')
    assert only(ask(TEXT, lead(weak_message_id=7))).words == "Maria may have opted out."


def test_dates_are_those_of_the_readers_zone() -> None:
    about = lead(Status.PENDING, requested_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC))
    reason = only(ask(TEXT, about, zone=ZoneInfo("America/Los_Angeles")))
    assert reason.words == "Waiting for Maria's reply since 22 Nov."
    assert reason.remedy == "Send again from 23 Nov 18:00."
