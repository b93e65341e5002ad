"""The audit log: who did what, when, from what, to what. The database lets it only grow."""

from __future__ import annotations

from datetime import datetime

from data.clock import from_text, text_or_none, to_text
from data.models import Actor, AuditEntry
from data.sqlite import Row
from data.store.context import Context, os_account

_TEXT = "subject || char(10) || before || char(10) || after || char(10) || note"


class Audit:
    """Writing and reading the audit log."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def add(
        self,
        actor: Actor | None,
        kind: str,
        subject: str,
        *,
        before: str = "",
        after: str = "",
        note: str = "",
    ) -> None:
        """Put one act on record, in the transaction of the act. No actor: the program itself."""
        self._database.run(
            "INSERT INTO audit (at, user, os_account, kind, subject, before, after, note)"
            " VALUES (:at, :user, :os_account, :kind, :subject, :before, :after, :note)",
            at=to_text(self._context.now()),
            user=actor.user.name if actor else "",
            os_account=os_account(actor),
            kind=kind,
            subject=subject,
            before=before,
            after=after,
            note=note,
        )

    def entries(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        user: str = "",
        kind: str = "",
        words: str = "",
        before_id: int | None = None,
        limit: int = 100,
    ) -> list[AuditEntry]:
        """Newest first, a page at a time by `before_id`; empty filters match everything.

        Each of the `words` stands in the subject, in what was before or after, or in the note.
        """
        sought = {f"word{n}": f"%{_escaped(word)}%" for n, word in enumerate(words.split())}
        conditions = {
            "id < :before_id": before_id is not None,
            "at >= :since": since is not None,
            "at < :until": until is not None,
            "user = :user COLLATE NOCASE": user,
            "kind = :kind": kind,
            **{f"{_TEXT} LIKE :{name} ESCAPE '\\'": True for name in sought},
        }
        where = " AND ".join(words for words, wanted in conditions.items() if wanted)
        rows = self._database.all(
            "SELECT id, at, user, os_account, kind, subject, before, after, note FROM audit"
            f" WHERE {where or 'true'} ORDER BY id DESC LIMIT :limit",
            before_id=before_id,
            since=text_or_none(since),
            until=text_or_none(until),
            user=user,
            kind=kind,
            limit=limit,
            **sought,
        )
        return [_entry(row) for row in rows]

    def people(self) -> list[str]:
        """Everyone whose acts are on record, under the names they had."""
        rows = self._database.all("SELECT DISTINCT user FROM audit WHERE user <> '' ORDER BY user")
        return [row["user"] for row in rows]

    def kinds(self) -> list[str]:
        """The kinds of acts on record."""
        return [row["kind"] for row in self._database.all("SELECT DISTINCT kind FROM audit")]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _entry(row: Row) -> AuditEntry:
    values = dict(row)
    values["at"] = from_text(values["at"])
    return AuditEntry(**values)
