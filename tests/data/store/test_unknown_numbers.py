"""A reply from a number no lead has that ends like a lead's: a weak sign there."""

from __future__ import annotations

import pytest

from data.errors import Conflict, Refused
from data.gate import WEAK_SIGN, Draft
from data.models import Kind, Lead, Status
from firm import Firm

MOBILE, SPELLED, VALID = "+12125551234", "+2125551234", "+13125551234"


@pytest.fixture
def lead(firm: Firm) -> Lead:
    return firm.authorized(MOBILE)


@pytest.mark.parametrize("words", ["Hello", "STOP", "cancel my appointment", "YES"])
def test_the_lead_waits_until_a_person_has_judged_it(firm: Firm, lead: Lead, words: str) -> None:
    assert firm.says(SPELLED, words)
    verdict = firm.store.outbox.verdict(firm.actor, lead.id, Draft(Kind.TEXT))
    assert [reason.code for reason in verdict.reasons] == [WEAK_SIGN]
    message = firm.store.log.newest(lead.id)[-1]
    assert (message.body, message.number, message.client) == (words, SPELLED, lead.name)
    assert "a number no lead has that ends like this lead's" in message.reason
    assert firm.store.leads.get(lead.id).needs_reply
    assert firm.weak(lead) == message.id


@pytest.mark.parametrize("revoke", [True, False])
def test_it_is_judged_at_the_leads_number(firm: Firm, lead: Lead, revoke: bool) -> None:
    firm.says(SPELLED, "see you at four")
    reply = firm.weak(lead)
    with pytest.raises(Refused):
        firm.store.consents.judge_weak(firm.actor, SPELLED, reply + 1, revoke=revoke)
    judged = firm.store.consents.judge_weak(firm.actor, MOBILE, reply, revoke=revoke)
    assert judged.status is (Status.REVOKED if revoke else Status.AUTHORIZED)
    assert judged.weak_message_id is None
    assert firm.store.ledger.verify()[1] is None


def test_one_stop_revokes_the_number_it_came_from(firm: Firm, lead: Lead) -> None:
    firm.says(SPELLED, "STOP")
    assert firm.status(lead) is Status.AUTHORIZED
    consent = firm.store.ledger.consent(SPELLED)
    assert consent is not None
    assert consent.status is Status.REVOKED


@pytest.mark.parametrize("number", [VALID, "+13125559999", "+1555123"])
def test_a_number_of_another_line_changes_nothing(firm: Firm, lead: Lead, number: str) -> None:
    firm.says(number, "Hello")
    assert firm.consent(lead).weak_message_id is None
    assert len(firm.store.log.newest(lead.id)) == 3


def test_a_number_that_a_lead_has_is_not_unknown(firm: Firm, lead: Lead) -> None:
    firm.sql("INSERT INTO numbers (e164, since) VALUES (:n, '2026-11-01T00:00:00.000Z')", n=SPELLED)
    other = firm.lead()
    firm.sql(
        "UPDATE leads SET number_id = (SELECT id FROM numbers WHERE e164 = :n) WHERE id = :id",
        n=SPELLED,
        id=other.id,
    )
    firm.says(SPELLED, "Hello")
    assert firm.consent(lead).weak_message_id is None


def test_leads_that_share_the_number_wait_for_one_judgement(firm: Firm, lead: Lead) -> None:
    second, third = firm.lead(MOBILE), firm.lead(VALID)
    firm.says(SPELLED, "Hello")
    reply = firm.weak(lead)
    assert [firm.store.log.newest(one.id)[-1].id for one in (lead, second, third)] == [reply] * 3
    firm.store.consents.judge_weak(firm.actor, MOBILE, reply, revoke=False)
    assert firm.consent(second).weak_message_id is None
    assert firm.weak(third) == reply
    with pytest.raises((Refused, Conflict)):
        firm.store.consents.judge_weak(firm.actor, MOBILE, reply, revoke=True)


def test_the_leads_are_found_by_an_index(firm: Firm) -> None:
    asked: list[str] = []
    database = firm.store._database
    database.connection.set_trace_callback(asked.append)
    firm.says(SPELLED, "Hello")
    database.connection.set_trace_callback(None)
    [sql] = [sql for sql in asked if "substr(mobile, -8)" in sql]
    [(*_, step)] = database.all(f"EXPLAIN QUERY PLAN {sql}")
    assert "leads_ending (<expr>=?)" in step
