"""`sms-tui log`: every message of one lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sms_tui.commands.parameters import text
from sms_tui.commands.records import message_record
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

if TYPE_CHECKING:
    from data.models import Lead, Message
    from data.store import Store

COLUMNS = ("id", "at", "direction", "kind", "author", "category", "status", "reason", "body")
_PAGE = 500


@click.command()
@click.argument("file", type=text)
@shows(COLUMNS)
def log(at: Opened, file: str) -> Iterator[Record]:
    """The messages of one lead, oldest first."""
    return _records(at.store, at.store.leads.known(file))


def _records(store: Store, lead: Lead) -> Iterator[Record]:
    last: Message | None = None
    while page := store.log.after(lead.id, last, _PAGE):
        yield from map(message_record, page)
        last = page[-1]
