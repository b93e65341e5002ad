"""Which way SQLite goes: what is asked often must not walk all messages, or all of a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.gate import Draft
from data.models import Kind
from firm import Firm


def ways(firm: Firm, task: Callable[[], object]) -> list[str]:
    """The steps through messages of all the statements that the task has run."""
    asked: list[str] = []
    database = firm.store._database
    database.connection.set_trace_callback(asked.append)
    try:
        task()
    finally:
        database.connection.set_trace_callback(None)
    planned = [sql for sql in asked if sql.split()[0] in ("SELECT", "UPDATE", "INSERT", "DELETE")]
    steps = [row[3] for sql in planned for row in database.all(f"EXPLAIN QUERY PLAN {sql}")]
    assert steps
    return [step for step in steps if " messages" in step]


def few(step: str) -> bool:
    """Whether the step leads to the messages of one status, to one by its id, or to those that
    wait and were refused before."""
    ways = ("messages_status (status=?", "INTEGER PRIMARY KEY (rowid=?)", "INDEX messages_refused")
    return any(way in step for way in ways)


def test_whether_a_request_is_under_way_is_asked_of_the_few_that_are(firm: Firm) -> None:
    lead = firm.lead()
    draft = Draft(Kind.AUTHORIZATION, asked_by="other", note="called us")
    steps = ways(firm, lambda: firm.store.outbox.verdict(firm.actor, lead.id, draft))
    assert steps
    assert all(map(few, steps))


def test_a_claim_and_its_settlement_look_at_what_waits_and_at_nothing_else(firm: Firm) -> None:
    firm.text(firm.authorized(), "Your papers are ready.")
    steps = ways(firm, firm.send)
    assert steps
    assert all(map(few, steps))


def test_a_stop_ends_what_waits_without_a_walk_through_its_number(firm: Firm) -> None:
    database = firm.store._database
    trigger = database.value("SELECT sql FROM sqlite_master WHERE name = 'texts_end_with_consent'")
    body = trigger.partition("BEGIN")[2].rpartition("END")[0].replace("NEW.number_id", "1")
    [(*_, step)] = database.all(f"EXPLAIN QUERY PLAN {body}")
    assert few(step)


@pytest.mark.parametrize("word", ["HELP", "STOP", "START", "YES", "NO"])
def test_a_word_of_a_client_is_answered_without_a_walk_through_the_number(
    firm: Firm, word: str
) -> None:
    lead = firm.authorized()
    steps = ways(firm, lambda: firm.says(lead.number, word))
    bounded = (
        "messages_automatic (number_id=? AND at>?)",
        "messages_unpaired (number_id=? AND product=? AND at>",
        "messages_joined (number_id=? AND at>",
        "messages_out (number_id=?",  # what people wrote to it
        "messages_number (number_id=? AND at>",
        "messages_requests (number_id=?)",  # the latest alone, in the order of the index
    )
    assert all(few(step) or any(index in step for index in bounded) for step in steps), steps
    assert word in ("YES", "NO", "START") or any("messages_automatic" in step for step in steps)
