"""A list of lines with a box before each: `[x] Agents`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class TickList(OptionList):
    """Space, enter or a click ticks or unticks a line. Lines are known by the ids of their rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "select", "Tick", key_display="space", tooltip="Tick or untick"),
    ]

    @dataclass
    class Turned(Message):
        """Somebody ticked or unticked a line."""

    def __init__(self) -> None:
        super().__init__(compact=True, markup=False)
        self._items: list[tuple[int, Content]] = []
        self._ticked: set[int] = set()

    @property
    def ticked(self) -> frozenset[int]:
        return frozenset(self._ticked)

    def fill(self, lines: Sequence[tuple[int, Content]], ticked: Iterable[int]) -> None:
        """Show these lines; the cursor stays where it is."""
        highlighted = self.highlighted
        self._items, self._ticked = list(lines), set(ticked)
        self.clear_options()
        self.add_options(Option(self._prompt(index)) for index in range(len(self._items)))
        if highlighted is not None and highlighted < len(self._items):
            self.highlighted = highlighted

    def on_focus(self) -> None:
        """There is always a line that space would tick."""
        if self.highlighted is None:
            self.action_first()

    def _prompt(self, index: int) -> Content:
        line_id, words = self._items[index]
        return Content.assemble("[x] " if line_id in self._ticked else "[ ] ", words)

    @on(OptionList.OptionSelected)
    def _turn(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._ticked ^= {self._items[event.option_index][0]}
        self.replace_option_prompt_at_index(event.option_index, self._prompt(event.option_index))
        self.post_message(self.Turned())
