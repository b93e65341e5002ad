"""One line, one number: a STOP under any spelling meets the number the client was texted at."""

from __future__ import annotations

import pytest

from data.models import Lead, Status
from data.store.lead_fields import NewLead
from firm import Firm

WITH_9, WITHOUT_9 = "+5491123456789", "+541123456789"


def kept_as(firm: Firm, number: str, lead: Lead | None = None) -> int:
    """The row of a number as an earlier version wrote it; `lead` has it from now on."""
    firm.sql("INSERT INTO numbers (e164, since) VALUES (:number, '2026-01-01T00:00:00.000Z')",
             number=number)  # fmt: skip
    ((number_id,),) = firm.sql("SELECT id FROM numbers WHERE e164 = :number", number=number)
    if lead is not None:
        firm.sql("UPDATE leads SET number_id = :n WHERE id = :id", n=number_id, id=lead.id)
        firm.sql(
            "INSERT INTO lead_numbers (lead_id, number_id, since)"
            " VALUES (:id, :n, '2026-01-01T00:00:00.000Z')",
            n=number_id,
            id=lead.id,
        )
    return int(number_id)


def of_before(firm: Firm, number: str) -> Lead:
    """A lead whose number an earlier version kept as it is given."""
    lead = firm.lead()
    kept_as(firm, number, lead)
    return firm.store.leads.get(lead.id)


def revoked_alone(firm: Firm, lead: Lead) -> None:
    """Revoke a lead's number as an earlier version did, which knew of no other spelling."""
    with pytest.MonkeyPatch.context() as before:
        before.setattr("data.store.ledger.spellings", lambda number: (number,))
        firm.store.consents.revoke(firm.actor, lead.number or "", "call", "No more")


@pytest.mark.parametrize("agreed", [0, 1])
def test_of_two_rows_only_that_which_was_agreed_to_is_texted(
    firm: Firm, both: tuple[Lead, Lead], agreed: int
) -> None:
    with pytest.MonkeyPatch.context() as before:
        before.setattr("data.store.ledger.spellings", lambda number: (number,))
        firm.authorize(both[agreed])
    assert firm.status(both[1 - agreed]) is Status.NOT_AUTHORIZED
    with pytest.raises(Exception, match="Not authorized"):
        firm.text(both[1 - agreed])
    text = firm.text(both[agreed])
    assert firm.send().message_id == text.id
    firm.clock.passes(days=1, minutes=1)
    firm.work()
    firm.request(both[1 - agreed])
    assert [firm.status(lead) for lead in both] == [Status.PENDING] * 2
    firm.clock.passes(minutes=1)
    firm.says(WITHOUT_9, "YES")
    assert [firm.status(lead) for lead in both] == [Status.AUTHORIZED] * 2


@pytest.mark.parametrize("stored", [WITH_9, WITHOUT_9, "+54 11 15 2345-6789"])
@pytest.mark.parametrize("sender", [WITH_9, WITHOUT_9])
def test_a_stop_revokes_whatever_the_spelling(firm: Firm, stored: str, sender: str) -> None:
    lead = firm.authorized(stored)
    firm.says(sender, "STOP")
    assert firm.status(lead) is Status.REVOKED
    assert firm.sql("SELECT count(*) FROM numbers") == [(1,)]


@pytest.mark.parametrize("kept", [WITH_9, WITHOUT_9])
@pytest.mark.parametrize("sender", [WITH_9, WITHOUT_9])
def test_a_number_of_an_earlier_version_is_found_under_every_spelling(
    firm: Firm, kept: str, sender: str
) -> None:
    lead = firm.authorize(of_before(firm, kept))
    before = firm.sql("SELECT count(*) FROM numbers")
    firm.text(lead)
    firm.says(sender, "STOP")
    assert firm.status(lead) is Status.REVOKED
    assert firm.sql("SELECT count(*) FROM numbers") == before
    assert firm.store.ledger.number(sender) == kept
    assert firm.store.ledger.events(sender) == firm.store.ledger.events(kept) != []
    assert firm.sql("SELECT lead_id FROM messages WHERE body = 'STOP'") == [(lead.id,)]


def test_it_is_sent_to_as_carriers_take_it(firm: Firm) -> None:
    lead = of_before(firm, WITHOUT_9)
    assert firm.request(lead).to == WITH_9
    assert firm.store.leads.get(lead.id).number == WITHOUT_9


def test_a_lead_with_another_spelling_shares_the_number(firm: Firm) -> None:
    first = of_before(firm, WITHOUT_9)
    second = firm.lead(WITH_9)
    third = firm.store.leads.change(firm.actor, firm.lead().id, mobile="+54 9 11 2345-6789")
    assert second.consent == third.consent == first.consent
    assert [lead.id for lead in firm.store.leads.sharing(first)] == [second.id, third.id]


def test_an_import_finds_the_number_that_is_kept(firm: Firm) -> None:
    kept_as(firm, WITHOUT_9)
    kept_as(firm, "+551187654321")
    kept_as(firm, "+5511987654321")
    leads = [
        NewLead("Demo One", "I-1", WITH_9),
        NewLead("Demo Two", "I-2", "+54 11 2345 6789"),
        NewLead("Demo Three", "I-3", "+551187654321"),
        NewLead("Demo Four", "I-4", "+5521987654321"),
        NewLead("Demo Five", "I-5", "415-555-0132"),
    ]
    assert not firm.store.lead_import.add_all(firm.actor, leads, skip_bad=False, dry_run=False)
    assert [lead.number for lead in firm.store.leads.list()] == [
        WITHOUT_9,
        WITHOUT_9,
        "+5511987654321",
        "+5521987654321",
        "+14155550132",
    ]


@pytest.fixture
def both(firm: Firm) -> tuple[Lead, Lead]:
    """Two leads of one line, which an earlier version kept as two numbers."""
    return of_before(firm, WITH_9), of_before(firm, WITHOUT_9)


@pytest.mark.parametrize("sender", [WITH_9, WITHOUT_9])
@pytest.mark.parametrize("asked", [0, 1])
def test_of_two_rows_of_one_line_a_stop_revokes_both(
    firm: Firm, both: tuple[Lead, Lead], sender: str, asked: int
) -> None:
    firm.authorize(both[asked])
    assert [firm.status(lead) for lead in both] == [Status.AUTHORIZED] * 2
    queued = [firm.text(lead) for lead in both]
    firm.says(sender, "STOP")
    assert firm.sql("SELECT DISTINCT status FROM numbers WHERE e164 LIKE '+54%'") == [("Revoked",)]
    assert [firm.status(lead) for lead in both] == [Status.REVOKED] * 2
    assert {firm.message(text.id).status.value for text in queued} == {"cancelled"}
    assert firm.store.ledger.verify()[1] is None


def test_a_reply_stands_in_the_logs_of_both(firm: Firm, both: tuple[Lead, Lead]) -> None:
    firm.says(WITHOUT_9, "Who is this?")
    logged = firm.sql("SELECT lead_id FROM log ORDER BY lead_id")
    assert logged == [(lead.id,) for lead in both]


@pytest.mark.parametrize("revoked", [0, 1])
def test_neither_is_texted_if_one_was_revoked_before(
    firm: Firm, both: tuple[Lead, Lead], revoked: int
) -> None:
    texted = both[1 - revoked]
    firm.authorize(texted)
    revoked_alone(firm, both[revoked])
    with pytest.raises(Exception, match="revoked"):
        firm.text(texted)
    assert firm.status(texted) is Status.REVOKED
    assert [lead.id for lead in firm.store.leads.sharing(texted)] == [both[revoked].id]
    firm.says(WITH_9, "yes")
    assert [firm.status(lead) for lead in both] == [Status.REVOKED] * 2
    firm.clock.passes(minutes=1)
    firm.says(WITH_9, "START")
    assert [firm.status(lead) for lead in both] == [Status.AUTHORIZED] * 2


def test_a_text_that_waits_for_one_is_cancelled_when_the_other_had_revoked(
    firm: Firm, both: tuple[Lead, Lead]
) -> None:
    firm.authorize(both[0])
    waits = firm.text(both[0])
    revoked_alone(firm, both[1])
    assert firm.claim() is None
    assert firm.message(waits.id).status.value == "cancelled"


def test_a_sign_of_an_opt_out_closes_the_composers_of_both(
    firm: Firm, both: tuple[Lead, Lead]
) -> None:
    firm.authorize(both[0])
    firm.says(WITH_9, "cancel my appointment")
    weak = firm.weak(both[0])
    assert firm.weak(both[1]) == weak
    for lead in both:
        with pytest.raises(Exception, match="may have opted out"):
            firm.text(lead)
    firm.store.consents.judge_weak(firm.actor, WITHOUT_9, weak, revoke=False)
    assert [firm.consent(lead).weak_message_id for lead in both] == [None, None]
    assert [firm.status(lead) for lead in both] == [Status.AUTHORIZED] * 2


def test_a_line_is_asked_once_a_day_whatever_its_spelling(
    firm: Firm, both: tuple[Lead, Lead]
) -> None:
    firm.store.outbox.enqueue_authorization(firm.actor, both[0].id)
    with pytest.raises(Exception, match="on its way"):
        firm.store.outbox.enqueue_authorization(firm.actor, both[1].id)
    firm.send()
    with pytest.raises(Exception, match="was asked"):
        firm.store.outbox.enqueue_authorization(firm.actor, both[1].id)
    firm.clock.passes(minutes=1)
    firm.says(WITH_9, "YES")
    assert [firm.status(lead) for lead in both] == [Status.AUTHORIZED] * 2


def test_by_hand_it_is_the_line_that_is_revoked(firm: Firm, both: tuple[Lead, Lead]) -> None:
    firm.authorize(both[1])
    firm.store.consents.revoke(firm.actor, WITH_9, "call", "No more")
    assert [firm.status(lead) for lead in both] == [Status.REVOKED] * 2
