"""Trying word lists on every message that ever came, before they are saved.

The scan reads in pages, newest first, and hands each page on: on a million messages it takes
minutes, so whoever asked sees it grow and may stop in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from data.clock import from_text
from data.models import Actor, Permission
from data.replies.reader import Reading, read_reply
from data.rules import Rules
from data.sqlite import Row
from data.store import setting_texts
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People
from data.store.setting_values import with_value

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Caught:
    """A past message that the tried rule reads otherwise than the present one."""

    message_id: int
    lead_id: int | None
    client: str
    file: str
    number: str
    body: str
    at: datetime
    before: Reading
    after: Reading


@dataclass(frozen=True, slots=True)
class TrialPage:
    """Another page of messages was read: how many in it, and those among them that differ."""

    read: int
    caught: tuple[Caught, ...]


class WordTrial:
    """Trying a list of words; needs Admin, and is on the audit log, for it reads every log."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people

    def run(self, actor: Actor, key: str, text: str) -> Iterator[TrialPage]:
        """What `words.…` would change if `text` were saved for it, page by page."""
        rules = self._context.rules()
        tried = with_value(rules, key, setting_texts.read(key, text))
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            self._audit.add(actor, "word trial", key, after=text)
        return self._pages(rules, tried)

    def _pages(self, rules: Rules, tried: Rules) -> Iterator[TrialPage]:
        before: int | None = None
        while rows := self._page(before):
            before = rows[-1]["id"]
            caught = (_caught(row, rules, tried) for row in rows)
            yield TrialPage(len(rows), tuple(one for one in caught if one is not None))

    def _page(self, before: int | None) -> list[Row]:
        return self._database.all(
            "SELECT messages.id, messages.lead_id, coalesce(leads.name, '') AS client,"
            " coalesce(leads.file, '') AS file, e164 AS number, body, messages.at"
            " FROM messages JOIN numbers ON numbers.id = messages.number_id"
            " LEFT JOIN leads ON leads.id = messages.lead_id"
            " WHERE direction = 'in' AND (:before IS NULL OR messages.id < :before)"
            " ORDER BY messages.id DESC LIMIT :limit",
            before=before,
            limit=_PAGE,
        )


def _caught(row: Row, rules: Rules, tried: Rules) -> Caught | None:
    before = read_reply(row["body"], rules.words, ours=rules.all_texts())
    after = read_reply(row["body"], tried.words, ours=tried.all_texts())
    if before.meaning is after.meaning:
        return None
    return Caught(
        message_id=row["id"],
        lead_id=row["lead_id"],
        client=row["client"],
        file=row["file"],
        number=row["number"],
        body=row["body"],
        at=from_text(row["at"]),
        before=before,
        after=after,
    )
