"""Finding messages by what they say: in all logs newest first, or in one lead's.

Newest means recorded last: the order of ids, in which FTS5 gives its hits as it finds them. Any
other order would have to look at all of them first (0.05 ms against 50 to 223 for a common word).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from data.models import Message
from data.query import Query, parse
from data.store.context import Context
from data.store.log import COLUMNS, NO_PART, message
from data.store.search_plan import Plan, plan

_PAGE = 1000


class Search:
    """Reading what was found. A query is taken as parsed, or as text whose days are UTC's.

    A name that nobody has raises BadQuery, as a text that is no query does; `Store.interrupt` ends
    what runs with Interrupted.
    """

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def find(
        self,
        query: Query | str,
        *,
        before_id: int | None = None,
        limit: int = 50,
        lead_id: int | None = None,
    ) -> list[Message]:
        """Messages that match, newest first, a page at a time by the id of the last one seen.

        With `lead_id`, or a file: in the query, only that lead's log, and the messages are shown as
        that lead's, also those of a shared number.
        """
        return self._page(plan(self._database, _parsed(query), lead_id), before_id, limit)

    def in_lead(self, lead_id: int, query: Query | str, limit: int = 500) -> list[Message]:
        """The newest of a lead's messages that match, in the order of the log: oldest first.

        A text is taken as being typed: its last word is the beginning of one.
        """
        parsed = parse(query, prefix_last=True) if isinstance(query, str) else query
        found = self.find(parsed, limit=limit, lead_id=lead_id)
        return sorted(found, key=lambda hit: (hit.at, hit.id))

    def count(self, query: Query | str, *, lead_id: int | None = None) -> int:
        """How many messages match."""
        asked = plan(self._database, _parsed(query), lead_id)
        return int(self._database.value(f"SELECT count(*){_source(asked)}", **_values(asked)))

    def each(self, query: Query | str, *, limit: int | None = None) -> Iterator[Message]:
        """All messages that match or the newest, with never more than a page of them in memory."""
        asked = plan(self._database, _parsed(query))
        before_id, left = None, limit
        while page := self._page(asked, before_id, _PAGE if left is None else min(_PAGE, left)):
            yield from page
            before_id = page[-1].id
            left = None if left is None else left - len(page)

    def moment(self) -> AbstractContextManager[None]:
        """What is counted and read inside is of one moment; nothing may be written meanwhile."""
        return self._database.snapshot()

    def _page(self, asked: Plan, before_id: int | None, limit: int) -> list[Message]:
        before = f" AND {_id(asked)} < :before_id" if before_id is not None else ""
        # A number for the limit: for a parameter there SQLite plans the query every time.
        order = f"ORDER BY {_id(asked)} DESC LIMIT {limit:d}"
        rows = self._database.all(
            f"SELECT {COLUMNS}{_source(asked)}{before} {order}",
            **_values(asked),
            before_id=before_id,
        )
        return [message(row) for row in rows]


def _parsed(query: Query | str) -> Query:
    return parse(query) if isinstance(query, str) else query


def _id(asked: Plan) -> str:
    """The id by which hits come in order: FTS5's own, where it is asked."""
    return "messages_fts.rowid" if asked.match else "messages.id"


def _source(asked: Plan) -> str:
    """FROM and WHERE. CROSS JOIN keeps the hits first: they come in order, and one by one."""
    tables, conditions = "messages", [NO_PART]
    if asked.match:
        tables = "messages_fts CROSS JOIN messages ON messages.id = messages_fts.rowid"
        conditions.append("messages_fts MATCH :match")
    tables += " CROSS JOIN numbers ON numbers.id = messages.number_id"
    if asked.lead_id is None:
        tables += " LEFT JOIN leads ON leads.id = messages.lead_id"
    else:
        tables += (
            " CROSS JOIN log ON log.lead_id = :lead_id AND log.at = messages.at"
            " AND log.message_id = messages.id CROSS JOIN leads ON leads.id = log.lead_id"
        )
    conditions += [condition.replace("{id}", _id(asked)) for condition in asked.conditions]
    return f" FROM {tables} WHERE {' AND '.join(conditions)}"


def _values(asked: Plan) -> dict[str, object]:
    return {"match": asked.match, "lead_id": asked.lead_id, **asked.values}
