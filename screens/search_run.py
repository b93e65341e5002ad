"""One search: from what stands in the box to the first page of what it finds, and the pages after.

All of it is read in the session's searching thread; a search that is cancelled stops there as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.models import Message
from data.query import Query, parse
from screens.session import Session
from screens.widgets import log_hits
from screens.widgets.result_lines import Sought

PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The first page of what a query found, newest first; `text` is what stood in the box."""

    text: str
    query: Query
    messages: Sequence[Message] = ()

    @property
    def has_more(self) -> bool:
        return len(self.messages) == PAGE


async def find(session: Session, text: str) -> Found:
    """The first page; BadQuery for what is no query, or names somebody who is not there.

    The last word is taken as being typed. A query with nothing in it is not asked at all.
    """
    query = parse(text, session.zone, prefix_last=True)
    if query.empty:
        return Found(text, query)
    return Found(text, query, await page(session, query))


async def page(session: Session, query: Query, before_id: int | None = None) -> list[Message]:
    """The newest messages that match, or the page after a message."""
    return await session.look(
        lambda store: store.search.find(query, before_id=before_id, limit=PAGE)
    )


async def count(session: Session, query: Query) -> int:
    """How many messages match in all."""
    return await session.look(lambda store: store.search.count(query))


def sought(query: Query) -> Sought:
    """What of a query is to be marked in the results."""
    runs = [term.digits for term in query.terms if not term.excluded]
    runs += [asked.digits for asked in query.filters if not asked.excluded]
    return Sought(log_hits.pattern(query.words), tuple(filter(None, runs)))


def count_words(number: int) -> str:
    """`1,234 messages`"""
    return "1 message" if number == 1 else f"{number:,} messages"
