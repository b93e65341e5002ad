"""`sms-tui log`: every message of one lead."""

from __future__ import annotations

from collections.abc import Iterator

import click

from sms_tui.commands.parameters import text
from sms_tui.commands.records import message_record
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

COLUMNS = ("id", "at", "direction", "kind", "author", "category", "status", "reason", "body")


@click.command()
@click.argument("file", type=text)
@shows(COLUMNS)
def log(at: Opened, file: str) -> Iterator[Record]:
    """The messages of one lead, oldest first. Who may not text is on the audit log."""
    return map(message_record, at.store.reading.log(at.actor, file))
