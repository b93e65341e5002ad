"""The log of a lead, paged by key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.errors import NotFound
from data.models import Lead, Message
from firm import Firm


@pytest.fixture
def lead(firm: Firm) -> Lead:
    """A lead with 25 messages; five of each minute share it."""
    lead = firm.lead()
    for n in range(25):
        firm.says(lead.number, str(n), at=firm.clock() + timedelta(minutes=n // 5))
    return lead


def bodies(messages: list[Message]) -> list[str]:
    return [message.body for message in messages]


def numbers(*span: int) -> list[str]:
    return [str(n) for n in range(*span)]


def test_the_newest_page_ends_with_the_newest_message(firm: Firm, lead: Lead) -> None:
    assert bodies(firm.store.log.newest(lead.id, 10)) == numbers(15, 25)
    assert bodies(firm.store.log.newest(lead.id)) == numbers(25)
    assert firm.store.log.count(lead.id) == 25


@pytest.mark.parametrize("size", [1, 3, 5, 7, 25, 30])
def test_pages_upwards_and_downwards_lose_and_repeat_nothing(
    firm: Firm, lead: Lead, size: int
) -> None:
    log = firm.store.log
    up = log.newest(lead.id, size)
    while page := log.before(lead.id, up[0], size):
        up = [*page, *up]
    assert bodies(up) == numbers(25)
    down = log.after(lead.id, None, size)
    while page := log.after(lead.id, down[-1], size):
        down = [*down, *page]
    assert down == up


def test_a_place_is_as_good_as_its_message(firm: Firm, lead: Lead) -> None:
    message = firm.store.log.newest(lead.id, 1)[0]
    place = (message.at, message.id)
    assert firm.store.log.before(lead.id, place) == firm.store.log.before(lead.id, message)


@pytest.mark.parametrize(("n", "expected"), [(12, (7, 17)), (0, (0, 5)), (24, (19, 25))])
def test_a_message_is_found_with_its_surroundings(
    firm: Firm, lead: Lead, n: int, expected: tuple[int, int]
) -> None:
    message = firm.store.log.newest(lead.id)[n]
    assert bodies(firm.store.log.around(lead.id, message.id, 10)) == numbers(*expected)


def test_a_shared_message_is_the_readers_in_each_log(firm: Firm, lead: Lead) -> None:
    other = firm.lead(lead.number)
    firm.says(lead.number, "Hello both")
    for one in (lead, other):
        message = firm.store.log.newest(one.id, 1)[0]
        assert (message.file, message.client, message.author) == (one.file, one.name, one.name)


def test_a_message_that_is_not_there_is_not_found(firm: Firm) -> None:
    with pytest.raises(NotFound):
        firm.store.log.get(1)


def test_consent_events_stand_in_the_log_of_all_who_share_the_number(firm: Firm) -> None:
    lead = firm.authorized()
    other = firm.lead(lead.number)
    assert firm.store.log.events(other.id) == firm.store.log.events(lead.id)
    assert len(firm.store.log.events(lead.id)) == 2
