"""A found message as two lines: whose it is and how it stands; then what it says, the hit marked.

Nothing here knows Textual. Lines cost bytes on a slow connection, and every change of colour costs
more than a letter does: neighbours that can share one do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from data.models import Direction, Kind, Message, MessageStatus
from data.phone import pretty
from screens.badges import MARK_TONES, MARKS
from screens.text import ELLIPSIS, fit, padded, plain
from screens.times import clock_time, local_date, short_date
from screens.widgets import log_hits, log_words
from screens.widgets.pieces import Line
from screens.widgets.wrapping import Span

CURSOR = "▌"
GAP = "  "
INDENT = "  "
WIDE = 100
_LONGEST_AUTHOR = 20
_DIRECTION = 3
_STATUS = 12
_MARKS = MARKS | {MessageStatus.UNCERTAIN: "? uncertain", MessageStatus.RECEIVED: "received"}
_TONES = {**MARK_TONES, MessageStatus.QUEUED: "quiet"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells of what stands in the first line."""

    name: int
    file: int
    category: int
    when: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What is marked: words in the text, and runs of digits in the number."""

    words: log_hits.Pattern | None = None
    digits: tuple[str, ...] = ()


def columns_for(width: int) -> Columns:
    """Share the line; what is left over goes to the name."""
    wide = width >= WIDE
    file, category, when = (14, 20, 17) if wide else (9, 13, 12)
    fixed = len(CURSOR) + file + category + when + _DIRECTION + _STATUS + 5 * len(GAP) + 1
    return Columns(max(8, min(width - fixed, 40)), file, category, when)


def header(columns: Columns) -> Line:
    """The names of the columns."""
    titles = [
        " " * len(CURSOR) + "Client".ljust(columns.name),
        "File".ljust(columns.file),
        fit("Way", _DIRECTION),
        "Category".ljust(columns.category),
        "Status".ljust(_STATUS),
        "When".rjust(columns.when),
    ]
    return [(GAP.join(titles) + " ", ("header",))]


def lines(
    message: Message,
    columns: Columns,
    width: int,
    sought: Sought,
    now: datetime,
    zone: ZoneInfo,
    *,
    selected: bool,
) -> tuple[Line, Line]:
    """The two lines of a message, no wider than `width`."""
    both = _facts(message, columns, now, zone), _words(message, width, sought)
    if not selected:
        return both
    first, second = ([(text, (*parts, "cursor")) for text, parts in line] for line in both)
    first[0] = (CURSOR, ("mark", "cursor"))
    room = width - sum(cell_len(text) for text, _ in first)
    return [*first, (" " * room, ("cursor",))], [*second, (" " * width, ("cursor",))]


def _facts(message: Message, columns: Columns, now: datetime, zone: ZoneInfo) -> Line:
    known = message.lead_id is not None
    name = message.client if known else pretty(message.number)
    status = "" if message.kind is Kind.CALL else _MARKS[message.status]
    middle = GAP.join(
        [
            "",
            padded(message.file if known else "no lead", columns.file),
            padded(message.direction.value, _DIRECTION),
            padded(_label(message), columns.category),
            "",
        ]
    )
    when = _when(message.at, now, zone, full=columns.when > _DIRECTION + _STATUS)
    tail = GAP + when.rjust(columns.when) + " "
    line: Line = [(" ", ()), (padded(name, columns.name), ("name",)), (middle, ("quiet",))]
    tone = _TONES.get(message.status, "quiet")
    if tone == "quiet":
        return [*line[:-1], (middle + status.ljust(_STATUS) + tail, ("quiet",))]
    return [*line, (status.ljust(_STATUS), (tone,)), (tail, ("quiet",))]


def _label(message: Message) -> str:
    return "call" if message.kind is Kind.CALL else log_words.label(message)


def _when(moment: datetime, now: datetime, zone: ZoneInfo, *, full: bool) -> str:
    """`09:05` today, `12 Nov 09:05`; of another year with the time only where it is `full`."""
    day, today = local_date(moment, zone), local_date(now, zone)
    time = clock_time(moment, zone)
    if day == today:
        return time
    date = short_date(day, today)
    return date if day.year != today.year and not full else f"{date} {time}"


def _words(message: Message, width: int, sought: Sought) -> Line:
    """Who said it, and as much of it as fits, so that the first hit is in view."""
    line: Line = [(INDENT, ())]
    number = _number(message, sought)
    line += number
    author = f"{fit(log_words.author(message), _LONGEST_AUTHOR)}: "
    if message.direction is Direction.IN and message.lead_id is None:
        author = ""
    line.append((author, ("quiet",)))
    room = width - sum(cell_len(text) for text, _ in line) - 1
    text = plain(message.body)
    hits = log_hits.spans(sought.words, text) if sought.words else []
    return [piece for piece in [*line, *_excerpt(text, hits, room)] if piece[0]]


def _number(message: Message, sought: Sought) -> Line:
    """The number, where it is what was searched for."""
    digits = message.number.lstrip("+")
    found = next((run for run in sought.digits if run in digits), None)
    if found is None:
        return []
    shown = pretty(message.number)
    places = [index for index, sign in enumerate(shown) if sign.isdigit()]
    start = places[digits.index(found)]
    end = places[digits.index(found) + len(found) - 1] + 1
    return [
        (shown[:start], ("quiet",)),
        (shown[start:end], ("hit",)),
        (f"{shown[end:]}{GAP}", ("quiet",)),
    ]


def _excerpt(text: str, hits: list[Span], room: int) -> Line:
    """The text from its beginning, or from a word shortly before a hit that would not be seen."""
    begin = 0
    if hits and cell_len(text[: hits[0][1]]) > room - len(ELLIPSIS):
        begin = max(0, hits[0][0] - room // 3)
        space = text.find(" ", begin, hits[0][0])
        begin = space + 1 if space >= 0 else hits[0][0]
    lead = ELLIPSIS if begin else ""
    shown = fit(text[begin:], room - len(lead))
    pieces: Line = [(lead, ("quiet",))]
    at = 0
    for start, end in ((max(a - begin, 0), b - begin) for a, b in hits):
        if end <= 0 or start >= len(shown):
            continue
        pieces += [(shown[at:start], ("body",)), (shown[start:end], ("hit",))]
        at = end
    return [*pieces, (shown[at:], ("body",))]
