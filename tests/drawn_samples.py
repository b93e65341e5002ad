"""Messages, events and rows for the tests of the drawn lists, and texts that mean harm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from textual.widget import Widget

from data.models import (
    ConsentEvent,
    Direction,
    InboxRow,
    Kind,
    Message,
    MessageStatus,
    Status,
)

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 14, 6, 30, tzinfo=UTC)  # 15:06 in the zone
CLIENT = "Demo Client"

HOSTILE = (
    "[/b]",
    "[@click=app.quit]tap[/]",
    "\x1b[2J\x1b]52;c;aGk=\x07",
    "\x9b31mred\x9d8;;http://evil\x9c",
    "\u202egnirts\u2066\u200f",
    "x" * 10_000,
    "\x00\x07\x08\x7f",
    "\ud800lone\udfff",
    "a" + "\u0301" * 500,
    "👨‍👩‍👧‍👦" * 300,
    "line\u2028two\u2029three\rfour\tfive",
)
OBEYED = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def now() -> datetime:
    return NOW


def received(number: int, body: str, at: datetime = NOW) -> Message:
    """A message of the client."""
    return message(number, body, at, Direction.IN, MessageStatus.RECEIVED, CLIENT, None)


def message(
    number: int,
    body: str,
    at: datetime = NOW,
    direction: Direction = Direction.OUT,
    status: MessageStatus = MessageStatus.DELIVERED,
    author: str = "alice",
    category: str | None = "Documents",
    kind: Kind = Kind.TEXT,
    reason: str = "",
    held_until: datetime | None = None,
) -> Message:
    """A message of the firm, unless told otherwise."""
    return Message(
        number, 1, "LT-1", CLIENT, "+14155550132", direction, kind, body, category, author,
        status, reason, at, None, None, 1, held_until,
    )  # fmt: skip


def conversation(count: int, first: int = 1) -> list[Message]:
    """Messages of both sides, ten minutes apart, the last one now."""
    return [
        (received if number % 2 else message)(
            number, f"text {number}", NOW - timedelta(minutes=10 * (first + count - 1 - number))
        )
        for number in range(first, first + count)
    ]


def event(
    number: int,
    after: Status,
    at: datetime = NOW,
    words: str = "",
    user: str = "",
    cause: str = "",
    message_id: int | None = None,
    note: str = "",
) -> ConsentEvent:
    """A row of the ledger."""
    return ConsentEvent(
        number, "+14155550132", Status.NOT_AUTHORIZED, after, cause, words, message_id, user, user,
        "", note, at, at, "", "",
    )  # fmt: skip


def row(lead_id: int, name: str = "", preview: str = "Thank you", author: str = "") -> InboxRow:
    """A lead of the inbox; those with a number below three need a reply."""
    name = name or f"Demo Client {lead_id}"
    return InboxRow(
        lead_id, name, f"LT-{lead_id}", Status.AUTHORIZED,
        1 if lead_id < 3 else 0, lead_id < 3, preview, author or name, NOW,
    )  # fmt: skip


def shown(widget: Widget) -> list[str]:
    """What a drawn widget shows, line by line."""
    return [widget.render_line(y).text for y in range(widget.size.height)]
