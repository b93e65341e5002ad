"""One of a few, each with its words: `(x) this program`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class ChoiceList(OptionList):
    """Space, enter or a click chooses a line; the one before is chosen no longer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "select", "Choose", tooltip="Choose this one"),
    ]

    @dataclass
    class Chosen(Message):
        """Somebody chose another one."""

    def __init__(self, choices: Mapping[str, str], chosen: str) -> None:
        super().__init__(compact=True, markup=False)
        self._choices = dict(choices)
        self.chosen = chosen

    def on_mount(self) -> None:
        self._fill()

    def _fill(self) -> None:
        self.clear_options()
        self.add_options(
            Option(Content(f"({'x' if key == self.chosen else ' '}) {words}"))
            for key, words in self._choices.items()
        )
        self.highlighted = list(self._choices).index(self.chosen)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.chosen = list(self._choices)[event.option_index]
        self._fill()
        self.post_message(self.Chosen())
