"""What a person wrote to a number goes no further once its lead has another one."""

from __future__ import annotations

import pytest

from data.carriage import Held
from data.models import Kind, MessageStatus
from firm import Firm

NEW_NUMBER = "+1 415 555 0199"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.AUTHORIZATION])
def test_what_comes_back_from_the_carrier_does_not_go_to_a_number_its_lead_has_left(
    firm: Firm, kind: Kind
) -> None:
    if kind is Kind.TEXT:
        lead = firm.authorized()
        firm.text(lead)
    else:
        lead = firm.lead()
        firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    claim = firm.claim()
    assert claim is not None
    assert firm.store.dispatch.still_valid(claim)
    firm.store.leads.change(firm.actor, lead.id, mobile=NEW_NUMBER)
    assert not firm.store.dispatch.still_valid(claim)
    assert firm.store.dispatch.settle(claim, Held("Too many requests.", retry_after=5))
    message = firm.message(claim.message_id)
    assert (message.status, message.reason) == (
        MessageStatus.CANCELLED,
        "The lead's number changed.",
    )


def test_a_text_that_waits_for_a_number_its_lead_has_left_is_not_claimed(firm: Firm) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    number = firm.store.consents.grant(firm.actor, NEW_NUMBER, "call", "Agreed").number_id
    firm.sql("UPDATE leads SET number_id = :number WHERE id = :id", number=number, id=lead.id)
    assert firm.claim() is None
    assert firm.message(message.id).status is MessageStatus.CANCELLED
    assert firm.message(message.id).reason == "The lead's number changed."


def test_an_automatic_reply_goes_to_who_wrote_even_when_the_lead_has_another_number(
    firm: Firm,
) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.store.leads.change(firm.actor, lead.id, mobile=NEW_NUMBER)
    claim = firm.claim()
    assert claim is not None
    assert claim.to == lead.number
    assert firm.store.dispatch.still_valid(claim)
    firm.store.dispatch.settle(claim, Held("Too many requests."))
    assert firm.message(claim.message_id).status is MessageStatus.QUEUED
