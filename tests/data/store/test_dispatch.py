"""Claiming, the last look before the wire, settling, and recovering what a worker left behind."""

from __future__ import annotations

import pytest

from data.carriage import Accepted, Held, Rejected, Unknown
from data.models import Effect, MessageStatus, Permission, Status
from data.store.worker import LeaseLost
from firm import Firm


def test_a_claim_has_what_the_carrier_needs(firm: Firm) -> None:
    lead = firm.authorized()
    message = firm.text(lead, "Hello")
    claim = firm.claim()
    assert claim is not None
    assert (claim.to, claim.body, claim.client_ref) == (lead.number, "Hello", message.client_ref)
    assert firm.message(message.id).status is MessageStatus.SENDING
    assert firm.claim() is None


def test_messages_go_out_in_the_order_they_were_queued(firm: Firm) -> None:
    leads = [firm.authorized() for _ in range(3)]
    ids = [firm.text(lead).id for lead in [*leads, *reversed(leads)]]
    assert [firm.send().message_id for _ in ids] == ids


def test_a_held_text_does_not_stop_those_behind_it(firm: Firm) -> None:
    west, east = firm.authorized(), firm.authorized(timezone="America/New_York")
    firm.clock.passes(hours=19, minutes=30)  # 13:30 UTC: 08:30 in New York, 05:30 in San Francisco
    firm.work()
    held = [firm.text(west).id for _ in range(60)]
    due = firm.text(east)
    assert firm.send().message_id == due.id
    firm.clock.passes(hours=3)
    assert firm.send().message_id == held[0]


def test_nothing_goes_out_when_replies_were_not_read_lately(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    fence = firm.work()
    firm.clock.passes(minutes=16)
    firm.store.worker.renew(fence)
    assert firm.store.dispatch.claim(fence) is None
    assert "a STOP may be waiting" in firm.message(message.id).reason
    assert firm.send().message_id == message.id


@pytest.mark.parametrize("state", ["none", "refused"])
def test_nothing_goes_out_while_the_carrier_takes_nothing(firm: Firm, state: str) -> None:
    message = firm.text(firm.authorized())
    firm.store.worker.poll_state(state, "The key is wrong.")
    assert firm.claim() is None
    assert firm.message(message.id).status is MessageStatus.QUEUED
    assert "The key is wrong." in firm.message(message.id).reason
    firm.store.worker.poll_state("ok")
    assert firm.send().message_id == message.id


def test_a_stop_between_queueing_and_claiming_cancels(firm: Firm) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    firm.says(lead.number, "STOP")
    assert firm.message(message.id).status is MessageStatus.CANCELLED
    claim = firm.claim()
    assert claim is not None
    assert claim.body.startswith("Acme Relief: you will get no more texts.")


def test_a_stop_between_claim_and_wire_is_seen_by_the_last_look(firm: Firm) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    claim = firm.claim()
    assert claim is not None
    assert firm.store.dispatch.still_valid(claim)
    firm.says(lead.number, "STOP")
    assert not firm.store.dispatch.still_valid(claim)
    assert firm.store.dispatch.abandon(claim)
    assert firm.message(message.id).status is MessageStatus.CANCELLED


def test_a_stop_between_claim_and_wire_stops_a_confirmation_too(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.says(lead.number, "Yes")
    claim = firm.claim()
    assert claim is not None
    assert firm.store.dispatch.still_valid(claim)
    firm.says(lead.number, "STOP")
    assert not firm.store.dispatch.still_valid(claim)
    firm.store.dispatch.abandon(claim)
    assert firm.message(claim.message_id).status is MessageStatus.CANCELLED


def test_a_stop_between_claim_and_wire_stops_a_request_too(firm: Firm) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    claim = firm.claim()
    assert claim is not None
    firm.says(lead.number, "STOP")
    assert not firm.store.dispatch.still_valid(claim)
    firm.store.dispatch.abandon(claim)
    assert firm.message(claim.message_id).status is MessageStatus.CANCELLED


@pytest.mark.parametrize("outcome", [Accepted("out-1"), Unknown("No answer.")])
def test_a_stop_written_before_a_request_left_and_seen_after_it_stands(
    firm: Firm, outcome: Accepted | Unknown
) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    written = firm.clock()
    firm.clock.passes(seconds=5)
    claim = firm.claim()
    assert claim is not None
    firm.clock.passes(seconds=5)
    firm.says(lead.number, "STOP", at=written)
    assert firm.store.dispatch.settle(claim, outcome)
    assert firm.status(lead) is Status.REVOKED
    firm.says(lead.number, "Yes")
    assert firm.status(lead) is Status.REVOKED


def test_a_late_second_stop_ends_a_request_that_was_queued_before_it_was_seen(firm: Firm) -> None:
    lead = firm.authorized()
    earlier = firm.clock()
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "STOP")
    firm.send()
    firm.clock.passes(days=2)
    firm.work()
    queued = firm.store.outbox.enqueue_authorization(
        firm.actor, lead.id, asked_by="call", note="Asked on the phone"
    )
    firm.says(lead.number, "Stop!", at=earlier)
    assert firm.message(queued.message_id).status is MessageStatus.CANCELLED


def test_an_old_claim_is_not_sent_any_more(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.claim()
    assert claim is not None
    firm.clock.passes(seconds=10)
    assert firm.store.dispatch.still_valid(claim)
    firm.clock.passes(seconds=1)
    firm.work()
    assert not firm.store.dispatch.still_valid(claim)


def test_a_claim_whose_lease_could_run_out_on_the_wire_is_not_sent(firm: Firm) -> None:
    firm.text(firm.authorized())
    fence = firm.work()
    firm.clock.passes(seconds=25)
    claim = firm.store.dispatch.claim(fence)
    assert claim is not None
    firm.clock.passes(seconds=6)
    assert not firm.store.dispatch.still_valid(claim)


def test_who_lost_the_lease_claims_recovers_and_settles_nothing(firm: Firm) -> None:
    leads = firm.authorized(), firm.authorized()
    first, second = (firm.text(lead) for lead in leads)
    claim = firm.claim()
    assert claim is not None
    old, firm.fence = firm.fence, 0
    firm.clock.passes(seconds=91)
    firm.work()
    with pytest.raises(LeaseLost):
        firm.store.dispatch.claim(old)
    with pytest.raises(LeaseLost):
        firm.store.dispatch.recover(old)
    assert not firm.store.dispatch.still_valid(claim)
    assert firm.store.dispatch.recover(firm.fence) == 1
    assert firm.message(first.id).status is MessageStatus.UNCERTAIN
    assert not firm.store.dispatch.settle(claim, Accepted("late"))
    assert firm.message(first.id).carrier_id is None
    assert firm.send().message_id == second.id


def test_an_expired_lease_claims_nothing(firm: Firm) -> None:
    firm.text(firm.authorized())
    fence = firm.work()
    firm.clock.passes(seconds=60)
    with pytest.raises(LeaseLost):
        firm.store.dispatch.claim(fence)


def test_a_claim_is_settled_once(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    claim = firm.send(Accepted("out-1"))
    for outcome in (Accepted("again"), Unknown("?"), Held("wait"), Rejected("1", "no")):
        assert not firm.store.dispatch.settle(claim, outcome)
    assert firm.message(message.id).carrier_id == "out-1"


def test_a_refused_text_fails_with_the_carriers_words(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.send(Rejected("1120", "The number is not a mobile number."))
    assert firm.message(message.id).status is MessageStatus.FAILED
    assert firm.message(message.id).reason == "The number is not a mobile number."


def test_a_refused_request_leaves_the_number_as_it_was(firm: Firm) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    firm.send(Rejected("1120", "Not a mobile number."))
    assert firm.status(lead) is Status.NOT_AUTHORIZED
    assert firm.store.ledger.events(str(lead.number)) == []


def test_a_refusal_for_opting_out_revokes(firm: Firm) -> None:
    lead = firm.authorized()
    waiting = [firm.text(lead), firm.text(lead)]
    firm.send(Rejected("1240", "The client opted out with the carrier."))
    assert firm.status(lead) is Status.REVOKED
    assert firm.message(waiting[1].id).status is MessageStatus.CANCELLED
    assert firm.store.ledger.events(str(lead.number))[-1].cause == "carrier"


def test_a_crash_while_a_request_was_sent_leaves_it_to_be_answered(firm: Firm) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    assert firm.claim() is not None
    firm.clock.passes(minutes=5)
    firm.fence = 0
    assert firm.store.dispatch.recover(firm.work()) == 1
    assert firm.status(lead) is Status.PENDING
    firm.says(lead.number, "Yes")
    assert firm.status(lead) is Status.AUTHORIZED


def test_only_a_number_that_still_wants_texts_gets_a_text_back_from_the_carrier(
    firm: Firm,
) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    claim = firm.claim()
    assert claim is not None
    firm.store.consents.revoke(firm.actor, str(lead.number), "call", "No more texts")
    assert firm.store.dispatch.settle(claim, Held("Try later."))
    assert firm.message(message.id).status is MessageStatus.CANCELLED


def test_a_deactivated_author_sends_nothing_more(firm: Firm) -> None:
    bob, lead = firm.user("bob", Permission.SMS), firm.authorized()
    queued = firm.store.outbox.enqueue_text(bob, lead.id, "Hello", "General")
    firm.store.people.deactivate(firm.actor, "bob")
    assert firm.claim() is None
    assert firm.message(queued.message_id).status is MessageStatus.CANCELLED


def test_a_right_given_by_a_group_is_asked_for_when_a_text_goes_out(firm: Firm) -> None:
    agents = firm.store.groups.add(firm.actor, "Agents")
    firm.store.people.set_permission(firm.actor, agents, Permission.SMS, Effect.ALLOW)
    bob, lead = firm.user("bob"), firm.authorized()
    firm.store.groups.join(firm.actor, "Agents", bob.user)
    queued = firm.store.outbox.enqueue_text(bob, lead.id, "Hello", "General")
    firm.store.groups.remove(firm.actor, "Agents")
    assert firm.claim() is None
    assert firm.message(queued.message_id).status is MessageStatus.CANCELLED
