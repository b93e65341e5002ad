"""What waits to be sent: in which order, how much there is, and when to look again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from data.clock import to_text
from data.sqlite import Row
from data.store.context import Context
from data.store.settling import REACHES_ITS_LEAD

_PAGE = 8  # most claims take the first
# For so long the end of a pause wakes a worker that has nothing else to do.
_PAUSE_ENDS = timedelta(seconds=5)
_SELECT_QUEUED = (
    "SELECT messages.id, lead_id, number_id, kind, template, body, category, author_id, asked_by,"
    " note, at, client_ref, not_before, users.name AS user, users.active, kind = 'automatic'"
    f" OR {REACHES_ITS_LEAD} AS reaches_its_lead FROM messages"
    " LEFT JOIN users ON users.id = author_id WHERE messages.status = 'queued'"
    " AND (not_before IS NULL OR not_before <= :now)"
)
_QUEUED = f"{_SELECT_QUEUED} AND messages.id > :after ORDER BY messages.id LIMIT {_PAGE}"
# While the account is refused: those not refused yet, then the one refused longest ago.
_IN_TURN = f"{_SELECT_QUEUED} ORDER BY refused_at IS NOT NULL, refused_at, messages.id"


class Queue:
    """The queued messages; rows have what the gate is asked with."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def oldest_first(self, now: datetime) -> Iterator[Row]:
        """What waits, oldest first, read a page at a time: most claims take the first."""
        after = 0
        while page := self._database.all(_QUEUED, now=to_text(now), after=after):
            yield from page
            after = page[-1]["id"]

    def in_turn(self, now: datetime) -> list[Row]:
        """What waits, in the order in which to try whether the carrier takes texts again."""
        return self._database.all(_IN_TURN, now=to_text(now))

    def count(self) -> int:
        """How many messages wait in the queue."""
        return int(self._database.value("SELECT count(*) FROM messages WHERE status = 'queued'"))

    def due(self) -> bool:
        """True when a message, or the queue as a whole, waited for a moment and has reached it."""
        return bool(
            self._database.value(
                "SELECT EXISTS (SELECT 1 FROM messages WHERE status = 'queued'"
                " AND not_before <= :now) OR EXISTS (SELECT 1 FROM worker"
                " WHERE (hold_try_at <= :now OR pause_until BETWEEN :lately AND :now)"
                " AND EXISTS (SELECT 1 FROM messages WHERE status = 'queued'"
                " AND not_before IS NULL))",
                now=to_text(self._context.now()),
                lately=to_text(self._context.now() - _PAUSE_ENDS),
            )
        )

    def answer_awaited(self) -> bool:
        """True when something left within the last hour, so that an answer may be near."""
        return bool(
            self._database.value(
                "SELECT EXISTS (SELECT 1 FROM messages INDEXED BY messages_check"
                " WHERE check_at IS NOT NULL AND claimed_at > :hour_ago)"
                " OR EXISTS (SELECT 1 FROM messages WHERE id IN"
                " (SELECT id FROM messages ORDER BY id DESC LIMIT 20) AND at > :hour_ago)",
                hour_ago=to_text(self._context.now() - timedelta(hours=1)),
            )
        )
