"""Test connection, on both sides of the store."""

from __future__ import annotations

import pytest

from data.errors import Refused
from data.store.checks import WAIT
from firm import Firm


def test_a_question_is_taken_once_and_its_answer_is_read_back(firm: Firm) -> None:
    asked = firm.store.checks.ask(firm.actor)
    other = firm.store.clone()
    try:
        assert other.checks.take() == asked.id
        assert firm.store.checks.take() is None
        other.checks.answer(asked.id, "vonage", ["The clock is wrong."], ["SMS"])
    finally:
        other.close()
    answer = firm.store.checks.latest()
    assert answer is not None
    assert answer.answered_at == firm.clock()
    assert (answer.carrier, answer.problems, answer.products) == (
        "vonage",
        ("The clock is wrong.",),
        ("SMS",),
    )


def test_a_question_that_waited_too_long_has_no_worker_and_is_left_alone(firm: Firm) -> None:
    asked = firm.store.checks.ask(firm.actor)
    assert not firm.store.checks.unanswered(asked)
    firm.clock.passes(seconds=WAIT.seconds)
    assert firm.store.checks.unanswered(asked)
    assert firm.store.checks.take() is None


def test_only_an_admin_asks_and_it_is_on_record(firm: Firm) -> None:
    with pytest.raises(Refused, match="Admin"):
        firm.store.checks.ask(firm.user("bob"))
    assert firm.store.checks.latest() is None
    firm.store.checks.ask(firm.actor)
    assert firm.store.audit.entries(kind="connection test")[0].user == "ann"
