"""From a query to SQL: an expression for FTS5, and conditions on the rows that it finds.

What FTS5 finds is at most too much, and the conditions make it exact: a reply on a shared number
stands in the log of every lead that shared it then, and days become a range of ids that may hold
messages of other days too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.clock import to_text
from data.database import Database
from data.query import Field, Filter, Query
from data.store import expressions as fts
from data.store.search_names import Names
from data.store.search_words import Words

_FEW = 200
_BEYOND = 2**62  # no message has this id


@dataclass
class Plan:
    """What to ask: `match` for FTS5 ("" for all), conditions on the rows, and their values.

    `lead_id` is the lead to whose log the search is held, if there is one.
    """

    lead_id: int | None
    match: str = ""
    conditions: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)


def plan(database: Database, query: Query, lead_id: int | None = None) -> Plan:
    """The plan of a query over all logs or one lead's; BadQuery for a name that nobody has."""
    return _Planner(database, query, lead_id).plan


class _Planner:
    """Puts a plan together, one part of the query after the other."""

    def __init__(self, database: Database, query: Query, lead_id: int | None) -> None:
        self._database = database
        self._names = Names(database)
        self._words = Words(database)
        self._wanted: list[str] = []
        self._unwanted: list[str] = []
        self.plan = Plan(lead_id)
        for term in query.terms:
            self._put(self._words.of(term), term.excluded)
        for asked in query.filters:
            self._filter(asked)
        if self.plan.lead_id is not None:
            self._put(self._in_logs([self.plan.lead_id])[0])
        self._days(query)
        self.plan.match = fts.without(self._wanted, self._unwanted)

    def _put(self, expression: str, excluded: bool = False) -> None:
        (self._unwanted if excluded else self._wanted).append(expression)

    def _filter(self, asked: Filter) -> None:
        match asked.field:
            case Field.IN | Field.OUT:
                self._put(fts.tag(f"dir{asked.field}"), asked.excluded)
            case Field.CATEGORY:
                self._put(fts.tag(f"category{self._names.category(asked)}"), asked.excluded)
            case Field.STATUS:
                self._status(asked)
            case Field.FILE:
                self._file(asked)
            case Field.FROM:
                self._from(asked)
            case Field.TO:
                self._to(asked)

    def _status(self, asked: Filter) -> None:
        # One of the program's own words; as a literal it lets SQLite choose the index.
        condition = f"messages.status {'<>' if asked.excluded else '='} '{asked.value}'"
        self.plan.conditions.append(condition)
        rows = f"SELECT id FROM messages WHERE {condition}"
        if not asked.excluded and len(self._database.all(f"{rows} LIMIT {_FEW + 1}")) <= _FEW:
            # FTS5 asked about each of the few, instead of each of its hits about the status.
            self.plan.conditions.append(f"{{id}} IN ({rows})")

    def _file(self, asked: Filter) -> None:
        lead_id = self._names.lead(asked)
        if self.plan.lead_id is None and not asked.excluded:
            self.plan.lead_id = lead_id
        else:
            self._leads([lead_id], asked.excluded)

    def _from(self, asked: Filter) -> None:
        if asked.digits:
            self._put(fts.all_of([fts.tag("dirin"), self._number(asked)]), asked.excluded)
            return
        user_id, lead_ids = self._names.authors(asked)
        self._leads(lead_ids, asked.excluded, direction="in", author_id=user_id)

    def _to(self, asked: Filter) -> None:
        if asked.digits:
            self._put(fts.all_of([fts.tag("dirout"), self._number(asked)]), asked.excluded)
            return
        self._leads(self._names.clients(asked), asked.excluded, direction="out")

    def _number(self, asked: Filter) -> str:
        return self._words.number(asked.digits, anchored=asked.anchored)

    def _leads(
        self,
        lead_ids: Sequence[int],
        excluded: bool,
        direction: str = "",
        author_id: int | None = None,
    ) -> None:
        """Messages in the logs of these leads, in one direction or both; or, by an author."""
        expression, exact = self._in_logs(lead_ids)
        if direction:
            expression = fts.all_of([fts.tag(f"dir{direction}"), expression])
        if author_id is not None:
            expression = fts.any_of([fts.tag(f"author{author_id}"), expression])
        if exact or not excluded:
            self._put(expression, excluded)
        if not exact:
            condition = _standing_in(lead_ids)
            if direction:
                condition = f"messages.direction = '{direction}' AND {condition}"
            if author_id is not None:
                condition = f"messages.author_id IS {author_id} OR ({condition})"
            self.plan.conditions.append(f"{'NOT ' if excluded else ''}({condition})")

    def _in_logs(self, lead_ids: Sequence[int]) -> tuple[str, bool]:
        """What finds every message in the logs of these leads, and whether it finds no other."""
        if not lead_ids:
            return fts.nothing(), True
        tags = [fts.tag(f"lead{lead_id}") for lead_id in lead_ids]
        shared = self._names.shared_numbers(lead_ids)
        if not shared:
            return fts.any_of(tags), True
        numbers = fts.any_of([fts.tag(f"number{number_id}") for number_id in shared])
        return fts.any_of([*tags, fts.all_of([fts.tag("dirin"), numbers])]), False

    def _days(self, query: Query) -> None:
        if query.since is not None:
            since = to_text(query.since)
            sql = "SELECT min(first_id) FROM message_days WHERE day >= :day"
            self.plan.values |= {"since": since, "since_id": self._bound(sql, since, _BEYOND)}
            self.plan.conditions.append("{id} >= :since_id AND messages.at >= :since")
        if query.until is not None:
            until = to_text(query.until)
            sql = "SELECT max(last_id) FROM message_days WHERE day <= :day"
            self.plan.values |= {"until": until, "until_id": self._bound(sql, until, 0)}
            self.plan.conditions.append("{id} <= :until_id AND messages.at < :until")

    def _bound(self, sql: str, at: str, nothing: int) -> int:
        bound = self._database.value(sql, day=at[:10])
        return nothing if bound is None else int(bound)


def _standing_in(lead_ids: Sequence[int]) -> str:
    return (
        f"EXISTS (SELECT 1 FROM log WHERE log.lead_id IN ({', '.join(map(str, lead_ids))})"
        " AND log.at = messages.at AND log.message_id = messages.id)"
    )
