"""Found messages as a file: CSV for spreadsheets, JSON Lines as they are stored.

Streamed, so that a million messages cost no memory, and atomic: the rows go to a hidden file beside
the target, which takes its name only when every message is in it, so that a cancelled or failed
export leaves nothing. Everything is read as of one moment, and what was written is compared with
what the store counts.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import IO

from data.clock import to_text
from data.errors import Problem
from data.models import MESSAGE_FIELDS, Actor, Message
from data.query import Query
from data.store import Store

CSV_END = "\r\n"  # RFC 4180
_EVERY = 500  # messages between two calls of `progress`
# What a spreadsheet takes for a formula at the start of a cell (OWASP, CSV Injection), wide forms
# included: some programs fold them.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001
# A terminal that shows the file must not act on what a client wrote; and what turns the direction
# of writing, until something turns it back, reaches into the cells after it. Marks that do not
# reach further (U+200E, U+200F, U+061C) stay: Arabic and Hebrew are written with them.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
# What programs take off the start of a cell, or do not show, before they look for a formula.
_UNSEEN = re.compile(r"[ \u00a0\u00ad\u061c\u200b-\u200f\u2028\u2029\u2060\u3000\ufeff]*")


class Form(StrEnum):
    """The kinds of file; the values are the endings of their names."""

    CSV = "csv"
    JSON_LINES = "jsonl"


class Cancelled(Problem):
    """Somebody stopped the export; nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is."""

    done: int
    total: int


Tell = Callable[[Progress], None]


def export(
    store: Store,
    actor: Actor,
    query: Query,
    target: Path,
    form: Form,
    *,
    limit: int | None = None,
    progress: Tell = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write what the query finds to a new file; gives the number of messages.

    Needs Search Logs and Export. `progress` and `cancelled` are called now and then, from the
    thread that exports.
    """
    store.searches.require_export(actor)
    if os.path.lexists(target):
        raise Problem(f"{target} is already there.", "Give a name that is not taken.")
    with _whole_or_not_at_all(target) as file:
        with store.search.moment():
            total = store.search.count(query)
            total = total if limit is None else min(total, limit)
            found = store.search.each(query, limit=total)
            done = _write(file, form, _watched(found, total, progress, cancelled))
        if done != total:
            raise Problem(f"Only {done} of {total} messages could be read.", "Try again.")
        # Before the file has its name: an export that is not on record does not exist.
        store.searches.exported(actor, query, target.name, done)
    return done


def csv_lines(messages: Iterable[Message], clean: Callable[[str], str]) -> Iterator[str]:
    """The messages as lines of CSV without their ends, first the fields' names.

    `clean` sees every text before it is made safe for spreadsheets.
    """
    line = io.StringIO(newline="")
    # With another line end than this one it would leave cells with a return in them bare.
    writer = csv.writer(line, lineterminator=CSV_END)
    heading: Iterable[Iterable[object]] = [MESSAGE_FIELDS]
    records = ([_cell(value, clean) for value in _values(message)] for message in messages)
    for cells in chain(heading, records):
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        yield line.getvalue().removesuffix(CSV_END)


def json_line(message: Message) -> str:
    """The message as one line of ASCII JSON, without its end; the texts as they are stored."""
    return json.dumps(dict(zip(MESSAGE_FIELDS, _values(message), strict=True)))


def without_controls(text: str) -> str:
    """The text with U+FFFD for what a terminal might act on; line ends and tabs stay.

    So are CSV files, and CSV in a pipe. JSON has the texts as they are stored.
    """
    return _CONTROL.sub("\ufffd", text)


def _values(message: Message) -> Iterator[str | int | None]:
    for name in MESSAGE_FIELDS:
        value = getattr(message, name)
        yield to_text(value) if isinstance(value, datetime) else value


def _cell(value: str | int | None, clean: Callable[[str], str]) -> str | int | None:
    if not isinstance(value, str):
        return value
    text = clean(value)
    seen = _UNSEEN.match(text)
    return f"'{text}" if text.startswith(_FORMULA, seen.end() if seen else 0) else text


def _write(file: IO[str], form: Form, messages: Iterator[Message]) -> int:
    """Write every message; gives how many there were."""
    if form is Form.CSV:
        lines = csv_lines(messages, without_controls)
        file.write(next(lines) + CSV_END)
    else:
        lines = map(json_line, messages)
    end = CSV_END if form is Form.CSV else "\n"
    done = 0
    for line in lines:
        file.write(line + end)
        done += 1
    return done


def _watched(
    messages: Iterator[Message], total: int, progress: Tell, cancelled: Callable[[], bool]
) -> Iterator[Message]:
    for done, message in enumerate(messages):
        if done % _EVERY == 0:
            if cancelled():
                raise Cancelled("The export was cancelled: no file was written.")
            progress(Progress(done, total))
        yield message
    progress(Progress(total, total))


@contextlib.contextmanager
def _whole_or_not_at_all(target: Path) -> Iterator[IO[str]]:
    """A file, readable by its owner only, that takes the target's name when all went well."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise _unwritten(target, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise _unwritten(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _unwritten(target: Path, error: OSError) -> Problem:
    return Problem(
        f"{target} cannot be written: {error.strerror}. No file was left.",
        "Choose another place, or free some space.",
    )
