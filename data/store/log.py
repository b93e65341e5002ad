"""The messages of a lead, oldest at the top, paged by key."""

from __future__ import annotations

from datetime import datetime

from data.clock import from_text, from_text_or_none, to_text
from data.errors import NotFound
from data.models import ConsentEvent, Direction, Kind, Message, MessageStatus
from data.sqlite import Row
from data.store.context import Context
from data.store.ledger import Ledger

COLUMNS = (
    "messages.id, messages.lead_id, coalesce(leads.file, '') AS file,"
    " coalesce(leads.name, '') AS client, numbers.e164 AS number, direction, kind, messages.body,"
    " category, CASE direction WHEN 'in' THEN coalesce(leads.name, '') ELSE author END AS author,"
    " messages.status, reason, messages.at, messages.carrier_id, client_ref, segments, not_before"
)
JOINS = (
    " JOIN numbers ON numbers.id = messages.number_id"
    " LEFT JOIN leads ON leads.id = messages.lead_id"
)
# What came as parts is shown as the whole it belongs to.
NO_PART = "messages.part_of IS NULL"
# In a lead's own log the message is the lead's, also where the number is shared.
_IN_LOG = (
    f"SELECT {COLUMNS} FROM log JOIN messages ON messages.id = log.message_id"
    " JOIN numbers ON numbers.id = messages.number_id JOIN leads ON leads.id = log.lead_id"
    f" WHERE log.lead_id = :lead_id AND {NO_PART}"
)
# (at, id) of a message: the place in a log that pages go on from.
Place = tuple[datetime, int]


class Log:
    """Reading the log of one lead; pages come oldest first, as they are shown."""

    def __init__(self, context: Context, ledger: Ledger) -> None:
        self._database = context.database
        self._ledger = ledger

    def count(self, lead_id: int) -> int:
        return int(
            self._database.value(
                "SELECT count(*) FROM log JOIN messages ON messages.id = log.message_id"
                f" WHERE log.lead_id = :id AND {NO_PART}",
                id=lead_id,
            )
        )

    def newest(self, lead_id: int, limit: int = 100) -> list[Message]:
        """The latest messages of the lead."""
        rows = self._database.all(
            f"{_IN_LOG} ORDER BY log.at DESC, log.message_id DESC LIMIT :limit",
            lead_id=lead_id,
            limit=limit,
        )
        return [message(row) for row in reversed(rows)]

    def before(self, lead_id: int, place: Message | Place, limit: int = 100) -> list[Message]:
        """The page just above a message."""
        at, message_id = _place(place)
        rows = self._database.all(
            f"{_IN_LOG} AND (log.at, log.message_id) < (:at, :id)"
            " ORDER BY log.at DESC, log.message_id DESC LIMIT :limit",
            lead_id=lead_id,
            at=at,
            id=message_id,
            limit=limit,
        )
        return [message(row) for row in reversed(rows)]

    def after(
        self, lead_id: int, place: Message | Place | None = None, limit: int = 100
    ) -> list[Message]:
        """The page just below a message; from the beginning without one."""
        at, message_id = _place(place) if place is not None else ("", 0)
        rows = self._database.all(
            f"{_IN_LOG} AND (log.at, log.message_id) > (:at, :id)"
            " ORDER BY log.at, log.message_id LIMIT :limit",
            lead_id=lead_id,
            at=at,
            id=message_id,
            limit=limit,
        )
        return [message(row) for row in rows]

    def around(self, lead_id: int, message_id: int, limit: int = 100) -> list[Message]:
        """A message of the lead with its surroundings: about `limit` messages in all."""
        found = self.get(message_id)
        return [
            *self.before(lead_id, found, limit // 2),
            *self.after(lead_id, (found.at, found.id - 1), limit // 2),
        ]

    def get(self, message_id: int) -> Message:
        """One message, or NotFound."""
        row = self._database.one(
            f"SELECT {COLUMNS} FROM messages{JOINS} WHERE messages.id = :id", id=message_id
        )
        if row is None:
            raise NotFound("There is no such message.")
        return message(row)

    def events(self, lead_id: int) -> list[ConsentEvent]:
        """The consent events to show between the messages of the lead."""
        return self._ledger.events_of_lead(lead_id)


# Looked up instead of called: a page of search results is measured in tenths of a millisecond.
_DIRECTIONS = {direction.value: direction for direction in Direction}
_KINDS = {kind.value: kind for kind in Kind}
_STATUSES = {status.value: status for status in MessageStatus}


def message(row: Row) -> Message:
    """A row of `COLUMNS` as a message; they stand in the order of its fields."""
    (
        id_, lead_id, file, client, number, direction, kind, body, category, author, status,
        reason, at, carrier_id, client_ref, segments, held_until,
    ) = row  # fmt: skip
    return Message(
        id_, lead_id, file, client, number, _DIRECTIONS[direction], _KINDS[kind], body, category,
        author, _STATUSES[status], reason, from_text(at), carrier_id, client_ref, segments,
        from_text_or_none(held_until),
    )  # fmt: skip


def _place(place: Message | Place) -> tuple[str, int]:
    at, message_id = (place.at, place.id) if isinstance(place, Message) else place
    return to_text(at), message_id
