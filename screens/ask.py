"""A question before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from screens.dialog import Dialog, button, line


class Ask(Dialog[bool]):
    """Answers True for yes; no and escape do nothing. The careful answer has the focus."""

    AUTO_FOCUS = "#no"

    def __init__(self, title: str, question: Content, yes: str, no: str = "Cancel") -> None:
        super().__init__()
        self._title, self._question, self._yes, self._no = title, question, yes, no

    def title_text(self) -> Content:
        return Content(self._title)

    def body(self) -> Iterable[Widget]:
        yield line(self._question)
        yield Horizontal(button(self._no, "no"), button(self._yes, "yes"), classes="buttons")

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        self.dismiss(True if event.button.id == "yes" else None)
