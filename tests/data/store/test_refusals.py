"""What each class of refusal does in the store, said in an answer or later by a record."""

from __future__ import annotations

import pytest

from data import gate
from data.carriage import Accepted, Rejected, ReportRecord
from data.errors import NotFound, Refused
from data.gate import Draft
from data.models import Effect, Kind, MessageStatus, Permission, Status
from data.refusal_codes import MESSAGES, RECEIPTS
from data.refusals import AGAIN_WORDS, Refusal, may_go_again
from firm import Firm

S, R = MessageStatus, Refusal
RECORDS = [
    *(("MESSAGES", code, known) for code, known in MESSAGES.items()),
    *(("SMS", code, known) for code, known in RECEIPTS.items() if code != "0"),
]
ANSWERED = {R.AGAIN, R.MESSAGE, R.NUMBER, R.BLOCKED, R.OPTED_OUT, R.WEAK_SIGN}


def state(firm: Firm) -> tuple[str, str]:
    health = firm.store.worker.health()
    return health.carrier, health.problem


@pytest.mark.parametrize(("product", "code", "known"), RECORDS)
def test_each_code_in_a_record_does_what_its_class_says(
    firm: Firm, product: str, code: str, known: object
) -> None:
    refusal = (MESSAGES if product == "MESSAGES" else RECEIPTS)[code].record
    lead = firm.authorized()
    text = firm.text(lead)
    claim = firm.send()
    firm.clock.passes(seconds=5)
    assert firm.reports(claim, "rejected", code, product=product)
    message = firm.message(text.id)
    uncertain = refusal is R.UNCERTAIN
    assert message.status is (S.UNCERTAIN if uncertain else S.FAILED)
    assert message.reason.endswith(".")
    assert (AGAIN_WORDS in message.reason) is may_go_again(refusal)
    assert message.reason.startswith("It may have been sent.") is uncertain
    assert (state(firm)[0] == "refused") is (refusal is R.ACCOUNT)
    assert (firm.status(lead) is Status.REVOKED) is (refusal is R.OPTED_OUT)
    assert bool(firm.consent(lead).untextable) is (refusal is R.NUMBER)
    assert (firm.consent(lead).weak_message_id == text.id) is (refusal is R.WEAK_SIGN)
    assert not firm.reports(claim, "rejected", code, product=product)


@pytest.mark.parametrize(
    "code", [code for code, known in MESSAGES.items() if known.answer in ANSWERED]
)
def test_each_code_in_an_answer_does_what_its_class_says(firm: Firm, code: str) -> None:
    known = MESSAGES[code]
    lead = firm.authorized()
    text = firm.text(lead)
    firm.send(Rejected(code, known.words))
    assert firm.message(text.id).status is S.FAILED
    assert (AGAIN_WORDS in firm.message(text.id).reason) is (known.answer is R.AGAIN)
    assert state(firm)[0] == "practice"
    assert (firm.status(lead) is Status.REVOKED) is (known.answer is R.OPTED_OUT)
    assert firm.consent(lead).untextable == (known.words if known.answer is R.NUMBER else "")
    assert (firm.consent(lead).weak_message_id == text.id) is (known.answer is R.WEAK_SIGN)


def test_a_number_that_cannot_be_texted_refuses_texts_until_it_is_lifted(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    waiting = firm.text(lead, "another")
    firm.reports(firm.send(), "rejected", "1190")
    assert firm.claim() is None
    assert "cannot be texted" in firm.message(waiting.id).reason
    for kind in (Kind.TEXT, Kind.AUTHORIZATION):
        verdict = firm.store.outbox.verdict(firm.actor, lead.id, Draft(kind))
        [reason] = [one for one in verdict.reasons if one.code == gate.UNTEXTABLE]
        assert reason.words.endswith("cannot be texted: The client's number is no longer in use.")
        assert f"sms-tui consent textable {lead.number}" in reason.remedy
    idle = firm.user("idle")
    with pytest.raises(Refused):
        firm.store.lifting.textable(idle, str(lead.number))
    firm.store.people.set_permission(firm.actor, idle.user, Permission.CONSENT, Effect.ALLOW)
    assert not firm.store.lifting.textable(idle, str(lead.number)).untextable
    entry = firm.store.audit.entries(kind="consent")[0]
    assert (entry.user, entry.subject, entry.after) == ("idle", lead.number, "can be texted")
    firm.text(lead)
    assert firm.send()
    with pytest.raises(Refused, match="not marked"):
        firm.store.lifting.textable(idle, str(lead.number))
    with pytest.raises(NotFound):
        firm.store.lifting.textable(idle, "+14155559999")


def test_another_number_of_the_lead_can_be_texted(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    firm.reports(firm.send(), "rejected", "1250")
    firm.store.leads.change(firm.actor, lead.id, mobile=firm.mobile())
    verdict = firm.store.outbox.verdict(firm.actor, lead.id, Draft(Kind.AUTHORIZATION))
    assert verdict.allowed


def test_a_doubt_of_the_carriers_waits_for_a_person(firm: Firm) -> None:
    lead = firm.authorized()
    text = firm.text(lead, "Your papers are ready.")
    firm.reports(firm.send(), "rejected", "53", product="SMS")
    consent = firm.consent(lead)
    assert "register has no consent" in consent.weak_words
    assert "papers" not in consent.weak_words
    assert firm.store.leads.get(lead.id).needs_reply
    assert firm.status(lead) is Status.AUTHORIZED
    assert not firm.store.outbox.verdict(firm.actor, lead.id, Draft(Kind.TEXT)).allowed
    firm.store.consents.judge_weak(firm.actor, str(lead.number), text.id, revoke=True)
    assert firm.status(lead) is Status.REVOKED


def test_no_credit_in_a_receipt_is_the_accounts_and_no_opt_out(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    claim = firm.send()
    record = ReportRecord(
        "SMS", "x", claim.client_ref, "rejected", "9", described="Partner quota violation"
    )
    assert firm.store.reports.apply(record)
    assert firm.status(lead) is Status.AUTHORIZED
    assert state(firm)[0] == "refused"


def test_an_uncertain_text_is_delivered_after_all(firm: Firm) -> None:
    text = firm.text(firm.authorized())
    claim = firm.send(Accepted("out-1"))
    assert firm.reports(claim, "rejected", "1320")
    assert firm.message(text.id).status is S.UNCERTAIN
    assert firm.reports(claim, "delivered")
    assert firm.message(text.id).status is S.DELIVERED
