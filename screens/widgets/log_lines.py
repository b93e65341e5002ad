"""A log's entries as lines of pieces, each piece with the parts of the stylesheet that colour it.

Nothing here knows Textual. A bubble is a coloured bar, a header (author, time, category, delivery
mark), the body and, apart from what somebody wrote, the reason for the mark; the client's stand
left, the firm's are indented. Every entry ends in an empty line. `height` gives the same number as
`len(lines(…))` at a fraction of the cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from data.models import ConsentEvent, Direction, Kind, Message
from screens import badges
from screens.text import fit, plain
from screens.times import clock_time, day_heading, local_date
from screens.widgets import log_hits, log_words
from screens.widgets.log_entries import Day, Entry
from screens.widgets.pieces import Line, Piece
from screens.widgets.wrapping import Span, wrap

WIDEST = 100  # beyond, lines get too long to read; the log stays at the left
LONGEST_LABEL = 24
BAR, CURSOR_BAR = "▌", "█"
REASON = "↳ "
GAP = "  "


@dataclass(frozen=True, slots=True)
class Frame:
    """What lines depend on besides their entry. `width` is in cells, `client` a first name."""

    width: int
    zone: ZoneInfo
    now: datetime
    client: str

    @property
    def column(self) -> int:
        return max(12, min(self.width, WIDEST))

    @property
    def indent(self) -> int:
        """How far the firm's bubbles stand in; the client's end as far from the right."""
        return 8 if self.column >= 64 else 4 if self.column >= 40 else 2

    @property
    def text_width(self) -> int:
        """Without the bar and one cell on either side of the text."""
        return self.column - self.indent - 3


@dataclass(frozen=True, slots=True)
class Look:
    """What of an entry is marked: hits of a search, the hit one stands on, the cursor."""

    hits: log_hits.Pattern | None = None
    current_hit: bool = False
    cursor: bool = False


PLAIN = Look()


def height(entry: Entry, frame: Frame) -> int:
    """How many lines `lines` would give, the empty one included."""
    if isinstance(entry, Day):
        return 2
    if isinstance(entry, ConsentEvent) or entry.kind is Kind.CALL:
        return len(_centred(entry, frame)) + 1
    body = len(wrap(plain(entry.body, newlines=True), frame.text_width)) if entry.body else 0
    return len(_header(entry, frame)) + body + len(_reason(entry, frame)) + 1


def lines(entry: Entry, frame: Frame, look: Look = PLAIN) -> list[Line]:
    """The lines of one entry, no wider than the frame, the last one empty."""
    if isinstance(entry, Day):
        heading = day_heading(entry.date, local_date(frame.now, frame.zone))
        return [_in_the_middle([(heading, ("day",))], frame), []]
    if isinstance(entry, ConsentEvent) or entry.kind is Kind.CALL:
        return [*_centred(entry, frame, look), []]
    return [*_bubble(entry, frame, look), []]


def _centred(entry: ConsentEvent | Message, frame: Frame, look: Look = PLAIN) -> list[Line]:
    if isinstance(entry, Message):
        shape, tone = "☎", "quiet"
        words = log_words.call_words(entry, frame.zone)
    else:
        shape, tone = badges.SHAPES[entry.after], badges.STATUS_TONES[entry.after]
        words = log_words.event_words(entry, frame.client, frame.zone)
    under = ("cursor",) if look.cursor else ()
    rows = [words[start:end] for start, end in wrap(words, frame.column - 4)]
    result = [_in_the_middle([(f" {row} ", (*under, "event"))], frame) for row in rows[1:]]
    first: Line = [
        (CURSOR_BAR if look.cursor else " ", ("event",)),
        (shape, (*under, tone)),
        (f" {rows[0]} ", (*under, "event")),
    ]
    return [_in_the_middle(first, frame), *result]


def _in_the_middle(line: Line, frame: Frame) -> Line:
    room = frame.column - sum(cell_len(text) for text, _ in line)
    return [(" " * max(0, room // 2), ()), *line]


def _bubble(message: Message, frame: Frame, look: Look) -> list[Line]:
    side = "client" if message.direction is Direction.IN else "firm"
    ground = (side, "cursor") if look.cursor else (side,)
    rows = [*_header(message, frame), *_body(message, frame, look), *_reason(message, frame)]
    widths = [sum(cell_len(text) for text, _ in row) for row in rows]
    widest = max(widths)
    bar: Line = [(CURSOR_BAR if look.cursor else BAR, (side, f"{side}-bar")), (" ", ground)]
    if side == "firm":
        bar.insert(0, (" " * frame.indent, ()))
    return [
        [
            *bar,
            *((text, ground + parts) for text, parts in row),
            (" " * (widest - width + 1), ground),
        ]
        for row, width in zip(rows, widths, strict=True)
    ]


def _header(message: Message, frame: Frame) -> list[Line]:
    """Author, time, category, mark."""
    mark = log_words.mark(message, frame.now, frame.zone)
    pieces: Line = [
        (fit(log_words.author(message), LONGEST_LABEL), ("author",)),
        (clock_time(message.at, frame.zone), ("time",)),
        (fit(log_words.label(message), LONGEST_LABEL), (_label_part(message),)),
        (mark, (badges.MARK_TONES.get(message.status, "mark"),)),
    ]
    return _flow((piece for piece in pieces if piece[0]), frame.text_width)


def _label_part(message: Message) -> str:
    return "category" if message.kind is Kind.TEXT else "kind"


def _flow(pieces: Iterable[Piece], width: int) -> list[Line]:
    """Pieces side by side with gaps, on as few lines as it takes."""
    rows: list[Line] = [[]]
    used = 0
    for text, parts in pieces:
        size = cell_len(text)
        if used and used + len(GAP) + size > width:
            rows.append([])
            used = 0
        if used:
            rows[-1].append((GAP, ()))
            used += len(GAP)
        rows[-1].append((fit(text, width), parts))
        used += size
    return rows


def _reason(message: Message, frame: Frame) -> list[Line]:
    """Why the mark is as it is: the program's words, set off from those of the message."""
    words = log_words.reason(message)
    if not words:
        return []
    part = "reason-bad" if badges.MARK_TONES.get(message.status) == "bad" else "reason"
    spans = wrap(words, frame.text_width - len(REASON))
    heads = [REASON, *[" " * len(REASON)] * (len(spans) - 1)]
    return [
        [(head + words[start:end], (part,))]
        for head, (start, end) in zip(heads, spans, strict=True)
    ]


def _body(message: Message, frame: Frame, look: Look) -> list[Line]:
    if not message.body:
        return []
    text = plain(message.body, newlines=True)
    hits = log_hits.spans(look.hits, text) if look.hits else []
    part = "hit-current" if look.current_hit else "hit"
    return [_marked(text, span, hits, part) for span in wrap(text, frame.text_width)]


def _marked(text: str, line: Span, hits: Sequence[Span], part: str) -> Line:
    """The pieces of one line of the text, with the hits that touch it as pieces of their own."""
    position, end = line
    pieces: Line = []
    for hit_start, hit_end in hits:
        if hit_end <= position or hit_start >= end:
            continue
        if hit_start > position:
            pieces.append((text[position:hit_start], ("body",)))
        pieces.append((text[max(position, hit_start) : min(hit_end, end)], (part,)))
        position = min(hit_end, end)
    if position < end:
        pieces.append((text[position:end], ("body",)))
    return pieces
