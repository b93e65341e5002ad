"""The menu of one control: what it can hold a search to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.dialog import Dialog
from screens.foot import ARROWS
from screens.search_filters import Choice
from screens.text import content


class Choices(OptionList):
    """The list; enter takes a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose", tooltip="Take the selected line"),
        Binding("up", "cursor_up", "Up", key_display="↑ ↓", group=ARROWS),
    ]


class SearchMenu(Dialog[Choice]):
    """Answers with the choice; each line shows the operator that it writes."""

    AUTO_FOCUS = "Choices"

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title, self._choices = title, tuple(choices)

    def title_text(self) -> Content:
        return Content(self._title)

    def body(self) -> Iterable[Widget]:
        width = max(content(choice.label).cell_length for choice in self._choices) + 2
        yield Choices(*(Option(_line(choice, width)) for choice in self._choices), compact=True)

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index])


def _line(choice: Choice, width: int) -> Content:
    label = content(choice.label)
    gap = " " * (width - label.cell_length)
    return Content.assemble(label, gap, content(choice.operator, "$muted"))
