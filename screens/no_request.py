"""Why no authorization request can go out now, and what would change that."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from screens.dialog import Dialog, button, line
from screens.gate_words import request_refusals
from screens.lead_view import LeadView


class NoRequest(Dialog[None]):
    """Each reason with its remedy; there is nothing to do here but read."""

    AUTO_FOCUS = "#close"

    def __init__(self, view: LeadView) -> None:
        super().__init__()
        self._view = view

    def title_text(self) -> Content:
        return Content("No request now")

    def body(self) -> Iterable[Widget]:
        for words in request_refusals(self._view):
            yield line(Content(words), "warn")
        yield Horizontal(button("Close", "close"), classes="buttons")

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)
