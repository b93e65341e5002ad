"""A list of lines to choose from; what is selected stays selected when the list is filled anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.foot import ARROWS

# A key of ours, and the line. A line without a key is a heading, which cannot be selected.
Row = tuple[str | None, Content]


class Rows(OptionList):
    """The lists of the settings: users, groups, categories, settings, acts.

    `opens` is False while enter on the selected line would lead nowhere.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Change", tooltip="Go to what can be changed of the selected"),
        Binding("right", "select", "Change", show=False),
        Binding("up", "cursor_up", "Up", key_display="↑ ↓", group=ARROWS),
    ]

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, compact=True, markup=False)
        self._rows: list[Row] = []
        self.opens = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "select":
            return self.opens and self.selected is not None
        if action == "cursor_up":
            return sum(key is not None for key, _ in self._rows) > 1
        return super().check_action(action, parameters)

    @property
    def selected(self) -> str | None:
        """The key of the selected line."""
        return None if self.highlighted is None else self._rows[self.highlighted][0]

    def fill(self, rows: Sequence[Row]) -> None:
        """Show these lines; the selected one stays, or else the first is selected."""
        if list(rows) == self._rows:
            return
        selected, top = self.selected, self.scroll_offset.y
        self._rows = list(rows)
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(words, disabled=key is None) for key, words in self._rows)
            if not self.select(selected):
                self.select(next((key for key, _ in self._rows if key is not None), None))
        self.scroll_to(y=top, animate=False)

    def select(self, key: str | None) -> bool:
        """Select by key; False when it is not in the list."""
        for index, (other, _) in enumerate(self._rows):
            if key is not None and other == key:
                self.highlighted = index
                return True
        return False
