"""The chain of the ledger of consent, and what it proves.

A row's SHA-256 covers its own fields and the hash before it, so a row that was changed, removed or
slipped in shows. How far the ledger has come is kept beside it (`ledger_head`), so that a cut at
its end shows as well.

All of this guards against mistakes and against whoever does not know it all. The file's owner can
write a ledger, a head and numbers that agree: only a copy kept elsewhere shows it.
"""

from __future__ import annotations

import hashlib
import json

from data.database import Database
from data.sqlite import Row

EVENTS = (
    "SELECT consent_events.id, e164 AS number, before, after, consent_events.cause, words,"
    " message_id, user, os_account, source, note, at, recorded_at, previous_hash, hash"
    " FROM consent_events JOIN numbers ON numbers.id = number_id"
)
# Also those whose number is gone: a check must not lose them in a join.
_EVERY_EVENT = EVENTS.replace("JOIN numbers", "LEFT JOIN numbers")
# With the hash of the row before each, by the table's own key.
LINKED_EVENTS = EVENTS.replace(
    " FROM",
    ", coalesce((SELECT earlier.hash FROM consent_events AS earlier"
    " WHERE earlier.id < consent_events.id ORDER BY earlier.id DESC LIMIT 1), '') AS link FROM",
    1,
)
# What a row's hash covers, in this order.
_HASHED = (
    "number", "before", "after", "cause", "words", "message_id", "user", "os_account", "source",
    "note", "at", "recorded_at",
)  # fmt: skip


def row_hash(previous: str, fields: dict[str, object]) -> str:
    covered = [previous, *(fields[name] for name in _HASHED)]
    return hashlib.sha256(json.dumps(covered, ensure_ascii=True).encode()).hexdigest()


def verified(database: Database) -> tuple[int, int | None]:
    """How many rows hold, and the id of the first that does not; read as of one moment."""
    previous, held, last = "", 0, 0
    for row in database.all(f"{_EVERY_EVENT} ORDER BY consent_events.id"):
        if row["previous_hash"] != previous or row["hash"] != row_hash(previous, dict(row)):
            return held, int(row["id"])
        previous, held, last = row["hash"], held + 1, int(row["id"])
    return held, _cut_at(database, last, previous) or _first_number_unlike_its_record(database)


def holds(row: Row) -> bool:
    """True when a row of `EVENTS` has the hash of what it says."""
    return bool(row["hash"] == row_hash(row["previous_hash"], dict(row)))


def is_linked(row: Row) -> bool:
    """True when a row of `LINKED_EVENTS` holds, and continues the row before it."""
    return holds(row) and bool(row["previous_hash"] == row["link"])


class ChainEnd:
    """Follows the chain as it grows: rows are never changed, so each is looked at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: tuple[int, str] | None = None
        self._held = True

    def holds(self) -> bool:
        """True while every row since the first look continues the chain, up to its mark.

        The first look is at the last row. Once it does not hold, it does not until a new start: an
        older ledger may have taken the place of this one.
        """
        mark = self._database.one("SELECT last_id, hash FROM ledger_head")
        end = (0, "") if mark is None else (int(mark["last_id"]), str(mark["hash"]))
        if self._held and end != self._seen:
            self._held = mark is not None and self._continues(end)
            # What a transaction has written may still be taken back.
            if not self._database.connection.in_transaction:
                self._seen = end
        return self._held

    def _continues(self, end: tuple[int, str]) -> bool:
        last_id, last_hash = self._seen or self._before_last(end[0])
        if (last_id, last_hash) != (0, "") and not self._is_there(last_id, last_hash):
            return False
        for row in self._database.all(
            f"{_EVERY_EVENT} WHERE consent_events.id > :last ORDER BY consent_events.id",
            last=last_id,
        ):
            if row["previous_hash"] != last_hash or not holds(row):
                return False
            last_id, last_hash = int(row["id"]), row["hash"]
        return (last_id, last_hash) == end

    def _before_last(self, last_id: int) -> tuple[int, str]:
        row = self._database.one(
            "SELECT id, hash FROM consent_events WHERE id < :last ORDER BY id DESC LIMIT 1",
            last=last_id,
        )
        return (0, "") if row is None else (int(row["id"]), str(row["hash"]))

    def _is_there(self, event_id: int, digest: str) -> bool:
        known = self._database.value("SELECT hash FROM consent_events WHERE id = :id", id=event_id)
        return bool(known == digest)


def _cut_at(database: Database, last: int, last_hash: str) -> int | None:
    """The first row that the chain or the mark of how far it came has and the other has not."""
    head = database.one("SELECT last_id, hash FROM ledger_head")
    if head is None:
        return 1
    known = int(head["last_id"])
    if (known, head["hash"]) == (last, last_hash):
        return None
    return last if known == last else min(last, known) + 1


def _first_number_unlike_its_record(database: Database) -> int | None:
    """The last event of a number whose status is not what that event says.

    A number that moved without any event must have lost it: that is the row after the last.
    """
    last: int | None = database.value(
        "SELECT coalesce(events.id, (SELECT coalesce(max(id), 0) + 1 FROM consent_events))"
        " FROM numbers LEFT JOIN consent_events AS events ON events.id ="
        " (SELECT max(id) FROM consent_events WHERE number_id = numbers.id)"
        " WHERE numbers.status <> coalesce(events.after, 'Not Authorized')"
        " ORDER BY 1 LIMIT 1"
    )
    return last
