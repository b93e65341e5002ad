"""Consent as people record it: by hand, and by judging what may have been an opt-out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import Conflict, Invalid, Refused
from data.models import MessageStatus, Permission, Status
from data.store.outbox import GateRefused
from firm import Firm


def test_a_revocation_by_hand_ends_everything_at_once(firm: Firm) -> None:
    lead = firm.authorized()
    text = firm.text(lead)
    consent = firm.store.consents.revoke(
        firm.actor, "(415) 555-0100", "letter", "Wrote on 3 May that texts should end"
    )
    assert consent.status is Status.REVOKED
    assert firm.message(text.id).status is MessageStatus.CANCELLED
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.user, event.source, event.cause) == ("ann", "letter", "by hand")
    assert event.note == "Wrote on 3 May that texts should end"
    assert firm.store.audit.entries(kind="consent")[0].after == "Revoked"


def test_a_grant_by_hand_lifts_a_revocation_by_hand(firm: Firm) -> None:
    lead = firm.authorized()
    firm.store.consents.revoke(firm.actor, str(lead.number), "call", "No texts")
    firm.store.consents.grant(firm.actor, str(lead.number), "in person", "Signed form 12")
    assert firm.status(lead) is Status.AUTHORIZED
    firm.text(lead)


def test_consent_by_hand_works_for_a_number_no_lead_has(firm: Firm) -> None:
    consent = firm.store.consents.revoke(firm.actor, "+44 7700 900123", "call", "Do not text")
    assert (consent.number, consent.status) == ("+447700900123", Status.REVOKED)


def test_consent_by_hand_works_for_a_known_number_that_no_plan_allows(firm: Firm) -> None:
    with pytest.raises(Invalid):
        firm.store.consents.revoke(firm.actor, "+2101234567", "call", "Do not text")
    firm.says("+2101234567", "Hello")
    consent = firm.store.consents.revoke(firm.actor, " +2101234567", "call", "Do not text")
    assert (consent.number, consent.status) == ("+2101234567", Status.REVOKED)


def test_a_number_on_record_is_the_leads_whichever_way_it_is_written(firm: Firm) -> None:
    ledger = firm.store.ledger
    firm.says("+5215512345678", "Hello")
    assert ledger.number("+5215512345678") == "+5215512345678"
    lead = firm.lead("+52 55 1234 5678")
    assert ledger.number("+525512345678") == lead.number == "+5215512345678"


def test_consent_by_hand_needs_its_permission(firm: Firm) -> None:
    lead, bob = firm.lead(), firm.user("bob", Permission.SMS, Permission.ADMIN)
    acts: list[Callable[..., object]] = [firm.store.consents.revoke, firm.store.consents.grant]
    for act in acts:
        with pytest.raises(Refused, match="Record Consent"):
            act(bob, str(lead.number), "call", "Said so")
    assert firm.store.ledger.events(str(lead.number)) == []


@pytest.mark.parametrize(("source", "note"), [("", "note"), ("call", "  "), (" ", "")])
def test_consent_by_hand_needs_its_source_and_a_note(firm: Firm, source: str, note: str) -> None:
    lead = firm.lead()
    with pytest.raises(Invalid, match="source and a note"):
        firm.store.consents.grant(firm.actor, str(lead.number), source, note)


def test_a_weak_sign_closes_the_lead_until_somebody_decides(firm: Firm) -> None:
    lead = firm.authorized()
    waiting = firm.text(lead)
    firm.says(lead.number, "Stop by at 5")
    assert firm.status(lead) is Status.AUTHORIZED
    assert firm.consent(lead).weak_words == "Stop by at 5"
    with pytest.raises(GateRefused):
        firm.text(lead)
    assert firm.claim() is None
    assert firm.message(waiting.id).status is MessageStatus.CANCELLED
    firm.store.consents.judge_weak(firm.actor, str(lead.number), firm.weak(lead), revoke=False)
    assert firm.consent(lead).weak_message_id is None
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.before, event.after) == (Status.AUTHORIZED, Status.AUTHORIZED)
    assert (event.cause, event.words) == ("judged not an opt-out", "Stop by at 5")
    assert firm.message(event.message_id or 0).body == "Stop by at 5"
    firm.text(lead)


def test_a_weak_sign_can_be_judged_an_opt_out(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "cancel my appointment and these texts")
    consent = firm.store.consents.judge_weak(
        firm.actor, str(lead.number), firm.weak(lead), revoke=True
    )
    assert consent.status is Status.REVOKED
    assert firm.store.ledger.events(str(lead.number))[-1].cause == "judged an opt-out"


def test_only_the_first_of_two_people_decides(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "Stop by at 5")
    reply = firm.weak(lead)
    firm.store.consents.judge_weak(firm.actor, str(lead.number), reply, revoke=True)
    with pytest.raises(Refused, match="no reply to judge"):
        firm.store.consents.judge_weak(firm.actor, str(lead.number), reply, revoke=False)
    assert firm.status(lead) is Status.REVOKED


def test_who_may_not_text_does_not_judge(firm: Firm) -> None:
    lead, bob = firm.authorized(), firm.user("bob", Permission.CONSENT)
    firm.says(lead.number, "Stop by at 5")
    with pytest.raises(Refused, match="Allow SMS"):
        firm.store.consents.judge_weak(bob, str(lead.number), firm.weak(lead), revoke=False)


def test_a_stop_settles_an_open_weak_sign(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "Stop by at 5")
    firm.says(lead.number, "STOP")
    assert firm.consent(lead).weak_message_id is None


def test_a_judged_reply_of_who_revoked_changes_nothing_else(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.says(lead.number, "Stop by at 5")
    firm.store.consents.judge_weak(firm.actor, str(lead.number), firm.weak(lead), revoke=False)
    assert firm.status(lead) is Status.REVOKED


def test_a_second_reply_waits_for_its_own_judgement(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "Stop by at 5?")
    first = firm.weak(lead)
    firm.says(lead.number, "Stop by if you can")
    assert (firm.weak(lead), firm.consent(lead).weak_words) == (first, "Stop by at 5?")
    consents, number = firm.store.consents, str(lead.number)
    kept = consents.judge_weak(firm.actor, number, first, revoke=False)
    event = firm.store.ledger.events(number)[-1]
    assert (event.words, event.message_id) == ("Stop by at 5?", first)
    assert kept.weak_words == "Stop by if you can"
    with pytest.raises(GateRefused):
        firm.text(lead)
    with pytest.raises(Conflict, match="judged already"):
        consents.judge_weak(firm.actor, number, first, revoke=False)
    assert firm.store.ledger.events(number)[-1] == event
    consents.judge_weak(firm.actor, number, firm.weak(lead), revoke=False)
    firm.text(lead)


def test_one_revocation_settles_every_reply_that_waits(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "Stop by at 5?")
    firm.says(lead.number, "Stop by if you can")
    firm.store.consents.judge_weak(firm.actor, str(lead.number), firm.weak(lead), revoke=True)
    assert firm.consent(lead).weak_message_id is None
    assert firm.status(lead) is Status.REVOKED


def test_what_is_recorded_by_hand_settles_every_reply_that_waits(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "Stop by at 5?")
    firm.says(lead.number, "Stop by if you can")
    firm.store.consents.grant(firm.actor, str(lead.number), "call", "Texts are welcome")
    assert firm.consent(lead).weak_message_id is None


def test_a_reply_from_before_replies_were_on_record_waits_all_the_same(firm: Firm) -> None:
    """A store of an earlier version: the number knows of the reply, the ledger does not."""
    lead = firm.authorized()
    firm.says(lead.number, "Hello")
    [(old,)] = firm.sql("SELECT max(id) FROM messages")
    firm.sql("UPDATE numbers SET weak_message_id = :old", old=old)
    firm.says(lead.number, "Stop by at 5?")
    assert firm.weak(lead) == old
    kept = firm.store.consents.judge_weak(firm.actor, str(lead.number), old, revoke=False)
    assert kept.weak_words == "Stop by at 5?"


def test_what_is_recorded_by_hand_is_not_about_a_reply_whatever_its_source_is_called(
    firm: Firm,
) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "Stop by at 5?")
    firm.store.consents.revoke(firm.actor, str(lead.number), "judged", "Said so on the phone")
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.cause, event.source, event.message_id) == ("by hand", "judged", None)
