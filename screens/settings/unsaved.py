"""The question before something staged would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from screens.dialog import Dialog, button, line

Answer = Literal["save", "discard"]


class Unsaved(Dialog[Answer]):
    """Answers "save", "discard", or None to stay where one is."""

    AUTO_FOCUS = "#save"

    def title_text(self) -> Content:
        return Content("Not saved yet")

    def body(self) -> Iterable[Widget]:
        yield line("What you changed here has not been saved.")
        yield Horizontal(
            button("Save", "save", primary=True),
            button("Discard", "discard"),
            button("Stay", "stay"),
            classes="buttons",
        )

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "save":
                self.dismiss("save")
            case "discard":
                self.dismiss("discard")
            case _:
                self.dismiss(None)
