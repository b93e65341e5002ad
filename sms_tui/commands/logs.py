"""`sms-tui log`: every message of one lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sms_tui.commands.parameters import json_option, text
from sms_tui.commands.records import message_record
from sms_tui.opening import Opening
from sms_tui.output import Record, show

if TYPE_CHECKING:
    from data.models import Lead, Message
    from data.store import Store

COLUMNS = ("id", "at", "direction", "kind", "author", "category", "status", "reason", "body")
_PAGE = 500


@click.command()
@click.argument("file", type=text)
@json_option
@click.pass_obj
def log(opening: Opening, file: str, as_json: bool) -> None:
    """The messages of one lead, oldest first."""
    with opening.session() as at:
        show(_records(at.store, at.store.leads.known(file)), COLUMNS, as_json)


def _records(store: Store, lead: Lead) -> Iterator[Record]:
    last: Message | None = None
    while page := store.log.after(lead.id, last, _PAGE):
        yield from map(message_record, page)
        last = page[-1]
