"""The inbox: all leads, those that need a reply first, then the latest activity.

What a line shows is columns of the lead, kept by the transaction that records a message, so the
order is one index and a line costs no look at the messages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from data.clock import from_text
from data.folding import folded
from data.models import InboxRow, Status
from data.sqlite import Row
from data.store.context import Context

_ORDER = "needs_reply DESC, last_activity DESC, leads.id DESC"
_PREVIEW_LENGTH = 120


class Inbox:
    """The list of leads, as ids in order, and the lines of those in view."""

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def count(self) -> int:
        return int(self._database.value("SELECT count(*) FROM leads"))

    def ids(self, search: str = "") -> list[int]:
        """The ids of all leads that match, in order.

        Every word must stand in the name, accents and case aside, in the file number or, if it has
        a digit, in the mobile number, whose digits may be typed with dots or dashes between them.
        """
        conditions, values = _conditions(search.split())
        # One array: 20,000 rows would take as long to fetch as to find.
        ids = self._database.value(
            "SELECT json_group_array(id) FROM"
            f" (SELECT leads.id FROM leads WHERE {conditions} ORDER BY {_ORDER})",
            **values,
        )
        return list[int](json.loads(ids))

    def rows(self, ids: Sequence[int]) -> list[InboxRow]:
        """The lines of those leads, in the order asked for."""
        if not ids:
            return []
        marks = ", ".join(f":id{n}" for n in range(len(ids)))
        found = self._database.all(
            "SELECT leads.id, name, file, status, unread, needs_reply, preview, preview_author,"
            " last_activity"
            " FROM leads LEFT JOIN numbers ON numbers.id = leads.number_id"
            f" WHERE leads.id IN ({marks})",
            **{f"id{n}": lead_id for n, lead_id in enumerate(ids)},
        )
        by_id = {row["id"]: _inbox_row(row) for row in found}
        return [by_id[lead_id] for lead_id in ids if lead_id in by_id]

    def next_needing_reply(self, after: int | None = None) -> int | None:
        """The next lead that needs a reply after the given one, from the top again at the end."""
        rows = self._database.all(f"SELECT id FROM leads WHERE needs_reply = 1 ORDER BY {_ORDER}")
        ids = [row[0] for row in rows]
        if not ids:
            return None
        place = ids.index(after) + 1 if after in ids else 0
        return int(ids[place % len(ids)])

    def touch(
        self,
        lead_id: int,
        at: str,
        author: str,
        body: str,
        *,
        unread: int = 0,
        needs_reply: bool | None = None,
    ) -> None:
        """Note a new message on its lead's line, in the message's own transaction."""
        self._database.run(
            "UPDATE leads SET last_activity = max(last_activity, :at),"
            " preview = CASE WHEN :at >= last_activity THEN :preview ELSE preview END,"
            " preview_author = CASE WHEN :at >= last_activity THEN :author ELSE preview_author END,"
            " unread = unread + :unread, needs_reply = coalesce(:needs_reply, needs_reply)"
            " WHERE id = :id",
            id=lead_id,
            at=at,
            preview=" ".join(body[: 4 * _PREVIEW_LENGTH].split())[:_PREVIEW_LENGTH],
            author=author,
            unread=unread,
            needs_reply=None if needs_reply is None else int(needs_reply),
        )


def _conditions(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    conditions, values = ["TRUE"], {}
    for n, word in enumerate(words):
        values[f"word{n}"] = folded(word)
        values[f"file{n}"] = f"%{_escaped(word)}%"
        condition = f"instr(folded_name, :word{n}) OR file LIKE :file{n} ESCAPE '\\'"
        digits = "".join(c for c in word if c.isascii() and c.isdigit())
        if digits and not any(c.isalpha() for c in word):
            values[f"digits{n}"] = digits
            condition += f" OR instr(mobile, :digits{n})"
        conditions.append(f"({condition})")
    return " AND ".join(conditions), values


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _inbox_row(row: Row) -> InboxRow:
    return InboxRow(
        id=row["id"],
        name=row["name"],
        file=row["file"],
        status=Status(row["status"]) if row["status"] else Status.NOT_AUTHORIZED,
        unread=row["unread"],
        needs_reply=bool(row["needs_reply"]),
        preview=row["preview"],
        preview_author=row["preview_author"],
        last_activity=from_text(row["last_activity"]),
    )
