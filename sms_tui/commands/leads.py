"""`sms-tui lead`: clients with a file number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sms_tui.commands.parameters import json_option, text
from sms_tui.commands.records import lead_record
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened, Opening
from sms_tui.output import Record, complain, counted, note, say, show

if TYPE_CHECKING:
    from data.models import Lead
    from data.store import Store
    from sms_tui.lead_import import Report

COLUMNS = ("file", "client", "number", "status", "since", "unread", "needs_reply")


@click.group(no_args_is_help=False)
def lead() -> None:
    """Clients with a file number."""


@lead.command()
@click.option("--name", type=text, required=True, help="The client's name.")
@click.option("--file", type=text, required=True, help="The file number.")
@click.option("--mobile", type=text, required=True, help="The mobile number.")
@click.option("--timezone", type=text, help="Where the client is, like America/New_York.")
@shows(COLUMNS)
def add(at: Opened, name: str, file: str, mobile: str, timezone: str | None) -> list[Record]:
    """Add a lead. It starts as its number stands; a new number is Not Authorized."""
    added = at.store.leads.add(at.actor, name, file, mobile, timezone)
    if at.store.reading.refusal(at.actor):
        note(f"Added {added.file}.")
        return []
    return [_record(at.store, added)]


@lead.command("list")
@shows(COLUMNS)
def list_(at: Opened) -> Iterator[Record]:
    """All leads, by file number.

    Of more than a hundred that share a number each names the first; `lead show` names all.
    """
    return (lead_record(lead, files) for lead, files in at.store.reading.leads(at.actor))


@lead.command("show")
@click.argument("file", type=text)
@shows((*COLUMNS, "timezone", "shared_with"))
def show_(at: Opened, file: str) -> list[Record]:
    """One lead: its number, its status and who shares the number."""
    return [_record(at.store, at.store.reading.lead(at.actor, file))]


@lead.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--skip-bad", is_flag=True, help="Leave out bad rows and import the others.")
@json_option
@click.pass_context
def import_(ctx: click.Context, file: Path, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Add many leads from a CSV file, all or none.

    The first line names the columns, in any order: name, file, mobile and, if you like, timezone.
    """
    from sms_tui.lead_import import import_file

    opening = ctx.ensure_object(Opening)
    with opening.session() as at:
        report = import_file(at.store, at.actor, file, dry_run=dry_run, skip_bad=skip_bad)
    for fault in report.bad:
        if skip_bad:
            note(f"left out line {fault.line}: {fault.words}")
        else:
            complain(f"line {fault.line}: {fault.words}")
    if report.refused:
        bad = f"{len(report.bad)} of {counted(report.rows, 'row')} cannot be taken"
        complain(f"Nothing was imported: {bad}.", "Correct them, or leave them out: --skip-bad.")
        ctx.exit(1)
    _tell(report, dry_run, as_json)


def _tell(report: Report, dry_run: bool, as_json: bool) -> None:
    if as_json:
        counts = {"imported": report.imported, "bad": len(report.bad), "dry_run": dry_run}
        show([counts], (), as_json)
        return
    verb = "Would import" if dry_run else "Imported"
    rest = f", leaving out {counted(len(report.bad), 'row')}" if report.bad else ""
    say(f"{verb} {counted(report.imported, 'lead')}{rest}.")


def _record(store: Store, lead: Lead) -> Record:
    return lead_record(lead, [other.file for other in store.leads.sharing(lead)])
