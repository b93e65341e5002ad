"""The messages a search found, two lines each, newest first; further pages come as one goes on.

What is selected is a message, not a position: it stays where it is on screen when newer messages
come in above it. A key that moves the selection draws four lines, not the whole list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message as Posted
from textual.strip import Strip

from data.clock import Clock
from data.models import Message
from screens.widgets import result_lines
from screens.widgets.drawn import Drawn
from screens.widgets.result_lines import Sought

LINES = 2  # of a result


class ResultList(Drawn):
    """The list, its header and its selection."""

    FIXED_ROWS = 1
    PREFIX = "result-list"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"result-list--{part}"
        for part in ("header", "mark", "name", "quiet", "warn", "bad", "body", "hit", "cursor")
    }
    DEFAULT_CSS = """
    ResultList {
        &> .result-list--header { color: $text-muted; text-style: underline; }
        &> .result-list--mark { color: $text-accent; text-style: bold; }
        &> .result-list--name { text-style: bold; }
        &> .result-list--quiet { color: $text-muted; }
        &> .result-list--warn { color: $text-warning; }
        &> .result-list--bad { color: $text-error; }
        &> .result-list--hit { color: $text-accent; text-style: bold underline; }
        &> .result-list--cursor { background: $panel; }
        &:focus > .result-list--cursor { background: $primary 25%; }
        &:ansi > .result-list--cursor { background: ansi_default; text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.open", "Open", tooltip="Open the lead at this message"),
    ]

    @dataclass
    class MoreWanted(Posted):
        """The end of what is loaded is near and there is more; posted once for each page."""

        last_id: int

    @dataclass
    class Opened(Posted):
        """The selected result was clicked."""

    def __init__(self, zone: ZoneInfo, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.zone = zone
        self.clock = clock
        self.messages: list[Message] = []
        self.has_more = False
        self._asked = False
        self._index = 0
        self._sought = Sought()
        self._words: tuple[str, ...] = ()

    # Contents, from above.

    def show(
        self, messages: Sequence[Message], sought: Sought, has_more: bool, words: Sequence[str] = ()
    ) -> None:
        """Show the first page of another search; `words` are our own for when it is empty."""
        same = list(messages) == self.messages and sought == self._sought
        self.has_more, self._asked = has_more, False
        if same and tuple(words) == self._words:
            return  # one stays where one is, and nothing is drawn
        self.messages, self._sought, self._words = list(messages), sought, tuple(words)
        self._index = 0
        self.lines_changed()
        self.scroll_to_line(0)
        self._want_more()

    def append(self, messages: Sequence[Message], *, has_more: bool) -> None:
        """The page after the last one, after `MoreWanted`."""
        self.messages += messages
        self.has_more, self._asked = has_more, False
        self.lines_changed()
        self._want_more()

    def renew(self, newest: Sequence[Message]) -> int | None:
        """Take over the first page as it is now; how many are new, None when none was known."""
        known = {message.id for message in self.messages}
        new = [message for message in newest if message.id not in known]
        if len(new) == len(newest) and newest and self.messages:
            return None
        now = {message.id: message for message in newest}
        changed = [now.get(message.id, message) for message in self.messages]
        if new or changed != self.messages:
            self._put(new, changed)
        return len(new)

    def _put(self, new: list[Message], changed: list[Message]) -> None:
        top, selected = self.top_line, self._index
        self.messages = [*new, *changed]
        self.lines_changed()
        if top or selected:
            self._index += len(new)
            self.scroll_to_line(top + LINES * len(new))

    @property
    def selected(self) -> Message | None:
        """The selected message, or None when there is nothing."""
        return self.messages[self._index] if self._index < len(self.messages) else None

    # Drawing.

    def line_count(self) -> int:
        return LINES * len(self.messages)

    def on_resize(self) -> None:
        self.lines_changed()
        self.reveal(self._index * LINES, LINES)

    def draw_row(self, row: int, width: int) -> Strip | None:
        if row == 0:
            columns = result_lines.columns_for(width)
            return self.paint(result_lines.header(columns)) if self.messages else Strip([])
        words = () if self.messages else self._words
        line = row - max(1, (self.view_height - len(words)) // 3)
        if 0 <= line < len(words):
            return self.paint([(words[line], ("quiet",))])
        return None

    def draw_line(self, line: int, width: int) -> Strip:
        index, second = divmod(line, LINES)
        both = result_lines.lines(
            self.messages[index],
            result_lines.columns_for(width),
            width,
            self._sought,
            self.clock(),
            self.zone,
            selected=index == self._index,
        )
        return self.paint(both[second])

    # Keys and mouse.

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want_more()

    def _want_more(self) -> None:
        """Ask for the next page before its beginning is in view."""
        below = self.line_count() - self.top_line - self.view_height
        if below < 2 * self.view_height and self.has_more and not self._asked:
            self._asked = True
            self.post_message(self.MoreWanted(self.messages[-1].id))

    def _move_to(self, index: int) -> None:
        index = max(0, min(index, len(self.messages) - 1))
        if not self.messages or index == self._index:
            return
        before, self._index = self._index, index
        for moved in (before, index):
            self.refresh_lines(moved * LINES + self.FIXED_ROWS, LINES)
        self.reveal(index * LINES, LINES)

    def action_cursor(self, step: int) -> None:
        self._move_to(self._index + step)

    def action_page(self, step: int) -> None:
        self._move_to(self._index + step * max(1, self.view_height // LINES - 1))

    def action_first(self) -> None:
        self._move_to(0)

    def action_last(self) -> None:
        self._move_to(len(self.messages) - 1)

    def on_click(self, event: events.Click) -> None:
        line = self.line_at(event)
        if line is not None and line // LINES == self._index:
            self.post_message(self.Opened())
        elif line is not None:
            self._move_to(line // LINES)
