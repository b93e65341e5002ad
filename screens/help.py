"""Help: the keys that work on the screen it was asked from, and what the parts of it are for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from screens.actions import Action
from screens.dialog import Dialog, line

_KEY_WIDTH = 8
_NAME_WIDTH = 17


class Help(Dialog[None]):
    """Made from the bindings and the widgets' own texts; nothing is written twice."""

    AUTO_FOCUS = "#box"
    BOX_CAN_FOCUS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q", "leave", "Close", tooltip="Close the help"),
    ]

    def __init__(self, actions: Sequence[Action], explanations: Sequence[str]) -> None:
        super().__init__()
        self._actions, self._explanations = actions, explanations

    def title_text(self) -> Content:
        return Content("Help")

    def body(self) -> Iterable[Widget]:
        for action in self._actions:
            yield line(_key_line(action), "key-line")
        for text in self._explanations:
            yield line(text, "explanation")


def _key_line(action: Action) -> Content:
    return Content.assemble(
        (f"{action.key:<{_KEY_WIDTH}}", "$accent"),
        (f"{action.name:<{_NAME_WIDTH}}", "bold"),
        (action.words, "$muted"),
    )
