"""The query box of Search, and under it what came of the query."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Paste
from textual.widgets import Input, Static

from data.query import LONGEST
from screens.foot import ARROWS
from screens.text import content, plain


class QueryInput(Input):
    """The input. The keys of the list work from here, so that one need not leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.open", "Open", tooltip="Open the lead at the selected message"),
        Binding("up", "screen.results('cursor', -1)", "Up", key_display="↑ ↓", group=ARROWS),
        Binding("down", "screen.results('cursor', 1)", "Down", show=False),
        Binding("pageup", "screen.results('page', -1)", "Page up", show=False),
        Binding("pagedown", "screen.results('page', 1)", "Page down", show=False),
    ]

    def _on_paste(self, event: Paste) -> None:
        # What is pasted may come from anywhere, with line ends and worse.
        event.prevent_default()
        event.stop()
        self.replace(plain(event.text), *self.selection)


class QueryBox(Vertical):
    """One line to type in, and one that says how much was found or what is wrong."""

    HELP = (
        'All words must match; "a phrase", -not, begin*. Operators: file:LT-10482, from: and to: a '
        "name or a number, in: and out:, category:, status:, before:, after: and on: a day, a "
        "month or a year such as 2026-11. Three digits or more are found in numbers too."
    )

    input = getters.query_one(QueryInput)
    told = getters.query_one("#told", Static)

    def compose(self) -> ComposeResult:
        # Longer than a query may be, so that what is too long is said and not just not taken.
        box = QueryInput(
            placeholder="search all logs",
            compact=True,
            max_length=2 * LONGEST,
            select_on_focus=False,
        )
        box.cursor_blink = False
        yield box
        yield Static(id="told")

    @property
    def text(self) -> str:
        return self.input.value

    def write(self, text: str, cursor: int | None = None) -> None:
        """Put a query into the box; the cursor at its end, unless said otherwise."""
        self.input.value = text
        self.input.cursor_position = len(text) if cursor is None else cursor

    def tell(self, words: str) -> None:
        """Say what was found; our own words."""
        self._say(Content(words), problem=False)

    def complain(self, words: str) -> None:
        """Say what is wrong with the query."""
        self._say(content(words), problem=True)

    def _say(self, words: Content, *, problem: bool) -> None:
        self.told.set_class(problem, "-problem")
        if self.told.content != words:
            self.told.update(words)
