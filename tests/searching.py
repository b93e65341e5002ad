"""What the tests of Search have in common."""

from __future__ import annotations

from data.models import Lead
from firm import Firm
from screens.search import Search
from sitting import Sitting


def search_of(seat: Sitting) -> Search:
    screen = seat.app.screen
    assert isinstance(screen, Search), screen
    return screen


def say_much(firm: Firm, lead: Lead, count: int, words: str = "paper number {}") -> None:
    """So many messages of a client, a minute apart, numbered from 1."""
    for number in range(1, count + 1):
        firm.clock.passes(minutes=1)
        firm.says(lead.number, words.format(number))


def audited(firm: Firm, kind: str = "search") -> list[str]:
    """The queries on record, the first first."""
    return [entry.subject for entry in reversed(firm.store.audit.entries(kind=kind))]
