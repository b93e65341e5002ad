"""What a clock that ran ahead wrote down does not switch a rule off once it is right again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from data.consent import BY_HAND, STOP, Meaning, on_reply
from data.models import Consent, MessageStatus, Status
from data.rules import Rules
from firm import MONDAY, Firm

YEAR = timedelta(days=365)


def test_help_is_answered_after_a_clock_that_ran_ahead(firm: Firm) -> None:
    lead = firm.authorized()
    firm.clock.now += YEAR
    firm.says(lead.number, "HELP")
    firm.send()
    firm.clock.now -= YEAR
    firm.says(lead.number, "HELP")
    assert "for help call" in firm.send().body
    firm.clock.passes(seconds=-5)
    firm.says(lead.number, "HELP")
    assert firm.claim() is None


def test_a_queue_survives_a_clock_that_jumps_ahead(firm: Firm) -> None:
    text = firm.text(firm.authorized())
    fence = firm.work()
    firm.clock.passes(hours=20)
    firm.store.worker.renew(fence)
    assert firm.store.dispatch.claim(fence) is None
    assert firm.message(text.id).status is MessageStatus.QUEUED
    firm.work()
    firm.store.worker.poll_state("clock", "This machine's clock is 72000 s ahead.")
    assert firm.store.dispatch.claim(fence) is None
    assert firm.message(text.id).status is MessageStatus.QUEUED
    firm.store.worker.poll_state("ok")
    firm.clock.passes(hours=-20)
    assert firm.send().message_id == text.id


def test_a_client_may_be_asked_again_after_a_request_from_the_future(firm: Firm) -> None:
    lead = firm.lead()
    firm.clock.now += YEAR
    firm.request(lead)
    firm.clock.now -= YEAR
    firm.request(lead)
    assert firm.consent(lead).requested_at == firm.clock()


def test_a_start_lifts_what_was_revoked_by_hand_in_the_future(firm: Firm) -> None:
    lead = firm.authorized()
    firm.clock.now += YEAR
    firm.store.consents.revoke(firm.actor, str(lead.number), "call", "No texts")
    firm.clock.now -= YEAR
    firm.says(lead.number, "START")
    assert firm.status(lead) is Status.AUTHORIZED


@pytest.mark.parametrize(
    ("cause", "said", "after", "since"),
    [
        (BY_HAND, Meaning.START, Status.AUTHORIZED, MONDAY),
        (BY_HAND, Meaning.STOP, Status.REVOKED, MONDAY),
        (STOP, Meaning.START, Status.REVOKED, MONDAY + YEAR),
        (STOP, Meaning.STOP, Status.REVOKED, MONDAY + YEAR),
    ],
)
def test_only_our_own_time_can_be_from_the_future(
    cause: str, said: Meaning, after: Status, since: object
) -> None:
    consent = Consent(1, "+14155550132", Status.REVOKED, MONDAY + YEAR, cause)
    change = on_reply(consent, said, "…", MONDAY, MONDAY, Rules())
    assert (change.status, change.since) == (after, since)
    recent = replace(consent, since=MONDAY + timedelta(seconds=30))
    assert on_reply(recent, Meaning.START, "…", MONDAY, MONDAY, Rules()).status is Status.REVOKED
