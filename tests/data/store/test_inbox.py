"""The inbox: who needs a reply first, then the latest activity; filtered as one types."""

from __future__ import annotations

import pytest

from data.models import Status
from data.store import Store
from data.store.lead_fields import NewLead
from firm import Firm


def test_an_empty_inbox_is_empty(store: Store) -> None:
    assert (store.inbox.ids(), store.inbox.rows([]), store.inbox.count()) == ([], [], 0)
    assert store.inbox.next_needing_reply() is None


def test_who_needs_a_reply_comes_first_then_the_latest_activity(firm: Firm) -> None:
    leads = []
    for _ in range(4):
        leads.append(firm.lead())
        firm.clock.passes(minutes=1)
    a, b, c, d = (lead.id for lead in leads)
    assert firm.store.inbox.ids() == [d, c, b, a]
    firm.says(leads[0].number, "Hello?")
    firm.clock.passes(minutes=1)
    firm.says(leads[2].number, "Hello?")
    firm.clock.passes(minutes=1)
    firm.request(leads[1])
    assert firm.store.inbox.ids() == [c, a, b, d]
    assert firm.store.inbox.count() == 4


def test_a_line_says_what_was_said_last_and_by_whom(firm: Firm) -> None:
    lead = firm.authorized(name="Demo Client")
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "Two\nlines   and more")
    [row] = firm.store.inbox.rows([lead.id])
    assert (row.preview, row.preview_author) == ("Two lines and more", "Demo Client")
    assert (row.status, row.needs_reply, row.unread) == (Status.AUTHORIZED, True, 2)
    assert row.last_activity == firm.clock()
    firm.clock.passes(minutes=1)
    firm.text(lead, "An answer")
    [row] = firm.store.inbox.rows([lead.id])
    assert (row.preview, row.preview_author) == ("An answer", "ann")
    assert (row.needs_reply, row.unread) == (False, 0)


def test_words_the_program_understands_need_no_reply(firm: Firm) -> None:
    lead = firm.lead()
    for body, needs in [("STOP", False), ("START", False), ("HELP", False), ("No", True)]:
        firm.clock.passes(seconds=1)
        firm.says(lead.number, body)
        assert firm.store.leads.get(lead.id).needs_reply is needs


def test_lines_come_in_the_order_asked_for(firm: Firm) -> None:
    ids = [firm.lead().id for _ in range(3)]
    order = [ids[2], ids[0], 999, ids[1]]
    assert [row.id for row in firm.store.inbox.rows(order)] == [ids[2], ids[0], ids[1]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lopez", ["Maria Lopez"]),
        ("maria lopez", ["Maria Lopez"]),
        ("lopez maria", ["Maria Lopez"]),
        ("LT-2", ["Sam O'Neil"]),
        ("555-0170", ["Maria Lopez"]),
        ("+1415555", ["Sam O'Neil", "Maria Lopez"]),
        ("0171 sam", ["Sam O'Neil"]),
        ("100%", []),
        ("_", []),
        ("\\", []),
        ("'", ["Sam O'Neil"]),
        ("  ", ["Sam O'Neil", "Maria Lopez"]),
        ("nobody", []),
    ],
)
def test_the_filter_takes_names_files_and_digits(firm: Firm, typed: str, found: list[str]) -> None:
    firm.lead("+14155550170", name="Maria Lopez", file="LT-1")
    firm.clock.passes(seconds=1)
    firm.lead("+14155550171", name="Sam O'Neil", file="LT-2")
    rows = firm.store.inbox.rows(firm.store.inbox.ids(typed))
    assert [row.name for row in rows] == found


def test_the_filter_knows_the_number_of_a_lead_as_it_is_now(firm: Firm) -> None:
    lead = firm.lead("+14155550170", file="LT-1")
    firm.store.leads.change(firm.actor, lead.id, mobile="+14155550171", name="Zoe Demo")
    assert (firm.store.inbox.ids("0170"), firm.store.inbox.ids("0171")) == ([], [lead.id])
    firm.store.leads.change(firm.actor, lead.id, name="Zoe Other")
    assert firm.store.inbox.ids("0171") == [lead.id]


def test_the_filter_knows_a_number_that_a_session_of_an_earlier_version_has_changed(
    firm: Firm,
) -> None:
    lead, other = firm.lead("+14155550170"), firm.lead("+14155550171")
    assert other.consent is not None
    number_id = other.consent.number_id
    firm.sql("UPDATE leads SET number_id = :number WHERE id = :id", number=number_id, id=lead.id)
    assert firm.store.inbox.ids("0170") == []
    assert sorted(firm.store.inbox.ids("0171")) == [lead.id, other.id]


def test_the_filter_knows_the_number_of_an_imported_lead(firm: Firm) -> None:
    rows = [NewLead("Demo", "A-1", "+14155550172")]
    firm.store.lead_import.add_all(firm.actor, rows, skip_bad=False, dry_run=False)
    assert firm.store.inbox.ids("0172") == [firm.store.leads.known("A-1").id]


def test_next_goes_round_those_that_need_a_reply(firm: Firm) -> None:
    leads = [firm.lead() for _ in range(3)]
    for lead in leads[:2]:
        firm.clock.passes(seconds=1)
        firm.says(lead.number, "Hello?")
    first, second = leads[1].id, leads[0].id
    following = firm.store.inbox.next_needing_reply
    assert [following(), following(first), following(second), following(leads[2].id)] == [
        first,
        second,
        first,
        first,
    ]


def test_the_filter_disregards_case_and_accents_also_after_a_change_of_name(firm: Firm) -> None:
    lead = firm.lead(name="José Demo")
    assert firm.store.inbox.ids("JOSE") == firm.store.inbox.ids("josé dem") == [lead.id]
    firm.store.leads.change(firm.actor, lead.id, name="Zoë Demo")
    assert firm.store.inbox.ids("jose") == []
    assert firm.store.inbox.ids("zoe") == [lead.id]


def test_the_filter_neither_visits_the_leads_one_by_one_nor_sorts_them(firm: Firm) -> None:
    asked: list[str] = []
    firm.store._database.connection.set_trace_callback(asked.append)
    firm.store.inbox.ids("demo 1")
    firm.store._database.connection.set_trace_callback(None)
    plan = [row[3] for row in firm.store._database.all(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert "SCAN leads USING COVERING INDEX leads_inbox" in plan
    assert not [step for step in plan if "TEMP B-TREE" in step]
