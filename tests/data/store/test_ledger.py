"""The ledger: a chain in which tampering shows, and the record of one number."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from data.carriage import Accepted
from data.gate import Draft
from data.migrations import changed_triggers
from data.models import Kind, Lead, Permission, Status
from data.store import Store
from data.store.safeguards import CHAIN_BROKEN
from firm import Firm


@pytest.fixture
def told(firm: Firm) -> Firm:
    """A firm with seven rows in its ledger, of two numbers."""
    first, second = firm.authorized(), firm.authorized()
    firm.says(first.number, "STOP")
    firm.clock.passes(seconds=1)
    firm.says(first.number, "START")
    firm.says(second.number, "Stop texting me")
    assert firm.store.ledger.verify() == (7, None)
    return firm


def unguarded(firm: Firm, *statements: str) -> None:
    """Do what the triggers forbid."""
    for (name,) in firm.sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        firm.sql(f"DROP TRIGGER {name}")
    for statement in statements:
        firm.sql(statement)


def test_an_empty_ledger_holds(store: Store) -> None:
    assert store.ledger.verify() == (0, None)


@pytest.mark.parametrize(
    "column",
    ["before", "after", "cause", "words", "user", "os_account", "source", "note", "at",
     "recorded_at", "previous_hash", "hash"],
)  # fmt: skip
def test_a_changed_field_is_found(told: Firm, column: str) -> None:
    unguarded(told, f"UPDATE consent_events SET {column} = {column} || ' ' WHERE id = 3")
    assert told.store.ledger.verify() == (2, 3)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE consent_events SET message_id = NULL WHERE id = 2", (1, 2)),
        ("UPDATE consent_events SET number_id = 2 WHERE id = 2", (1, 2)),
        ("UPDATE numbers SET e164 = '+14155559999' WHERE id = 1", (0, 1)),
        ("DELETE FROM consent_events WHERE id = 4", (3, 5)),
        ("DELETE FROM consent_events WHERE id = 1", (0, 2)),
        ("DELETE FROM consent_events WHERE id = 7", (6, 7)),
        ("DELETE FROM consent_events WHERE id > 5", (5, 6)),
        ("UPDATE ledger_head SET hash = 'x'", (7, 7)),
        ("UPDATE ledger_head SET last_id = 6", (7, 7)),
        ("DELETE FROM ledger_head", (7, 1)),
        ("DELETE FROM consent_events", (0, 1)),
        ("UPDATE numbers SET status = 'Authorized' WHERE id = 2", (7, 7)),
        ("UPDATE numbers SET status = 'Not Authorized' WHERE id = 1", (7, 6)),
        ("UPDATE consent_events SET id = -id WHERE id = 5", (0, -5)),
        (
            "INSERT INTO consent_events SELECT 8, number_id, before, after, cause, words,"
            " message_id, user, os_account, source, note, at, recorded_at, hash, 'x'"
            " FROM consent_events WHERE id = 7",
            (7, 8),
        ),
    ],
)
def test_a_row_that_was_moved_removed_or_slipped_in_is_found(
    told: Firm, tampering: str, found: tuple[int, int]
) -> None:
    unguarded(told, tampering)
    assert told.store.ledger.verify() == found


def test_a_ledger_whose_end_was_cut_off_is_found_although_all_else_agrees(told: Firm) -> None:
    triggers = told.sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
    unguarded(
        told,
        "DELETE FROM consent_events WHERE id = 7",
        "UPDATE numbers SET status = 'Authorized' WHERE id = 2",
    )
    for (trigger,) in triggers:
        told.sql(trigger)
    assert changed_triggers(told.store._database) == []
    assert told.store.safeguards.fault() == CHAIN_BROKEN
    assert told.store.ledger.verify() == (6, 7)


def test_a_row_that_the_mark_of_the_end_does_not_know_is_found(told: Firm) -> None:
    told.store.consents.revoke(told.actor, "+14155550199", "call", "no")
    row = "SELECT id, hash FROM consent_events WHERE id = 7"
    unguarded(told, f"UPDATE ledger_head SET (last_id, hash) = ({row})")
    assert told.store.ledger.verify() == (8, 8)


def test_a_status_that_no_row_explains_is_found(firm: Firm) -> None:
    firm.lead()
    unguarded(firm, "UPDATE numbers SET status = 'Authorized'")
    assert firm.store.ledger.verify() == (0, 1)


def test_the_record_of_a_number_is_whole_and_in_order(told: Firm) -> None:
    events = told.store.ledger.events("+14155550100")
    assert [(event.after, event.cause) for event in events] == [
        (Status.PENDING, "request sent"),
        (Status.AUTHORIZED, "YES"),
        (Status.REVOKED, "STOP"),
        (Status.AUTHORIZED, "START"),
    ]
    assert events[0].words.startswith("Acme Relief: may we text you")
    assert events[0].user == "ann"
    assert [event.before for event in events[1:]] == [event.after for event in events[:-1]]


def test_the_record_can_be_cut_at_a_past_moment(firm: Firm) -> None:
    lead = firm.authorized()
    then = firm.clock()
    firm.clock.passes(hours=1)
    firm.says(lead.number, "STOP", at=then - timedelta(minutes=1))
    events = firm.store.ledger.events(str(lead.number), until=then)
    assert events[-1].after is Status.AUTHORIZED


def test_the_gate_answers_for_a_past_moment(firm: Firm) -> None:
    lead = firm.authorized()
    then = firm.clock()
    firm.clock.passes(hours=1)
    firm.says(lead.number, "STOP")
    now = firm.store.leads.get(lead.id)
    draft = Draft(Kind.TEXT)
    keeper = firm.store.gatekeeper
    assert keeper.verdict_at(firm.actor.user, now, draft, then).allowed
    assert keeper.verdict_at(firm.actor.user, now, draft, firm.clock()).refused
    before = then - timedelta(days=1)
    codes = [r.code for r in keeper.verdict_at(firm.actor.user, now, draft, before).reasons]
    assert "not-authorized" in codes


def codes_at(firm: Firm, lead: Lead, at: datetime, kind: Kind = Kind.TEXT) -> list[str]:
    now = firm.store.leads.get(lead.id)
    verdict = firm.store.gatekeeper.verdict_at(firm.actor.user, now, Draft(kind), at)
    return [reason.code for reason in verdict.reasons]


def test_the_gate_remembers_a_reply_that_waited_for_a_judgement(firm: Firm) -> None:
    lead = firm.authorized()
    before = firm.clock()
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "cancel my appointment")
    waiting = firm.clock()
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.before, event.after) == (Status.AUTHORIZED, Status.AUTHORIZED)
    assert (event.cause, event.words) == ("may be an opt-out", "cancel my appointment")
    assert firm.consent(lead).cause == "YES"
    firm.clock.passes(minutes=1)
    weak = firm.consent(lead).weak_message_id
    assert event.message_id == weak
    firm.store.consents.judge_weak(firm.actor, str(lead.number), weak or 0, revoke=False)
    assert codes_at(firm, lead, before) == []
    assert codes_at(firm, lead, waiting) == ["weak-sign"]
    assert codes_at(firm, lead, firm.clock()) == []


def test_the_gate_remembers_that_a_pending_number_had_revoked(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.send()
    firm.clock.passes(days=1)
    firm.work()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id, asked_by="call", note="Rang")
    firm.send()
    firm.clock.passes(days=1)
    asked_again = firm.clock()
    firm.clock.passes(seconds=1)
    firm.says(lead.number, "START")
    assert codes_at(firm, lead, asked_again, Kind.AUTHORIZATION) == ["revoked"]


@pytest.mark.parametrize("word", ["STOP", "START"])
def test_a_request_that_the_clients_own_word_overtook_is_on_record(firm: Firm, word: str) -> None:
    lead = firm.lead()
    queued = firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    claim = firm.claim()
    assert claim is not None
    firm.clock.passes(seconds=2)
    firm.says(lead.number, word)
    assert firm.store.dispatch.settle(claim, Accepted("out-1"))
    answer, asked = firm.store.ledger.events(str(lead.number))
    assert asked.before is asked.after is answer.after
    assert (asked.cause, asked.message_id, asked.user) == (
        "request sent",
        queued.message_id,
        "ann",
    )
    assert asked.words == firm.message(queued.message_id).body
    assert asked.at == claim.claimed_at
    assert firm.consent(lead).cause == word
    assert firm.consent(lead).requested_at == claim.claimed_at
    assert firm.store.ledger.verify() == (2, None)


def test_what_is_only_noted_of_a_revoked_number_is_no_revocation(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.send()
    firm.clock.passes(days=1)
    firm.work()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id, asked_by="call", note="Rang")
    claim = firm.claim()
    assert claim is not None
    firm.says(lead.number, "Stop by at 5")
    assert firm.store.dispatch.still_valid(claim)
    firm.store.dispatch.settle(claim, Accepted("out-2"))
    assert firm.status(lead) is Status.PENDING


def test_an_act_under_another_name_keeps_the_account_it_came_from(firm: Firm) -> None:
    lead, bob = firm.lead(), firm.user("bob", Permission.CONSENT)
    firm.store.consents.revoke(bob, str(lead.number), "call", "Said so")
    firm.store.consents.revoke(firm.actor, str(lead.number), "call", "Said so again")
    accounts = [(e.user, e.os_account) for e in firm.store.ledger.events(str(lead.number))]
    assert accounts == [("bob", "ann"), ("ann", "")]


def test_a_number_nobody_knows_has_no_record(store: Store) -> None:
    assert store.ledger.consent("+14155550199") is None
    assert store.ledger.events("+14155550199") == []
