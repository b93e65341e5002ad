"""Leads from a CSV file: every bad row is found and named, and all are added or none.

The file is UTF-8 (a byte-order mark and CRLF are welcome), with commas, quotes where needed, and a
first line that names the columns `name`, `file`, `mobile` and perhaps `timezone` in any order.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.errors import Invalid
from data.models import Actor
from data.store import Store
from data.store.lead_fields import NewLead, same_file

REQUIRED, OPTIONAL = ("name", "file", "mobile"), ("timezone",)
_HOW = "The first line must name the columns, with commas: name,file,mobile or also timezone."


@dataclass(frozen=True, slots=True)
class Fault:
    """Why the row that begins in a line cannot be taken."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a file: `imported` counts the leads added, or that would be in a dry run."""

    rows: int
    imported: int
    bad: tuple[Fault, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    content: NewLead | str
    """The lead, or why there is none."""


def import_file(store: Store, actor: Actor, path: Path, *, dry_run: bool, skip_bad: bool) -> Report:
    """Add the file's leads. With a bad row nothing is added, unless those are to be skipped."""
    rows = list(_without_repeats(_rows(path)))
    bad = [Fault(row.line, row.content) for row in rows if isinstance(row.content, str)]
    good = [(row.line, row.content) for row in rows if isinstance(row.content, NewLead)]
    refused_already = bool(bad) and not skip_bad
    refusals = store.lead_import.add_all(
        actor, [lead for _, lead in good], skip_bad=skip_bad, dry_run=dry_run or refused_already
    )
    bad += [Fault(good[place][0], str(refusal)) for place, refusal in refusals]
    refused = bool(bad) and not skip_bad
    imported = 0 if refused else len(rows) - len(bad)
    return Report(len(rows), imported, tuple(sorted(bad, key=lambda f: f.line)), refused)


def _rows(path: Path) -> Iterator[_Row]:
    """The rows after the first, each with the line it begins in; empty lines are no rows."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    columns: tuple[str, ...] | None = None
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Invalid(
                f"{path} cannot be read as CSV from line {line} on: {error}.",
                "Nothing was imported. Look for a quote that is not closed.",
            ) from error
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            pass
        elif columns is None:
            columns = _columns(cells)
        else:
            yield _Row(line, _lead(columns, cells))
        line = reader.line_num + 1
    if columns is None:
        raise Invalid(f"{path} is empty: nothing was imported.", _HOW)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "this is no path"
        raise Invalid(
            f"{path} cannot be read: {why}.", "Name a CSV file that you may read."
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Invalid(
            f"{path} is not UTF-8 in line {line}: nothing was imported.", "Save it as UTF-8."
        ) from error


def _columns(cells: list[str]) -> tuple[str, ...]:
    """The columns the first line names."""
    names = tuple(cell.strip().casefold() for cell in cells)
    for name in names:
        if name not in (*REQUIRED, *OPTIONAL):
            raise Invalid(f'There is no column "{name}": nothing was imported.', _HOW)
        if names.count(name) > 1:
            raise Invalid(f'The column "{name}" is there twice: nothing was imported.', _HOW)
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise Invalid(f"The columns lack {' and '.join(missing)}: nothing was imported.", _HOW)
    return names


def _lead(columns: tuple[str, ...], cells: list[str]) -> NewLead | str:
    if len(cells) != len(columns):
        return f"It has {len(cells)} columns, the first line {len(columns)}."
    named = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    return NewLead(named["name"], named["file"], named["mobile"], named.get("timezone") or None)


def _without_repeats(rows: Iterator[_Row]) -> Iterator[_Row]:
    """The rows, one that repeats an earlier file number as bad."""
    seen: dict[bytes, int] = {}
    for row in rows:
        if isinstance(row.content, NewLead) and row.content.file:
            file = row.content.file
            first = seen.setdefault(same_file(file), row.line)
            if first != row.line:
                row = _Row(row.line, f"File {file} is in line {first} already.")
        yield row
