"""A log on screen: its entries drawn in the stylesheet's colours, and a cursor over messages.

It knows where things stand and how to move among them; which pages are loaded, what arrives and
what is searched for is the business of `MessageLog`, which builds on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.cache import LRUCache
from textual.strip import Strip

from data.clock import Clock
from data.models import Message
from screens.text import short_name
from screens.widgets import log_lines
from screens.widgets.drawn import Drawn
from screens.widgets.log_entries import Day, Entry
from screens.widgets.log_layout import LogLayout
from screens.widgets.log_lines import Frame, Look

LONG_STEP = 4  # lines a cursor key scrolls inside a message too long for the view


class LogView(Drawn):
    """Entries of variable height and the cursor over them."""

    PREFIX = "message-log"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"message-log--{part}"
        for part in (
            "client", "client-bar", "firm", "firm-bar", "author", "time", "category", "kind",
            "mark", "reason", "reason-bad", "body", "day", "event", "good", "warn", "bad", "quiet",
            "hit", "hit-current", "cursor", "new-below",
        )
    }  # fmt: skip

    DEFAULT_CSS = """
    LogView {
        &> .message-log--client { background: $surface; }
        &> .message-log--client-bar { color: $primary; }
        &> .message-log--firm { background: $panel; }
        &> .message-log--firm-bar { color: $success; }
        &> .message-log--author { text-style: bold; }
        &> .message-log--time, &> .message-log--mark { color: $text-muted; }
        &> .message-log--kind { color: $text-muted; text-style: italic; }
        &> .message-log--category { color: $text-accent; }
        &> .message-log--reason { color: $text-muted; }
        &> .message-log--reason-bad { color: $text-warning; }
        &> .message-log--day, &> .message-log--event, &> .message-log--quiet { color: $text-muted; }
        &> .message-log--good { color: $text-success; }
        &> .message-log--warn { color: $text-warning; }
        &> .message-log--bad { color: $text-error; text-style: bold; }
        &> .message-log--hit { text-style: reverse; }
        &> .message-log--hit-current { text-style: bold reverse underline; }
        &> .message-log--cursor { background: $primary 25%; }
        &> .message-log--new-below { background: $primary; color: auto 100%; text-style: bold; }
        &:ansi > .message-log--cursor { background: ansi_default; text-style: bold; }
    }
    """

    def __init__(
        self, zone: ZoneInfo, clock: Clock, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.zone = zone
        self.clock = clock
        self.client_name = ""
        self.layout_of_log = LogLayout()
        self._frame = Frame(0, zone, clock(), "")
        self._cursor_id: int | None = None
        self._strips: LRUCache[tuple[int, Look], tuple[Entry, list[Strip]]] = LRUCache(512)

    # Layout.

    def lay_out(self, entries: Sequence[Entry]) -> None:
        """Measure the entries for the present width, without moving the view."""
        self._frame = Frame(self.view_width, self.zone, self.clock(), short_name(self.client_name))
        self.layout_of_log.arrange(entries, self._frame)
        self._strips.clear()
        self.lines_changed()

    @property
    def is_laid_out(self) -> bool:
        """True when everything is measured for the present width."""
        return bool(self._frame.width) and self._frame.width == self.view_width

    def line_count(self) -> int:
        return self.layout_of_log.line_count

    # Drawing.

    def look(self, entry: Entry) -> Look:
        """What of an entry is marked now."""
        if not isinstance(entry, Message):
            return log_lines.PLAIN
        return Look(cursor=self.has_focus and entry.id == self._cursor_id)

    def draw_line(self, line: int, width: int) -> Strip:
        layout = self.layout_of_log
        index = layout.at(line)
        strips = self._entry_strips(layout.entries[index])
        return strips[line - layout.top(index)]

    def _entry_strips(self, entry: Entry) -> list[Strip]:
        look = self.look(entry)
        found = self._strips.get((id(entry), look))
        if found is not None and found[0] is entry:
            return found[1]
        strips = [self.paint(line) for line in log_lines.lines(entry, self._frame, look)]
        self._strips[(id(entry), look)] = (entry, strips)
        return strips

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    # The cursor.

    @property
    def cursor_message(self) -> Message | None:
        """The message under the cursor, or None before the cursor was ever put somewhere."""
        index = self._cursor_index()
        entry = None if index is None else self.layout_of_log.entries[index]
        return entry if isinstance(entry, Message) else None

    def put_cursor(self, index: int) -> None:
        """Put the cursor on an entry that is a message."""
        entry = self.layout_of_log.entries[index]
        if isinstance(entry, Message):
            self._cursor_id = entry.id
            self.refresh()

    def _cursor_index(self) -> int | None:
        return None if self._cursor_id is None else self.layout_of_log.find(self._cursor_id)

    def on_focus(self) -> None:
        self.settle_cursor()

    def settle_cursor(self) -> None:
        """Have the cursor where it can be seen: on the last message in view, if it is nowhere."""
        index = self._cursor_index()
        if index is None or not self._in_view(index):
            self._put_cursor_in_view(from_top=False)

    def _in_view(self, index: int) -> bool:
        top = self.layout_of_log.top(index)
        bottom = top + self.layout_of_log.height(index) - 1
        return top < self.top_line + self.view_height and bottom > self.top_line

    def _put_cursor_in_view(self, *, from_top: bool) -> None:
        layout = self.layout_of_log
        first = layout.at(self.top_line)
        last = layout.at(self.top_line + self.view_height - 1)
        seen = range(first, last + 1) if layout.entries else range(0)
        for index in seen if from_top else reversed(seen):
            if isinstance(layout.entries[index], Message) and self._in_view(index):
                self.put_cursor(index)
                return

    def _next_message(self, index: int, step: int) -> int | None:
        entries = self.layout_of_log.entries
        index += step
        while 0 <= index < len(entries):
            if isinstance(entries[index], Message):
                return index
            index += step
        return None

    # Keys.

    def action_cursor(self, step: int) -> None:
        """One message up or down; through a message longer than the view, a few lines."""
        index = self._cursor_index()
        if index is None or not self._in_view(index):
            self._put_cursor_in_view(from_top=step > 0)
            return
        top = self.layout_of_log.top(index)
        bottom = top + self.layout_of_log.height(index) - 1
        hidden = top < self.top_line if step < 0 else bottom > self.top_line + self.view_height
        target = None if hidden else self._next_message(index, step)
        if target is None:
            self.scroll_to_line(self.top_line + step * LONG_STEP)
            return
        self.put_cursor(target)
        self.reveal_entry(target, from_below=step < 0)

    def reveal_entry(self, index: int, *, from_below: bool = False) -> None:
        """Scroll as little as needed to see an entry, with the day it stands under."""
        layout = self.layout_of_log
        top, height = layout.top(index), layout.height(index)
        if height > self.view_height and from_below:
            self.scroll_to_line(top + height - self.view_height)
            return
        if index and isinstance(layout.entries[index - 1], Day):
            heading = layout.height(index - 1)
            top, height = top - heading, height + heading
        self.reveal(top, height)

    def jump(self, message_id: int) -> bool:
        """Put the cursor on a message and a third down the view; False when it is not loaded."""
        index = self.layout_of_log.find(message_id)
        if index is None:
            return False
        self.put_cursor(index)
        self.scroll_to_line(self.layout_of_log.top(index) - self.view_height // 3)
        return True

    def action_page(self, step: int) -> None:
        """One screenful, less two lines to read on from."""
        self.scroll_to_line(self.top_line + step * max(1, self.view_height - 2))
        self._put_cursor_in_view(from_top=step < 0)

    def action_first(self) -> None:
        """The oldest loaded message."""
        self.scroll_to_line(0)
        self._put_cursor_in_view(from_top=True)

    def action_last(self) -> None:
        """The newest loaded message."""
        self.scroll_to_last_line()
        self._put_cursor_in_view(from_top=False)
