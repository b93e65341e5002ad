"""What the commands print: records as JSON lines or plain columns, and messages beside them.

Records go to standard output. With `--json` each is one line of ASCII JSON, the texts as they are
stored; plain, they are columns: aligned under a heading on a terminal, separated by tabs for a
program. A record's values are texts, numbers, lists of texts, moments (aware, UTC) and None.
People's texts pass `printable` before a terminal sees them, and always in plain columns, where a
line end or a tab would break the line.
"""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from data.clock import to_text
from data.errors import Problem
from data.printable import printable

Record = Mapping[str, object]


class Unwritten(Problem):
    """Standard output takes no more, as on a full disk."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            f"The output could not be written: {error.strerror}.",
            "The command itself may have been done.",
        )


def show(records: Iterable[Record], columns: Sequence[str], as_json: bool) -> None:
    """Print the records: all their fields as JSON, or some as plain columns."""
    if as_json:
        terminal = sys.stdout.isatty()
        for record in records:
            _line(json.dumps({name: _for_json(v, terminal) for name, v in record.items()}))
        return
    rows = ([_plain(record[name]) for name in columns] for record in records)
    if sys.stdout.isatty():
        _aligned([[name.replace("_", " ").upper() for name in columns], *rows])
    else:
        for row in rows:
            _line("\t".join(row))


def say(words: str) -> None:
    """One line of plain text on standard output."""
    _line(printable(words))


def put(lines: Iterable[str]) -> None:
    """Lines that are ready to be printed, such as those of a file."""
    for line in lines:
        _line(line)


def pipe(lines: Iterable[str]) -> None:
    """The lines of a file, with their ends, as UTF-8 whatever the encoding of this place is."""
    sys.stdout.flush()
    try:
        for line in lines:
            sys.stdout.buffer.write(line.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritten(error) from error


def note(words: str) -> None:
    """A message that is no error, on standard error."""
    sys.stdout.flush()  # so that the two stay in order where they meet
    sys.stderr.write(f"{printable(words)}\n")
    sys.stderr.flush()


def complain(what: str, remedy: str = "") -> None:
    """`error: what happened. what to do` on standard error."""
    sys.stderr.write(f"error: {printable(f'{what} {remedy}'.strip())}\n")
    sys.stderr.flush()


def counted(count: int, noun: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def local(moment: datetime) -> str:
    """A moment on the clock of this host: `2026-11-23 09:02:11`."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def _line(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        # A terminal of another encoding shows "?", rather than ending the program.
        sys.stdout.reconfigure(errors="replace")
    try:
        sys.stdout.write(f"{text}\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unwritten(error) from error


def _for_json(value: object, terminal: bool) -> object:
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, (list, tuple)):
        return [_for_json(item, terminal) for item in value]
    if isinstance(value, Mapping):
        return {key: _for_json(item, terminal) for key, item in value.items()}
    if isinstance(value, str):
        return printable(value, newlines=True) if terminal else str(value)
    return value


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return local(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value))
    return printable(str(value))


def _aligned(rows: list[list[str]]) -> None:
    """Columns two spaces apart; the last is as long as it is."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        _line("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """How many cells a terminal gives the text."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(ch: str) -> int:
    if unicodedata.category(ch) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(ch) in {"W", "F"} else 1
