"""The inbox's columns: how wide each is, and a lead's row or the header as pieces with parts.

The mark says `◆` for a lead that needs a reply and `•` for one that was only not read, with the
number of unread messages; so neither rests on colour. Nothing here knows Textual.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from data.models import InboxRow
from screens.badges import STATUS_TONES, short_badge
from screens.text import fit, padded, short_name
from screens.times import brief
from screens.widgets.pieces import Line

CURSOR = "▌"
GAP = "  "
WIDE = 100
WHEN_IN_FULL = 11  # "12 Nov 2025"
LEAST_PREVIEW = 8
ROOM_FOR_NAMES = 28
LONGEST_AUTHOR = 16
LONGEST_NAME, LONGEST_FILE = 48, 28  # where there is room to spare


@dataclass(frozen=True, slots=True)
class Columns:
    """Widths in cells. `preview` is 0 where there is no room for a useful one."""

    name: int
    file: int
    preview: int
    when: int
    mark: int = 3
    status: int = 16

    @property
    def narrow(self) -> bool:
        return self.when < WHEN_IN_FULL


@cache
def columns_for(width: int) -> Columns:
    """Share a line: what tells a lead from another comes first, then the last message."""
    name, file, when = (24, 14, WHEN_IN_FULL) if width >= WIDE else (16, 9, 7)
    columns = Columns(name, file, 0, when)
    taken = len(CURSOR) + columns.mark + name + file + columns.status + when + 4 * len(GAP) + 1
    rest = width - taken
    if rest < LEAST_PREVIEW + len(GAP):
        return replace(columns, name=max(8, name + rest))
    spare = max(0, rest - len(GAP) - ROOM_FOR_NAMES)
    more_name = min(LONGEST_NAME - name, spare // 3) if width >= WIDE else 0
    more_file = min(LONGEST_FILE - file, spare // 6) if width >= WIDE else 0
    return replace(
        columns,
        name=name + more_name,
        file=file + more_file,
        preview=rest - len(GAP) - more_name - more_file,
    )


def header(columns: Columns) -> Line:
    """The names of the columns, as wide as `row`."""
    titles = [
        " " * len(CURSOR) + "New".ljust(columns.mark),
        "Client".ljust(columns.name),
        "File".ljust(columns.file),
        "SMS".ljust(columns.status),
        fit("Last message" if columns.preview >= 12 else "Last", columns.preview).ljust(
            columns.preview
        ),
        "When".rjust(columns.when),
    ]
    return [(GAP.join(title for title in titles if title) + " ", ("header",))]


def row(lead: InboxRow, columns: Columns, now: datetime, zone: ZoneInfo, *, selected: bool) -> Line:
    """One lead's line."""
    waiting = lead.needs_reply or lead.unread > 0
    when = brief(lead.last_activity, now, zone, narrow=columns.narrow)
    cursor = CURSOR if selected else " "
    # A gap is part of the piece before it: fewer pieces are drawn and sent quicker.
    line: Line = [
        (f"{cursor}{padded(_mark(lead), columns.mark)}{GAP}", ("mark",)),
        (padded(lead.name, columns.name) + GAP, ("name-waiting" if waiting else "name",)),
        (padded(lead.file, columns.file) + GAP, ("file",)),
        (short_badge(lead.status).ljust(columns.status) + GAP, (STATUS_TONES[lead.status],)),
        *_preview(lead, columns.preview),
        (when.rjust(columns.when) + " ", ("when",)),
    ]
    return [(text, (*parts, "cursor")) for text, parts in line] if selected else line


def _mark(lead: InboxRow) -> str:
    count = str(min(lead.unread, 99)) if lead.unread else ""
    if lead.needs_reply:
        return f"◆{count}"
    return f"•{count}" if count else ""


def _preview(lead: InboxRow, width: int) -> Line:
    """Who said it, and the beginning of what; an arrow says "we did" where names do not fit."""
    if not width:
        return []
    said_by = _said_by(lead, short=width < ROOM_FOR_NAMES) if lead.preview else ""
    room = width - cell_len(said_by)
    return [(said_by, ("who",)), (padded(lead.preview, room) + GAP, ("preview",))]


def _said_by(lead: InboxRow, *, short: bool) -> str:
    by_client = lead.preview_author == lead.name
    if short:
        return "" if by_client else "→ "
    who = short_name(lead.name) if by_client else fit(lead.preview_author, LONGEST_AUTHOR)
    return f"{who or 'automatic reply'}: "
