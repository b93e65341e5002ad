"""The search box above a lead's log, and how many messages it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from screens.foot import Foot
from screens.text import content


class SearchBox(Input):
    """The input; up and down walk the hits, enter shows the one hit among its neighbours."""

    HELP = (
        'Type words, "a phrase", -not, in: or out:, from:, category:, status:, before:, after: or '
        "on: a date. The log shows what matches; up and down go from hit to hit."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "up",
            "walk(-1)",
            "Older hit",
            tooltip="Go to the hit before this one",
            key_display="↑ ↓",
            group=Foot(label="Hits"),
        ),
        Binding("down", "walk(1)", "Newer hit", show=False, tooltip="Go to the hit after this one"),
        Binding("enter", "take", "Show in log", tooltip="Show this hit among its neighbours"),
    ]

    hits = 0
    """How many of what is searched for were found."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"walk", "take"}:
            return self.hits > 0
        return super().check_action(action, parameters)

    def action_walk(self, step: int) -> None:
        self.post_message(LogSearch.Walked(step))

    def action_take(self) -> None:
        self.post_message(LogSearch.Taken())


class LogSearch(Horizontal):
    """One row: the box, and at its right the number of messages or hits."""

    @dataclass
    class Asked(Message):
        """What stands in the box has changed; empty means: all of the log."""

        query: str

    @dataclass
    class Walked(Message):
        """To the next hit (1) or the one before (-1)."""

        step: int

    @dataclass
    class Taken(Message):
        """Leave the search at the present hit."""

    tally = getters.query_one("#tally", Static)

    def __init__(self) -> None:
        super().__init__()
        # Held, not looked up: every look at the keys that work asks what stands in it.
        self.box = SearchBox(placeholder="search this log   ctrl+f", compact=True)
        self.box.cursor_blink = False
        self._asking = False

    def compose(self) -> ComposeResult:
        yield self.box
        yield Static(id="tally")

    @property
    def query_text(self) -> str:
        """What is being searched for, "" when nothing is."""
        return self.box.value.strip()

    def clear(self) -> None:
        """Empty the box, without asking for anything."""
        with self.prevent(Input.Changed):
            self.box.value = ""
        self._set_hits(0)
        self._asking = False
        self.screen.refresh_bindings()

    def count(self, words: str, hits: int = 0) -> None:
        """Say how many there are; `hits` while something is searched for."""
        self._set_hits(hits)
        self.tally.remove_class("-problem").update(Content(words))

    def complain(self, words: str) -> None:
        """Say what is wrong with what was typed."""
        self._set_hits(0)
        self.tally.add_class("-problem").update(content(words))

    def _set_hits(self, hits: int) -> None:
        before, self.box.hits = self.box.hits, hits
        if bool(before) is not bool(hits):
            self.screen.refresh_bindings()

    @on(Input.Changed)
    def _ask(self, event: Input.Changed) -> None:
        event.stop()
        if bool(self.query_text) is not self._asking:
            self._asking = not self._asking
            self.screen.refresh_bindings()  # escape clears what there is, or goes back
        self.post_message(self.Asked(event.value.strip()))
