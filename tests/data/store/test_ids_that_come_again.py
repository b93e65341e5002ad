"""The carrier's id of a text may come again: with the same words it is known, with others kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.models import Lead, Status
from firm import Firm


def bodies(firm: Firm, lead: Lead) -> list[str]:
    return [m.body for m in firm.store.log.newest(lead.id) if m.direction == "in"]


def test_the_same_words_stay_one_message_however_often_they_come(firm: Firm) -> None:
    lead = firm.lead()
    assert [firm.says(lead.number, "Hi", carrier_id="x") for _ in range(3)] == [True, False, False]
    assert bodies(firm, lead) == ["Hi"]


def test_other_words_are_another_message_once(firm: Firm) -> None:
    lead = firm.lead()
    said = ["Hi", "Hello", "Hi", "Hello", "Hey"]
    new = [firm.says(lead.number, body, carrier_id="x") for body in said]
    assert new == [True, True, False, False, True]
    assert bodies(firm, lead) == ["Hi", "Hello", "Hey"]
    last = firm.store.log.newest(lead.id)[-1]
    assert last.reason == "The carrier told its id before, with other words."


@pytest.mark.parametrize(
    ("words", "status", "waits"),
    [
        ("STOP", Status.REVOKED, False),
        ("please stop texting me", Status.REVOKED, False),
        ("cancel my appointment", Status.AUTHORIZED, True),
        ("thanks", Status.AUTHORIZED, False),
    ],
)
def test_an_opt_out_counts_also_under_an_id_that_was_seen(
    firm: Firm, words: str, status: Status, waits: bool
) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "On my way", carrier_id="x")
    firm.clock.passes(minutes=1)
    firm.says(lead.number, words, carrier_id="x")
    assert firm.status(lead) is status
    assert (firm.consent(lead).weak_message_id is not None) is waits


def test_an_opt_out_of_another_sender_counts_under_an_id_that_was_seen(firm: Firm) -> None:
    one, other = firm.authorized(), firm.authorized()
    firm.says(one.number, "STOP", carrier_id="x")
    firm.says(other.number, "STOP", carrier_id="x")
    assert firm.status(other) is Status.REVOKED


@pytest.mark.parametrize("words", ["YES", "START"])
def test_nothing_is_agreed_to_under_an_id_that_was_seen(firm: Firm, words: str) -> None:
    lead = firm.lead()
    firm.says(lead.number, "Who is this?", carrier_id="x")
    firm.request(lead)
    firm.clock.passes(seconds=30)
    firm.says(lead.number, words, carrier_id="x")
    assert firm.status(lead) is Status.PENDING


def of_an_earlier_version(firm: Firm) -> None:
    """Records were kept without their words."""
    trigger = firm.sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        " AND tbl_name = 'received_records' AND sql LIKE '%BEFORE UPDATE%'"
    )
    for name, _ in trigger:
        firm.sql(f"DROP TRIGGER {name}")
    firm.sql("UPDATE received_records SET words = NULL")
    for _, sql in trigger:
        firm.sql(sql)


@pytest.mark.parametrize("age", [lambda firm: None, of_an_earlier_version])
def test_the_parts_of_a_whole_are_known_when_they_come_again(
    firm: Firm, age: Callable[[Firm], None]
) -> None:
    lead = firm.lead()
    whole = "word " * 40
    parts = [("a", whole[:153]), ("b", whole[153:])]
    firm.says(lead.number, whole, product="MESSAGES", carrier_id="w")
    for carrier_id, part in parts:
        firm.says(lead.number, part, carrier_id=carrier_id)
    age(firm)
    for carrier_id, part in parts:
        assert not firm.says(lead.number, part, carrier_id=carrier_id)
    assert not firm.says(lead.number, whole, product="MESSAGES", carrier_id="w")
    assert bodies(firm, lead) == [whole]
    firm.says(lead.number, "STOP", carrier_id="a")
    assert firm.status(lead) is Status.REVOKED
