"""Long texts that come in parts under SMS and whole under MESSAGES: read as one, shown once."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest

from data.models import Lead, Status
from firm import Firm

FIRST = (
    "I sent you the letter of my landlord last week and the two photographs of the roof"
    " as you wanted them, and he says that my papers are complete now. Is it"
).ljust(153, ".")
_IDS = itertools.count(1)
assert len(FIRST) == 153


@pytest.fixture
def lead(firm: Firm) -> Lead:
    """A lead that was asked a minute ago."""
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    return lead


def hears(firm: Firm, lead: Lead, body: str, product: str = "SMS", later: float = 0) -> bool:
    at: datetime = firm.clock() + timedelta(seconds=later)
    return firm.says(lead.number, body, product=product, at=at, carrier_id=f"p-{next(_IDS)}")


def shown(firm: Firm, lead: Lead) -> list[str]:
    """What the client wrote, as the log shows it."""
    return [one.body for one in firm.store.log.newest(lead.id) if one.direction == "in"]


@pytest.mark.parametrize("end", ["ok", "Yes", "START", "si"])
@pytest.mark.parametrize("later", [-2, 0, 3, 10])
def test_the_end_of_a_long_text_authorizes_nobody(
    firm: Firm, lead: Lead, end: str, later: float
) -> None:
    hears(firm, lead, FIRST)
    assert hears(firm, lead, end, later=later)
    assert firm.status(lead) is not Status.AUTHORIZED
    assert firm.store.leads.get(lead.id).needs_reply
    assert firm.claim() is None


@pytest.mark.parametrize("end", ["end?", "stop", "cancel."])
def test_a_stop_word_that_may_be_an_end_waits_for_a_person(firm: Firm, end: str) -> None:
    lead = firm.authorized()
    hears(firm, lead, FIRST)
    hears(firm, lead, end, later=1)
    assert firm.status(lead) is Status.AUTHORIZED
    assert firm.consent(lead).weak_words == end


def test_a_phrase_revokes_in_a_part_as_anywhere(firm: Firm) -> None:
    lead = firm.authorized()
    hears(firm, lead, FIRST)
    hears(firm, lead, "stop texting me", later=1)
    assert firm.status(lead) is Status.REVOKED


@pytest.mark.parametrize(
    ("before", "product", "later"),
    [("", "SMS", 0), ("hello", "SMS", 2), (FIRST, "SMS", 11), (FIRST, "MESSAGES", 5)],
)
def test_a_yes_that_is_no_end_is_read_at_once(
    firm: Firm, lead: Lead, before: str, product: str, later: float
) -> None:
    if before:
        hears(firm, lead, before, "MESSAGES" if product == "MESSAGES" else "SMS")
    hears(firm, lead, "YES", product, later)
    assert firm.status(lead) is Status.AUTHORIZED


@pytest.mark.parametrize("end", [" ready, ok", "end?", "ok"])
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_log_shows_a_long_text_once_in_whatever_order_its_records_come(
    firm: Firm, order: tuple[int, ...], end: str
) -> None:
    lead = firm.authorized()
    records = [(FIRST, "SMS", 0.0), (end, "SMS", 1.0), (FIRST + end, "MESSAGES", 0.0)]
    before = shown(firm, lead)
    for n in order:
        body, product, later = records[n]
        hears(firm, lead, body, product, later)
    assert shown(firm, lead) == [*before, FIRST + end]
    assert firm.store.log.count(lead.id) == len(firm.store.log.newest(lead.id))
    assert firm.store.search.count("landlord") == 1
    assert firm.status(lead) is (
        Status.REVOKED if order[0] == 1 and end == "end?" else Status.AUTHORIZED
    )


def test_three_parts_of_one_second_are_found_in_any_order(firm: Firm) -> None:
    lead = firm.authorized()
    middle = "m" * 153
    for body in ("bye", middle, FIRST):
        hears(firm, lead, body)
    hears(firm, lead, FIRST + middle + "bye", "MESSAGES", later=20)
    assert shown(firm, lead)[1:] == [FIRST + middle + "bye"]
    [row] = firm.store.inbox.rows([lead.id])
    assert row.preview.startswith("I sent you")


def test_an_end_that_turns_out_to_be_a_text_of_its_own_counts(firm: Firm, lead: Lead) -> None:
    hears(firm, lead, FIRST)
    hears(firm, lead, "YES", later=5)
    assert firm.status(lead) is not Status.AUTHORIZED
    assert not hears(firm, lead, "YES", "MESSAGES", later=5)
    assert firm.status(lead) is Status.AUTHORIZED
    assert shown(firm, lead) == [FIRST, "YES"]
    assert firm.store.log.newest(lead.id)[2].reason == ""


def test_a_yes_read_before_the_text_it_may_end_holds_everything(firm: Firm, lead: Lead) -> None:
    hears(firm, lead, "ok", later=1)
    assert firm.status(lead) is Status.AUTHORIZED
    hears(firm, lead, FIRST)
    assert firm.consent(lead).weak_words == FIRST


def test_a_joined_text_that_shows_late_holds_what_its_end_authorized(
    firm: Firm, lead: Lead
) -> None:
    hears(firm, lead, "ok", later=1)
    hears(firm, lead, FIRST + "ok", "MESSAGES")
    assert firm.consent(lead).weak_words == FIRST + "ok"


def test_a_yes_known_to_be_whole_is_not_doubted_later(firm: Firm, lead: Lead) -> None:
    for product in ("SMS", "MESSAGES"):
        hears(firm, lead, "YES", product)
    hears(firm, lead, FIRST, later=5)
    assert firm.consent(lead).weak_message_id is None


def test_a_second_stop_word_is_not_taken_for_the_end_of_a_joined_text(firm: Firm) -> None:
    lead = firm.authorized()
    hears(firm, lead, FIRST + "stop", "MESSAGES")
    hears(firm, lead, FIRST)
    hears(firm, lead, "stop", later=1)
    assert firm.status(lead) is Status.AUTHORIZED
    hears(firm, lead, "stop", later=4)
    assert firm.status(lead) is Status.REVOKED


def test_a_stop_that_only_seems_to_be_an_end_waits_for_a_person(firm: Firm) -> None:
    lead = firm.authorized()
    whole = FIRST + " so when does it all end"
    hears(firm, lead, whole, "MESSAGES")
    hears(firm, lead, "end", later=3)
    assert firm.status(lead) is Status.AUTHORIZED
    assert firm.consent(lead).weak_words == whole
