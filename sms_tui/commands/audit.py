"""`sms-tui audit`: who did what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from data.models import Permission
from sms_tui.commands.parameters import time
from sms_tui.commands.records import audit_record
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

if TYPE_CHECKING:
    from datetime import datetime

    from data.store import Store

COLUMNS = ("at", "user", "os_account", "kind", "subject", "before", "after", "note")
_PAGE = 500


@click.command()
@click.option("--since", type=time, help="Only from this time on.")
@shows(COLUMNS)
def audit(at: Opened, since: datetime | None) -> Iterator[Record]:
    """Who did what, newest first. Needs Admin."""
    at.store.people.require(at.actor, Permission.ADMIN)
    return _records(at.store, since)


def _records(store: Store, since: datetime | None) -> Iterator[Record]:
    before: int | None = None
    while page := store.audit.entries(since=since, before_id=before, limit=_PAGE):
        yield from map(audit_record, page)
        before = page[-1].id
