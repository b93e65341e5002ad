"""What the carrier reports later: forward only, matched by our reference, else by its id."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.carriage import Accepted, ReportRecord, Unknown
from data.models import MessageStatus, Status
from firm import Firm

S = MessageStatus


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("submitted", S.SENT),
        ("accepted", S.SENT),
        ("buffered", S.SENT),
        ("unknown", S.SENT),
        ("invented-tomorrow", S.SENT),
        ("delivered", S.DELIVERED),
        ("READ", S.DELIVERED),
        ("rejected", S.FAILED),
        ("undeliverable", S.FAILED),
        ("expired", S.FAILED),
        ("failed", S.FAILED),
        ("deleted", S.FAILED),
    ],
)
def test_every_word_of_the_carrier_has_its_meaning(
    firm: Firm, word: str, status: MessageStatus
) -> None:
    firm.text(firm.authorized())
    claim = firm.send()
    assert firm.reports(claim, word) is (status is not S.SENT)
    assert firm.message(claim.message_id).status is status


def test_a_report_never_moves_a_message_back(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.send()
    assert firm.reports(claim, "delivered")
    for word in ("submitted", "failed", "delivered", "rejected"):
        assert not firm.reports(claim, word)
    assert firm.message(claim.message_id).status is S.DELIVERED


def test_a_failure_says_what_the_carrier_says(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.send()
    firm.reports(claim, "undeliverable", "1350")
    assert firm.message(claim.message_id).reason == (
        "The carrier reports: undeliverable (error 1350). A fee for matching phones was not paid."
    )


def test_a_lost_answer_is_found_again_by_our_reference(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.send(Unknown("No answer."))
    assert firm.reports(claim, "submitted", carrier_id="found")
    message = firm.message(claim.message_id)
    assert (message.status, message.reason, message.carrier_id) == (S.SENT, "", "found")
    assert firm.reports(claim, "delivered", client_ref=None, carrier_id="found")


def test_an_answer_that_could_not_be_read_is_matched_by_our_reference(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.send(Accepted(None))
    assert firm.reports(claim, "delivered", carrier_id="later")
    assert firm.message(claim.message_id).carrier_id == "later"


def test_a_report_about_nobodys_message_changes_nothing(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.send(Accepted(None))
    assert not firm.reports(claim, "delivered", client_ref="0" * 40, carrier_id="unknown")
    assert not firm.reports(claim, "delivered", client_ref="", carrier_id="")


def test_an_inbound_message_is_not_taken_for_ours(firm: Firm) -> None:
    lead = firm.lead()
    firm.says(lead.number, "Hello", carrier_id="same")
    record = ReportRecord("SMS", "same", None, "delivered", "")
    assert not firm.store.reports.apply(record)


def test_a_message_treated_as_not_sent_that_was_sent_after_all_says_so(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    claim = firm.send(Unknown("No answer."))
    firm.clock.passes(minutes=2)
    firm.store.outbox.treat_as_not_sent(firm.actor, message.id)
    assert firm.reports(claim, "delivered")
    assert firm.message(message.id).status is S.DELIVERED


@pytest.mark.parametrize("act", ["treat_as_not_sent", "send_again"])
def test_what_a_person_closed_is_asked_about_until_it_cannot_be_found(firm: Firm, act: str) -> None:
    message = firm.text(firm.authorized())
    claim = firm.send(Unknown("No answer."))
    firm.clock.passes(minutes=2)
    firm.work()
    getattr(firm.store.outbox, act)(firm.actor, message.id)
    reports, looks = firm.store.reports, 0
    while (due := reports.next_look()) is not None:
        firm.clock.now = max(firm.clock.now, due)
        asked = reports.open_messages()
        looks += claim.client_ref in {open_message.client_ref for open_message in asked}
        reports.looked(asked)
    assert looks == 8
    assert firm.clock() <= claim.claimed_at + timedelta(hours=72)


def test_what_a_person_closed_is_left_alone_after_72_hours_without_a_worker(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.send(Unknown("No answer."))
    firm.clock.passes(minutes=2)
    firm.store.outbox.treat_as_not_sent(firm.actor, message.id)
    for earlier in firm.store.reports.open_messages(everything=True):
        if earlier.message_id != message.id:
            firm.store.reports.apply(
                ReportRecord("SMS", str(earlier.carrier_id), earlier.client_ref, "delivered", "")
            )
    assert firm.store.reports.next_look() is not None
    firm.clock.passes(hours=73)
    assert firm.store.reports.next_look() is None
    assert firm.store.reports.open_messages(everything=True) == []


def test_an_answer_is_awaited_for_an_hour_after_a_message_left(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    firm.send(Unknown("No answer."))
    firm.clock.passes(minutes=59)
    firm.store.outbox.treat_as_not_sent(firm.actor, message.id)
    assert firm.store.dispatch.answer_awaited()
    firm.clock.passes(minutes=2)
    assert firm.store.reports.next_look() is not None
    assert not firm.store.dispatch.answer_awaited()


def test_a_report_about_a_text_cancelled_before_it_was_claimed_changes_nothing(
    firm: Firm,
) -> None:
    message = firm.text(firm.authorized())
    firm.store.outbox.cancel(firm.actor, message.id)
    record = ReportRecord("SMS", "x", message.client_ref, "delivered", "")
    assert not firm.store.reports.apply(record)
    assert firm.message(message.id).status is S.CANCELLED


@pytest.mark.parametrize(("product", "code"), [("MESSAGES", "1240"), ("SMS", "9")])
def test_a_client_who_opted_out_with_the_carrier_is_revoked(
    firm: Firm, product: str, code: str
) -> None:
    lead = firm.authorized()
    firm.text(lead)
    claim = firm.send()
    waiting = firm.text(lead)
    assert firm.reports(claim, "rejected", code, product=product)
    assert firm.status(lead) is Status.REVOKED
    assert firm.message(waiting.id).status is S.CANCELLED
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.cause, event.message_id) == ("carrier", claim.message_id)


@pytest.mark.parametrize("word", ["", "unknown", "submitted", "opted-out", "delivered", "rejected"])
def test_an_opt_out_with_the_carrier_counts_whatever_the_status_says(firm: Firm, word: str) -> None:
    lead = firm.authorized()
    firm.text(lead)
    claim = firm.send()
    at = firm.clock() - timedelta(seconds=7)
    record = ReportRecord("SMS", "x", claim.client_ref, word, "9", at)
    assert firm.store.reports.apply(record)
    assert firm.consent(lead).since == at
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.cause, event.at, event.recorded_at) == ("carrier", at, firm.clock())
    ended = S.DELIVERED if word == "delivered" else S.FAILED
    assert firm.message(claim.message_id).status is ended


def test_an_opt_out_counts_for_a_message_that_has_ended_and_only_once(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    claim = firm.send()
    firm.reports(claim, "delivered")
    assert firm.reports(claim, "rejected", "1240")
    assert firm.status(lead) is Status.REVOKED
    assert firm.message(claim.message_id).status is S.DELIVERED
    firm.clock.passes(seconds=1)
    firm.says(lead.number, "START")
    assert not firm.reports(claim, "rejected", "1240")
    assert firm.status(lead) is Status.AUTHORIZED


def test_error_9_of_the_other_product_is_no_opt_out(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    firm.reports(firm.send(), "failed", "9", product="MESSAGES")
    assert firm.status(lead) is Status.AUTHORIZED


def test_a_request_that_was_not_delivered_ends_pending_and_can_still_be_answered(
    firm: Firm,
) -> None:
    lead = firm.lead()
    claim = firm.request(lead)
    assert firm.reports(claim, "undeliverable")
    assert firm.status(lead) is Status.NOT_AUTHORIZED
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "Yes")
    assert firm.status(lead) is Status.AUTHORIZED


def test_a_request_after_stop_that_was_not_delivered_leaves_revoked(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.send()
    firm.clock.passes(days=2)
    firm.work()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id, asked_by="email", note="Mail")
    assert firm.reports(firm.send(), "failed")
    assert firm.status(lead) is Status.REVOKED


def test_the_failure_of_an_older_request_does_not_end_a_newer_one(firm: Firm) -> None:
    lead = firm.lead()
    first = firm.request(lead)
    firm.clock.passes(hours=25)
    firm.request(lead)
    assert firm.reports(first, "expired")
    assert firm.message(first.message_id).status is S.FAILED
    assert firm.status(lead) is Status.PENDING


def test_open_messages_are_asked_about_less_and_less_often_for_72_hours(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.send()
    reports = firm.store.reports
    assert firm.reports(claim, "submitted") is False
    looks = 0
    while (due := reports.next_look()) is not None:
        firm.clock.now = max(firm.clock.now, due)
        reports.looked(reports.open_messages())
        looks += 1
    assert 10 <= looks <= 60
    assert firm.clock() <= claim.claimed_at + timedelta(hours=72)


def test_a_message_is_due_when_its_pause_is_over_or_when_all_are_asked_for(firm: Firm) -> None:
    firm.store.reports.looked([])
    firm.text(firm.authorized())
    claim = firm.send()
    due = {message.message_id for message in firm.store.reports.open_messages(everything=True)}
    assert claim.message_id in due
    assert claim.message_id not in {m.message_id for m in firm.store.reports.open_messages()}
    firm.clock.passes(seconds=3)
    [found] = [m for m in firm.store.reports.open_messages() if m.message_id == claim.message_id]
    assert (found.client_ref, found.carrier_id) == (claim.client_ref, f"out-{claim.message_id}")
    firm.reports(claim, "delivered")
    assert claim.message_id not in {m.message_id for m in firm.store.reports.open_messages()}
