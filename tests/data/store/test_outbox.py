"""The outbox as people use it."""

from __future__ import annotations

import pytest

from data.carriage import Accepted, Held, Unknown
from data.errors import Refused
from data.gate import Draft
from data.models import Effect, Kind, MessageStatus, Permission, Status
from data.store.outbox import GateRefused
from firm import Firm


def codes(error: pytest.ExceptionInfo[GateRefused]) -> list[str]:
    return [reason.code for reason in error.value.verdict.reasons]


def test_a_text_waits_in_the_queue_and_stands_in_the_log(firm: Firm) -> None:
    lead = firm.authorized()
    queued = firm.store.outbox.enqueue_text(firm.actor, lead.id, "Hello 🙏", "documents")
    assert queued.verdict.allowed
    message = firm.message(queued.message_id)
    assert message == firm.store.log.newest(lead.id)[-1]
    assert (message.status, message.kind, message.author) == (
        MessageStatus.QUEUED,
        Kind.TEXT,
        "ann",
    )
    assert (message.category, message.segments) == ("Documents", 1)
    assert message.client_ref is not None
    assert len(message.client_ref) == 40
    assert firm.store.leads.get(lead.id).last_category == "Documents"


def test_a_text_without_category_and_words_is_refused_for_both(firm: Firm) -> None:
    lead = firm.authorized()
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.enqueue_text(firm.actor, lead.id, " \n", "")
    assert codes(error) == ["empty", "no-category"]
    assert "The text has no category." in str(error.value)


def test_a_text_to_who_did_not_agree_is_refused_and_leaves_no_trace(firm: Firm) -> None:
    lead = firm.lead()
    with pytest.raises(GateRefused) as error:
        firm.text(lead)
    assert codes(error) == ["not-authorized"]
    assert firm.store.log.newest(lead.id) == []


def test_a_text_by_who_may_not_text_is_refused(firm: Firm) -> None:
    lead, bob = firm.authorized(), firm.user("bob")
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.enqueue_text(bob, lead.id, "Hello", "General")
    assert codes(error) == ["no-permission"]


def test_a_category_must_be_known_and_in_use(firm: Firm) -> None:
    lead = firm.authorized()
    with pytest.raises(GateRefused, match="no category Nothing") as error:
        firm.store.outbox.enqueue_text(firm.actor, lead.id, "Hello", "Nothing")
    assert codes(error) == ["no-category"]
    firm.store.categories.archive(firm.actor, "Payment")
    with pytest.raises(GateRefused, match="archived"):
        firm.store.outbox.enqueue_text(firm.actor, lead.id, "Hello", "Payment")


def test_a_wrong_category_is_one_reason_among_all_of_them(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.enqueue_text(firm.actor, lead.id, " ", "Nothing")
    assert codes(error) == ["revoked", "empty", "no-category"]


def test_before_typing_only_the_lead_is_judged(firm: Firm) -> None:
    lead = firm.authorized()
    assert firm.store.outbox.verdict(firm.actor, lead.id, Draft(Kind.TEXT)).allowed
    typed = Draft(Kind.TEXT, body="", category=None)
    assert firm.store.outbox.verdict(firm.actor, lead.id, typed).refused


def test_a_text_at_night_is_taken_and_says_until_when_it_waits(firm: Firm) -> None:
    lead = firm.authorized()
    firm.clock.passes(hours=12)
    firm.work()
    queued = firm.store.outbox.enqueue_text(firm.actor, lead.id, "Hello", "General")
    assert queued.verdict.held
    message = firm.message(queued.message_id)
    assert message.held_until == queued.verdict.opens_at
    assert "It is 22:0" in message.reason


def test_half_a_character_is_stored_as_its_replacement(firm: Firm) -> None:
    assert firm.text(firm.authorized(), "papers \ud83d").body == "papers \ufffd"


def test_an_answer_ends_the_wait_of_all_who_share_the_number(firm: Firm) -> None:
    first = firm.authorized()
    second = firm.lead(first.number)
    firm.says(first.number, "When?")
    assert firm.store.leads.get(second.id).needs_reply
    firm.text(first)
    assert not firm.store.leads.get(second.id).needs_reply
    assert firm.store.leads.get(second.id).unread == 0


def test_a_request_is_worded_by_the_firm_and_sent_once_a_day(firm: Firm) -> None:
    lead = firm.lead()
    claim = firm.request(lead)
    assert claim.body.startswith("Acme Relief: may we text you")
    assert firm.status(lead) is Status.PENDING
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    assert codes(error) == ["asked-recently"]
    firm.clock.passes(hours=24)
    firm.request(lead)
    assert firm.status(lead) is Status.PENDING


def test_two_requests_to_one_number_never_wait_side_by_side(firm: Firm) -> None:
    lead = firm.lead()
    other = firm.lead(lead.number)
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.enqueue_authorization(firm.actor, other.id)
    assert codes(error) == ["request-in-flight"]


def test_asking_after_stop_needs_to_say_how_the_client_asked(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.clock.passes(days=2)
    firm.work()
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    assert codes(error) == ["revoked"]
    firm.store.outbox.enqueue_authorization(
        firm.actor, lead.id, asked_by="call", note="Asked on the phone"
    )
    firm.clock.passes(seconds=5)
    firm.send()
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.before, event.after) == (Status.REVOKED, Status.PENDING)
    assert (event.source, event.note, event.user) == ("call", "Asked on the phone", "ann")


def test_a_queued_text_can_be_cancelled_by_who_may_text(firm: Firm) -> None:
    lead, reader = firm.authorized(), firm.user("bob")
    message = firm.text(lead)
    with pytest.raises(Refused, match="Allow SMS"):
        firm.store.outbox.cancel(reader, message.id)
    firm.store.outbox.cancel(firm.actor, message.id)
    assert firm.message(message.id).reason == "Cancelled by ann."
    assert firm.claim() is None
    with pytest.raises(Refused, match="is cancelled"):
        firm.store.outbox.cancel(firm.actor, message.id)
    assert firm.store.audit.entries(kind="outbox")[0].before == "queued"


def test_a_text_on_its_way_cannot_be_cancelled(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    assert firm.claim() is not None
    with pytest.raises(Refused, match="is sending"):
        firm.store.outbox.cancel(firm.actor, message.id)


def test_nobody_decides_about_an_uncertain_text_before_a_minute_has_passed(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.send(Unknown("No answer."))
    assert firm.message(message.id).status is MessageStatus.UNCERTAIN
    with pytest.raises(Refused, match="may still report"):
        firm.store.outbox.send_again(firm.actor, message.id)
    firm.clock.passes(seconds=60)
    firm.store.outbox.treat_as_not_sent(firm.actor, message.id)
    assert firm.message(message.id).status is MessageStatus.CANCELLED
    with pytest.raises(Refused, match="nothing to decide"):
        firm.store.outbox.treat_as_not_sent(firm.actor, message.id)


def test_an_uncertain_text_sent_again_is_a_new_message_with_its_own_reference(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.send(Unknown("No answer."))
    firm.store.categories.rename(firm.actor, "General", "Other")
    firm.store.categories.archive(firm.actor, "Other")
    firm.clock.passes(seconds=61)
    firm.work()
    again = firm.store.outbox.send_again(firm.actor, message.id)
    assert firm.message(message.id).status is MessageStatus.CANCELLED
    fresh = firm.message(again.message_id)
    assert (fresh.body, fresh.category) == (message.body, "Other")
    assert fresh.client_ref != message.client_ref
    assert firm.send().message_id == fresh.id


def test_an_uncertain_text_is_not_sent_again_after_stop(firm: Firm) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    firm.send(Unknown("No answer."))
    firm.says(lead.number, "STOP")
    firm.clock.passes(seconds=61)
    firm.work()
    with pytest.raises(GateRefused) as error:
        firm.store.outbox.send_again(firm.actor, message.id)
    assert codes(error) == ["revoked"]
    assert firm.message(message.id).status is MessageStatus.UNCERTAIN


def test_an_uncertain_request_is_asked_anew_not_sent_again(firm: Firm) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    claim = firm.send(Unknown("No answer."))
    assert firm.status(lead) is Status.PENDING
    firm.clock.passes(seconds=61)
    with pytest.raises(Refused, match="Only a text"):
        firm.store.outbox.send_again(firm.actor, claim.message_id)


def test_a_text_returned_by_the_carrier_waits_and_goes_out_once(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.send(Held("Too many requests.", retry_after=30))
    waiting = firm.message(message.id)
    assert (waiting.status, waiting.reason) == (MessageStatus.QUEUED, "Too many requests.")
    assert firm.claim() is None
    firm.clock.passes(seconds=30)
    assert firm.send(Accepted("out-1")).message_id == message.id
    assert firm.claim() is None


def test_who_lost_allow_sms_sends_nothing_that_waited(firm: Firm) -> None:
    bob, lead = firm.user("bob", Permission.SMS), firm.authorized()
    queued = firm.store.outbox.enqueue_text(bob, lead.id, "Hello", "General")
    firm.store.people.set_permission(firm.actor, bob.user, Permission.SMS, Effect.DENY)
    assert firm.claim() is None
    message = firm.message(queued.message_id)
    assert message.status is MessageStatus.CANCELLED
    assert "denied for this user" in message.reason
