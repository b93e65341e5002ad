"""Leads: their names, file numbers, numbers and zones."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import phone
from data.errors import Invalid, NotFound, Refused
from data.models import Actor, Kind, MessageStatus, Permission, Status
from data.store import Store
from data.store.lead_fields import NewLead
from firm import Firm


def test_a_new_lead_is_not_authorized(firm: Firm) -> None:
    lead = firm.lead("(415) 555-0132", name="  Demo   Client ", file=" LT-1 ")
    assert (lead.name, lead.file, lead.number) == ("Demo Client", "LT-1", "+14155550132")
    assert lead.status is Status.NOT_AUTHORIZED
    assert firm.store.leads.find("lt-1") == lead
    assert firm.store.leads.known("LT-1") == lead


def test_an_unknown_lead_is_not_found(store: Store) -> None:
    assert store.leads.find("none") is None
    with pytest.raises(NotFound):
        store.leads.known("none")
    with pytest.raises(NotFound):
        store.leads.get(99)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("file", " "),
        ("file", "x" * 65),
        ("file", "a\x1b[2J"),
        ("mobile", "123"),
        ("mobile", "no number"),
        ("mobile", "0000000000"),
        ("mobile", "900 555 0132"),
        ("mobile", "+881612345678"),
        ("mobile", "4155550132.0"),
        ("timezone", "Mars/Olympus"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "America"),
        ("timezone", "localtime"),
    ],
)
def test_a_lead_that_cannot_be_is_refused_and_nothing_is_kept(
    firm: Firm, field: str, value: str
) -> None:
    with pytest.raises(Invalid):
        firm.lead(**{field: value})
    assert firm.store.inbox.count() == 0
    assert firm.sql("SELECT * FROM numbers") == []
    known = firm.lead()
    with pytest.raises(Invalid):
        firm.store.leads.change(firm.actor, known.id, **{field: value or " "})
    assert firm.store.leads.get(known.id) == known


def test_a_file_number_is_taken_once(firm: Firm) -> None:
    firm.lead(file="LT-1")
    with pytest.raises(Invalid, match="already belongs to Demo Client 1"):
        firm.lead(file="lt-1")


def test_a_new_lead_with_a_known_number_shares_its_consent(firm: Firm) -> None:
    first = firm.authorized()
    second = firm.lead(first.number)
    assert second.status is Status.AUTHORIZED
    assert [lead.id for lead in firm.store.leads.sharing(second)] == [first.id]


def test_a_changed_number_brings_its_own_consent_and_ends_what_waits(firm: Firm) -> None:
    lead = firm.authorized()
    text = firm.text(lead)
    changed = firm.store.leads.change(firm.actor, lead.id, mobile="+14155550999")
    assert changed.status is Status.NOT_AUTHORIZED
    assert firm.message(text.id).status is MessageStatus.CANCELLED
    assert firm.message(text.id).reason == "The lead's number changed."
    assert firm.claim() is None
    back = firm.store.leads.change(firm.actor, lead.id, mobile=lead.number)
    assert back.status is Status.AUTHORIZED


def test_the_log_keeps_the_consent_of_every_number_a_lead_had(firm: Firm) -> None:
    lead = firm.authorized()
    firm.store.leads.change(firm.actor, lead.id, mobile="+14155550999")
    assert [event.after for event in firm.store.log.events(lead.id)] == [
        Status.PENDING,
        Status.AUTHORIZED,
    ]


def test_the_same_number_typed_anew_changes_nothing(firm: Firm) -> None:
    lead = firm.authorized()
    text = firm.text(lead)
    firm.store.leads.change(firm.actor, lead.id, mobile="415 555 0100", name="Demo Renamed")
    assert firm.message(text.id).status is MessageStatus.QUEUED


def test_a_stated_zone_lets_a_held_text_be_asked_again(firm: Firm) -> None:
    lead = firm.authorized()
    firm.clock.passes(hours=13)
    firm.work()
    held = firm.text(lead)
    assert held.held_until is not None
    assert "texts go out" in held.reason
    firm.store.leads.change(firm.actor, lead.id, timezone="Europe/Berlin")
    assert firm.send().message_id == held.id
    cleared = firm.store.leads.change(firm.actor, lead.id, timezone="")
    assert cleared.timezone is None


def test_a_deactivated_user_changes_no_lead(firm: Firm) -> None:
    bob, lead = firm.user("bob"), firm.lead()
    firm.store.people.deactivate(firm.actor, "bob")
    for act in (
        lambda: firm.store.leads.add(bob, "Demo", "F-9", "+14155550555"),
        lambda: firm.store.leads.change(bob, lead.id, name="Demo"),
        lambda: firm.store.leads.note_call(bob, lead.id),
    ):
        with pytest.raises(Refused, match="deactivated"):
            act()


def test_leads_are_listed_by_file_a_page_at_a_time(firm: Firm) -> None:
    for _ in range(5):
        firm.lead()
    first = firm.store.leads.list(limit=2)
    rest = firm.store.leads.list(first[-1].file)
    files = [lead.file for lead in [*first, *rest]]
    assert files == [f"F-{n:04}" for n in range(1, 6)]


def test_who_may_not_text_leaves_unread_marks_alone(firm: Firm) -> None:
    lead, reader = firm.lead(), firm.user("bob", Permission.SEARCH)
    firm.says(lead.number, "Hello?")
    firm.store.leads.mark_read(reader, lead.id)
    assert firm.store.leads.get(lead.id).unread == 1
    with pytest.raises(Refused):
        firm.store.leads.no_reply_needed(reader, lead.id)
    firm.store.leads.mark_read(firm.actor, lead.id)
    assert firm.store.leads.get(lead.id).unread == 0
    assert firm.store.leads.get(lead.id).needs_reply
    firm.store.leads.no_reply_needed(firm.actor, lead.id)
    assert not firm.store.leads.get(lead.id).needs_reply


def test_a_call_is_noted_in_the_log_and_never_sent(firm: Firm, actor: Actor) -> None:
    lead = firm.lead()
    firm.store.leads.note_call(actor, lead.id)
    [call] = firm.store.log.newest(lead.id)
    assert (call.kind, call.author, call.status) == (Kind.CALL, "ann", MessageStatus.SENT)
    assert firm.claim() is None


def test_a_name_with_half_a_character_is_kept_as_it_can_be(firm: Firm) -> None:
    assert firm.lead(name="Demo \ud83d Client\0").name == "Demo \ufffd Client\ufffd"


def test_an_import_looks_at_its_rows_before_it_keeps_others_from_writing(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(text: str) -> str:
        assert not firm.store._database.connection.in_transaction
        return whole(text)

    whole = phone.parse
    monkeypatch.setattr(phone, "parse", parse)
    rows = [NewLead(f"Demo {n}", f"A-{n}", firm.mobile()) for n in range(3)]
    assert firm.store.lead_import.add_all(firm.actor, rows, skip_bad=False, dry_run=False) == []
    assert firm.store.leads.add(firm.actor, "Demo", "A-9", firm.mobile()).file == "A-9"


def test_an_import_tells_every_fault_by_its_place(firm: Firm) -> None:
    firm.lead(file="LT-1")
    rows = [
        NewLead("Demo", "LT-1", firm.mobile()),
        NewLead("Demo", "A-1", firm.mobile()),
        NewLead("", "A-2", firm.mobile()),
    ]
    bad = firm.store.lead_import.add_all(firm.actor, rows, skip_bad=False, dry_run=False)
    assert [place for place, _ in bad] == [0, 2]
    assert firm.store.leads.find("A-1") is None


def test_the_firms_own_number_is_no_leads_whichever_way_it_is_given(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "firm.db", own_numbers=["+14155550199", "+541123456789"])
    store.people.ensure_first_user("ann")
    actor = Actor(store.people.known_user("ann"), "ann")
    lead = store.leads.add(actor, "Demo Client", "A-1", "+14155550132")
    again = store.clone()
    for number in ("(415) 555-0199", "+54 9 11 2345 6789"):
        for leads in (store.leads, again.leads):
            with pytest.raises(Invalid, match="own number"):
                leads.number(number)
            with pytest.raises(Invalid, match="own number"):
                leads.change(actor, lead.id, mobile=number)
        rows = [NewLead("Demo Client", "A-2", number)]
        ((_, fault),) = store.lead_import.add_all(actor, rows, skip_bad=False, dry_run=False)
        assert "own number" in str(fault)
    again.close()
    store.close()


def test_a_text_from_a_number_that_no_lead_can_have_is_recorded(firm: Firm) -> None:
    for sender in ("+19005550132", "+881612345678", "+10000000000"):
        assert firm.says(sender, "STOP")
        consent = firm.store.ledger.consent(sender)
        assert consent is not None
        assert consent.status is Status.REVOKED
