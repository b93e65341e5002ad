"""Automatic replies over the store: two machines that answer each other soon fall silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle

import pytest

from data.carriage import Accepted
from data.models import Status, Template
from firm import Firm

CLIENT = "+447700900123"
DAY = timedelta(hours=24)


def sent(firm: Firm) -> list[tuple[datetime, str]]:
    """Send all that waits now; when each left, and its kind."""
    left: list[tuple[datetime, str]] = []
    while (claim := firm.claim()) is not None:
        firm.store.dispatch.settle(claim, Accepted(f"out-{claim.message_id}"))
        [(kind,)] = firm.sql("SELECT template FROM messages WHERE id = :id", id=claim.message_id)
        left.append((firm.clock(), kind))
    return left


def most_in_a_day(left: list[tuple[datetime, str]]) -> int:
    """The largest number of texts in any 24 hours."""
    return max((sum(at <= one < at + DAY for one, _ in left) for at, _ in left), default=0)


@pytest.mark.parametrize("last", ["STOP", "START"])
def test_one_poll_with_25_pairs_of_start_and_stop_draws_few_texts(firm: Firm, last: str) -> None:
    words = ["STOP", "START"] if last == "START" else ["START", "STOP"]
    for word in words * 25:
        firm.says(CLIENT, word)
        firm.clock.passes(seconds=1)
    consent = firm.store.ledger.consent(CLIENT)
    assert consent is not None
    assert consent.status is (Status.AUTHORIZED if last == "START" else Status.REVOKED)
    left = sent(firm)
    assert [kind for _, kind in left] == ["confirmed" if last == "START" else "stopped"]
    assert len(firm.store.ledger.events(CLIENT)) == 50


PHONES: dict[str, Callable[[], Iterator[str]]] = {
    "START and STOP": lambda: cycle(["START", "STOP"]),
    "STOP": lambda: cycle(["STOP"]),
    "START": lambda: cycle(["START"]),
    "HELP": lambda: cycle(["HELP"]),
    "YES": lambda: cycle(["YES"]),
    "every word": lambda: cycle(["START", "HELP", "YES", "STOP", "NO", "I am driving."]),
    "HELP and STOP and START": lambda: cycle(["HELP", "STOP", "START"]),
}


@pytest.mark.parametrize("echoes", [False, True], ids=["answers", "echoes too"])
@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_that_answers_by_itself_gets_three_texts_a_day(
    firm: Firm, phone: str, echoes: bool
) -> None:
    """It writes every seven minutes, at once after each text of ours, and repeats what we wrote."""
    words, left = PHONES[phone](), []
    while firm.clock() < datetime.fromisoformat("2026-11-25T01:00:00Z"):
        firm.says(CLIENT, next(words))
        while new := sent(firm):
            left += new
            firm.clock.passes(seconds=2)
            if echoes:
                [(body,)] = firm.sql("SELECT body FROM messages ORDER BY id DESC LIMIT 1")
                firm.says(CLIENT, body)
                firm.clock.passes(seconds=2)
            firm.says(CLIENT, next(words))
        firm.clock.passes(minutes=7)
    assert most_in_a_day(left) <= 3
    assert left or phone == "YES"


@pytest.mark.parametrize("template", [Template.CONFIRMED, Template.STOPPED, Template.HELP])
def test_a_phone_that_echoes_our_own_words_ends_the_talk(firm: Firm, template: Template) -> None:
    ours, left = firm.store.rules().text(template), []
    for _ in range(200):
        firm.says(CLIENT, ours)
        left += sent(firm)
        firm.clock.passes(minutes=9)
    assert most_in_a_day(left) <= 3


def test_a_place_is_kept_for_the_stop_confirmation(firm: Firm) -> None:
    for word in ("HELP", "START", "HELP"):
        firm.says(CLIENT, word)
        sent(firm)
        firm.clock.passes(hours=2)
    firm.says(CLIENT, "STOP")
    assert [kind for _, kind in sent(firm)] == ["stopped"]
    firm.clock.passes(seconds=1)
    firm.says(CLIENT, "START")
    firm.clock.passes(seconds=1)
    firm.says(CLIENT, "STOP")
    assert sent(firm) == []


def test_a_reply_that_waited_counts_when_it_left(firm: Firm) -> None:
    firm.says(CLIENT, "HELP")
    firm.clock.passes(hours=11)
    assert len(sent(firm)) == 1
    firm.clock.passes(minutes=59)
    firm.says(CLIENT, "HELP")
    assert sent(firm) == []


def test_a_reply_that_never_left_takes_no_place(firm: Firm) -> None:
    firm.says(CLIENT, "START")
    firm.clock.passes(seconds=1)
    firm.says(CLIENT, "STOP")
    firm.clock.passes(seconds=1)
    firm.says(CLIENT, "START")
    assert [kind for _, kind in sent(firm)] == ["confirmed"]


def test_a_stop_confirmation_that_was_held_dies_five_minutes_after_its_stop(firm: Firm) -> None:
    for minutes, goes in ((5, True), (5.1, False)):
        number = firm.mobile()
        firm.says(number, "STOP")
        firm.clock.passes(minutes=minutes)
        assert bool(sent(firm)) is goes


def test_a_stop_confirmation_dies_by_the_carriers_clock(firm: Firm) -> None:
    firm.store.worker.carrier_clock(timedelta(seconds=50))
    firm.says(CLIENT, "STOP", at=firm.clock() + timedelta(seconds=50) - timedelta(minutes=4))
    firm.clock.passes(seconds=61)
    assert sent(firm) == []
