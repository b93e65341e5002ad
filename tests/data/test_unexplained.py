"""What `doctor` finds of a number, a lead, a setting or a cursor changed around the program."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.models import Status
from data.overlaps import Mark
from firm import Firm
from plain_sql import full_firm


@pytest.fixture
def full(tmp_path: Path) -> Firm:
    return full_firm(tmp_path / "full.db")


LATER = "'2027-01-01T00:00:00.000Z'"


@pytest.mark.parametrize(
    ("number_id", "change", "what"),
    [
        (1, f"since = {LATER}", "since"),
        (2, "since = '2020-01-01T00:00:00.000Z'", "since"),
        (2, "revoked_at = '2020-01-01T00:00:00.000Z'", "revoked at"),
        (1, f"requested_at = {LATER}", "requested at"),
        (1, f"open_until = {LATER}", "open until"),
        (1, "weak_message_id = 6", "reply to judge"),
    ],
)
def test_a_consent_changed_by_hand_is_found(
    full: Firm, number_id: int, change: str, what: str
) -> None:
    assert full.store.checkup.by_hand.numbers() == []
    full.sql(f"UPDATE numbers SET {change} WHERE id = :id", id=number_id)
    [(number, found)] = full.store.checkup.by_hand.numbers()
    assert (number, found) == (("+14155550100", "+447700900123")[number_id - 1], what)


def test_a_weak_sign_taken_off_is_found(full: Firm) -> None:
    full.says("+14155550100", "cancel my appointment")
    full.sql("UPDATE numbers SET weak_message_id = NULL WHERE id = 1")
    assert full.store.checkup.by_hand.numbers() == [("+14155550100", "reply to judge")]


def test_a_revocation_that_a_request_after_it_forgot_is_found(full: Firm) -> None:
    lead = full.store.leads.known("F-0001")
    full.says(lead.number, "STOP")
    full.clock.passes(days=1, minutes=1)
    full.work()
    full.store.outbox.enqueue_authorization(full.actor, lead.id, asked_by="call", note="Rang")
    full.send()
    assert full.status(lead) is Status.PENDING
    assert full.store.checkup.by_hand.numbers() == []
    full.sql("UPDATE numbers SET returns_to = NULL WHERE id = 1")
    assert full.store.checkup.by_hand.numbers() == [("+14155550100", "revocation")]


def test_a_setting_that_the_audit_log_does_not_know_is_found(full: Firm) -> None:
    changes = full.store.checkup.by_hand
    assert changes.settings() == []
    full.sql("UPDATE settings SET value = '1' WHERE key = 'poll_interval'")
    assert changes.settings() == ["poll_interval"]
    full.sql("DELETE FROM settings")
    assert changes.settings() == ["poll_interval"]
    full.sql("INSERT INTO settings VALUES ('stale_after', '86400', 'x')")
    assert changes.settings() == ["poll_interval", "stale_after"]


def test_a_lead_that_was_given_another_number_is_found(full: Firm) -> None:
    assert full.store.checkup.by_hand.leads() == []
    full.sql("UPDATE leads SET number_id = 1 WHERE id = 2")
    assert full.store.checkup.by_hand.leads() == [full.store.leads.get(2).file]


def test_a_mark_of_what_was_read_that_is_in_the_future_is_found(full: Firm) -> None:
    now = full.clock()
    full.store.polls.mark("SMS", "poll", Mark(now, now))
    assert full.store.checkup.by_hand.marks() == []
    full.store.polls.mark("SMS", "poll", Mark(now + timedelta(hours=1), now))
    assert full.store.checkup.by_hand.marks() == ["SMS"]
