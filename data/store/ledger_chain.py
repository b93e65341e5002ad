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

EVENTS = (
    "SELECT consent_events.id, e164 AS number, before, after, consent_events.cause, words,"
    " message_id, user, os_account, source, note, at, recorded_at, previous_hash, hash"
    " FROM consent_events JOIN numbers ON numbers.id = number_id"
)
# Also those whose number is gone: a check must not lose them in a join.
_EVERY_EVENT = EVENTS.replace("JOIN numbers", "LEFT JOIN numbers")
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
