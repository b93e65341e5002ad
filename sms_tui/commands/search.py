"""`sms-tui search`: messages of all logs, found by what they say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sms_tui.commands.parameters import json_option, path, text
from sms_tui.commands.records import message_record
from sms_tui.opening import Opened, Opening
from sms_tui.output import counted, note, pipe, put, show

if TYPE_CHECKING:
    from pathlib import Path

    from data.export import Progress, Tell
    from data.query import Query

COLUMNS = ("id", "at", "file", "client", "direction", "author", "category", "status", "body")


@click.command()
@click.argument("query", type=text)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many, the newest.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV. Needs Export.")
@click.option(
    "--output",
    type=path,
    help="Write to this new file, CSV or with --json JSON Lines. Needs Export.",
)
@json_option
@click.pass_obj
def search(
    opening: Opening,
    query: str,
    limit: int | None,
    as_csv: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Find messages in all logs, newest first. Needs Search Logs.

    All words must match: word, begin*, "a phrase", -not, any three or more digits of a number, and
    file:LT-10482, from:alice, to:+1415, in:, out:, category:"Follow up", status:failed,
    before:2026-11-01, after:2026-11, on:2026. Put the query in one pair of single quotes, behind --
    if it begins with a minus.

    In CSV an apostrophe stands before what a spreadsheet could take for a formula, so before every
    number: '+1415. In JSON all is as it is stored.
    """
    from data.query import parse
    from sms_tui.local_zone import local_zone

    if as_csv and as_json:
        raise click.UsageError("Choose --csv or --json.")
    asked = parse(query, local_zone())
    with opening.session() as at:
        if output is not None:
            _export(at, asked, output, limit, as_json)
        elif as_csv:
            _print_csv(at, asked, limit)
        else:
            at.store.searches.settled(at.actor, asked)
            found = at.store.search.each(asked, limit=limit)
            show(map(message_record, found), COLUMNS, as_json)


def _print_csv(at: Opened, query: Query, limit: int | None) -> None:
    from data.export import CSV_END, csv_lines, without_controls
    from data.printable import printable

    def shown(value: str) -> str:
        return printable(value, newlines=True)

    at.store.searches.exported(at.actor, query, "standard output")
    found = at.store.search.each(query, limit=limit)
    if sys.stdout.isatty():
        put(csv_lines(found, shown))
    else:
        pipe(f"{line}{CSV_END}" for line in csv_lines(found, without_controls))


def _export(at: Opened, query: Query, target: Path, limit: int | None, as_json: bool) -> None:
    from data.export import Form, export

    form = Form.JSON_LINES if as_json else Form.CSV
    with _progress() as tell:
        count = export(at.store, at.actor, query, target, form, limit=limit, progress=tell)
    note(f"{counted(count, 'message')} written to {target}.")


@contextmanager
def _progress() -> Iterator[Tell]:
    """A line on standard error that counts, where somebody sees it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return

    def tell(progress: Progress) -> None:
        sys.stderr.write(f"\r{progress.done:,} of {progress.total:,} ")
        sys.stderr.flush()

    try:
        yield tell
    finally:
        sys.stderr.write("\r\x1b[K")
