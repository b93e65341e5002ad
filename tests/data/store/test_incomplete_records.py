"""Texts that could not be read whole: kept, never an agreement, and their number waits."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.carriage import NOT_A_CLIENT, BadRecord, InboundRecord
from data.gate import WEAK_SIGN, Draft
from data.models import Kind, Lead, MessageStatus, Status
from data.store.worker import UNREAD_TOLD
from firm import OURS, Firm

NO_TEXT = "the carrier gave no text with it"


def hears(
    firm: Firm, lead: Lead, body: str = "", defect: str = NO_TEXT, at: datetime | None = None
) -> bool:
    assert lead.number is not None
    record = InboundRecord("SMS", "in-1", lead.number, OURS, body, at or firm.clock(), defect)
    return firm.store.received.record(record)


def test_a_text_without_its_words_closes_the_lead_until_somebody_decides(firm: Firm) -> None:
    lead = firm.authorized()
    waiting = firm.text(lead)
    assert hears(firm, lead)
    assert not hears(firm, lead)
    message = firm.store.log.newest(lead.id)[-1]
    assert (message.body, message.reason) == ("", f"It could not be read whole: {NO_TEXT}.")
    verdict = firm.store.outbox.verdict(firm.actor, lead.id, Draft(Kind.TEXT))
    assert [reason.code for reason in verdict.reasons] == [WEAK_SIGN]
    assert firm.store.leads.get(lead.id).needs_reply
    assert firm.claim() is None
    assert firm.message(waiting.id).status is MessageStatus.CANCELLED
    firm.store.consents.judge_weak(firm.actor, str(lead.number), firm.weak(lead), revoke=True)
    assert firm.status(lead) is Status.REVOKED


@pytest.mark.parametrize("words", ["YES", "START"])
def test_what_could_not_be_read_whole_authorizes_nobody(firm: Firm, words: str) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    hears(firm, lead, words, "its time cannot be read")
    assert firm.status(lead) is Status.PENDING
    assert firm.consent(lead).weak_words == words


def test_a_stop_that_could_not_be_read_whole_is_a_stop(firm: Firm) -> None:
    lead = firm.authorized()
    hears(firm, lead, "STOP", "its time cannot be read")
    assert firm.status(lead) is Status.REVOKED
    # When it was written nobody knows, so a confirmation may be too late.
    assert firm.claim() is None


def test_the_whole_text_counts_when_the_carrier_tells_it_later(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    hears(firm, lead, "yes", "its time cannot be read")
    assert hears(firm, lead, "yes", "")
    assert firm.status(lead) is Status.AUTHORIZED


def test_what_nobody_could_read_is_told_for_a_week(firm: Firm) -> None:
    received = firm.store.received
    received.set_aside("SMS", BadRecord("1", NOT_A_CLIENT))
    assert firm.store.worker.unread() == []
    received.set_aside("SMS", BadRecord("2", "the sender cannot be read"))
    firm.clock.passes(minutes=1)
    received.set_aside("SMS", BadRecord("3", "it is no object"))
    assert [why for _, why in firm.store.worker.unread()] == [
        "it is no object",
        "the sender cannot be read",
    ]
    firm.clock.now += UNREAD_TOLD - timedelta(seconds=30)
    assert [why for _, why in firm.store.worker.unread()] == ["it is no object"]
    assert len(received.set_aside_list()) == 3
