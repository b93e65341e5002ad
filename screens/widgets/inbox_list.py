"""The leads of the inbox, one line each, fetched by window: 20,000 scroll like 20.

The list holds every lead's id in order, and rows only around what is in view. What is selected is
a lead, not a position: it stays selected wherever it goes when the order changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.message import Message as Posted
from textual.strip import Strip

from data.clock import Clock, utc_now
from data.models import InboxRow
from screens.widgets import inbox_columns
from screens.widgets.drawn import Drawn

Fetch = Callable[[Sequence[int]], list[InboxRow]]


def _nothing(ids: Sequence[int]) -> list[InboxRow]:
    return []


class InboxList(Drawn):
    """The list, its header and its selection."""

    FIXED_ROWS = 1
    PREFIX = "inbox-list"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"inbox-list--{part}"
        for part in (
            "header", "mark", "name", "name-waiting", "file", "good", "warn", "bad", "quiet",
            "who", "preview", "when", "cursor", "empty",
        )
    }  # fmt: skip
    DEFAULT_CSS = """
    InboxList {
        &> .inbox-list--header { color: $text-muted; text-style: underline; }
        &> .inbox-list--mark { color: $text-accent; text-style: bold; }
        &> .inbox-list--name-waiting { text-style: bold; }
        &> .inbox-list--file, &> .inbox-list--when, &> .inbox-list--who { color: $text-muted; }
        &> .inbox-list--quiet, &> .inbox-list--empty { color: $text-muted; }
        &> .inbox-list--good { color: $text-success; }
        &> .inbox-list--warn { color: $text-warning; }
        &> .inbox-list--bad { color: $text-error; }
        &> .inbox-list--cursor { background: $panel; }
        &:focus > .inbox-list--cursor { background: $primary 25%; }
        &:ansi > .inbox-list--cursor {
            background: ansi_default; color: ansi_default; text-style: reverse;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "open", "Open", show=False)]

    @dataclass
    class Event(Posted):
        """What the messages of the list have in common."""

        inbox_list: InboxList
        lead_id: int

        @property
        def control(self) -> InboxList:
            """The list, so that `@on(…, "#id")` works."""
            return self.inbox_list

    @dataclass
    class Opened(Event):
        """Someone pressed enter, clicked the selected lead, or clicked a lead twice."""

    @dataclass
    class Highlighted(Event):
        """Another lead is selected."""

    def __init__(
        self,
        zone: ZoneInfo,
        *,
        clock: Clock = utc_now,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.zone = zone
        self.clock = clock
        self._ids: Sequence[int] = ()
        self._index = 0
        self._fetch: Fetch = _nothing
        self._rows: LRUCache[int, InboxRow | None] = LRUCache(512)
        self._empty = ""

    # Contents, from above.

    def show(self, ids: Sequence[int], fetch: Fetch, empty: str = "") -> None:
        """Show these leads, in this order; `fetch` gives the rows of some, in any order.

        Rows are fetched anew, so this is also what to call when the store has changed. The
        selected lead stays selected and on its row of the window; when it is gone, the first lead
        is selected. `empty` are our own words for a list without leads.
        """
        before, row = self.selected_id, self._index - self.top_line
        at_top = self.top_line == 0
        self._ids, self._fetch, self._empty = ids, fetch, empty
        self._rows.clear()
        self._index = ids.index(before) if before is not None and before in ids else 0
        if self.view_width:
            self.lines_changed()
            self._place(row, at_top=at_top or self.selected_id != before)
        if self.selected_id != before:
            self._tell()

    def _place(self, row: int, *, at_top: bool) -> None:
        if not at_top and 0 <= row < self.view_height:
            self.scroll_to_line(self._index - row)
        self.reveal(self._index)

    @property
    def selected_id(self) -> int | None:
        """The selected lead, or None when the list is empty."""
        return self._ids[self._index] if self._index < len(self._ids) else None

    def select(self, lead_id: int) -> bool:
        """Select a lead and bring it into view; False when it is not in the list."""
        if lead_id not in self._ids:
            return False
        self._move_to(self._ids.index(lead_id))
        return True

    # Drawing.

    def line_count(self) -> int:
        return len(self._ids)

    def on_resize(self) -> None:
        self.lines_changed()
        if self._ids:
            self.reveal(self._index)

    def draw_row(self, row: int, width: int) -> Strip | None:
        if row == 0:
            return self.paint(inbox_columns.header(inbox_columns.columns_for(width)))
        if self._ids:
            return None
        words = self._empty.splitlines()
        line = row - 1 - max(0, (self.view_height - len(words)) // 3)
        if 0 <= line < len(words):
            return self.paint([(words[line].center(width), ("empty",))])
        return None

    def draw_line(self, line: int, width: int) -> Strip:
        lead = self._row(line)
        if lead is None:
            return Strip([])
        columns = inbox_columns.columns_for(width)
        selected = line == self._index
        return self.paint(
            inbox_columns.row(lead, columns, self.clock(), self.zone, selected=selected)
        )

    def _row(self, index: int) -> InboxRow | None:
        lead_id = self._ids[index]
        if lead_id not in self._rows:
            self._fetch_window()
        if lead_id not in self._rows:
            self._remember([lead_id])
        return self._rows.get(lead_id)

    def _fetch_window(self) -> None:
        """What is in view, and once one scrolls half as much on either side, in one go."""
        margin = self.view_height // 2 if self._rows else 0
        first = max(0, self.top_line - margin)
        window = self._ids[first : self.top_line + self.view_height + margin]
        self._remember([lead_id for lead_id in window if lead_id not in self._rows])

    def _remember(self, ids: Sequence[int]) -> None:
        rows = {row.id: row for row in self._fetch(ids)}
        for lead_id in ids:
            self._rows[lead_id] = rows.get(lead_id)

    # Keys and mouse.

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self._ids) - 1))
        if not self._ids or index == self._index:
            return
        self._index = index
        self.reveal(index)
        self.refresh()
        self._tell()

    def _tell(self) -> None:
        if self.selected_id is not None:
            self.post_message(self.Highlighted(self, self.selected_id))

    def action_cursor(self, step: int) -> None:
        self._move_to(self._index + step)

    def action_page(self, step: int) -> None:
        self._move_to(self._index + step * max(1, self.view_height - 1))

    def action_first(self) -> None:
        self._move_to(0)

    def action_last(self) -> None:
        self._move_to(len(self._ids) - 1)

    def action_open(self) -> None:
        if self.selected_id is not None:
            self.post_message(self.Opened(self, self.selected_id))

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event)
        if line is None:
            return
        if line == self._index:
            self.action_open()
        else:
            self._move_to(line)
