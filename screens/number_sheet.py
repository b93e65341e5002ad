"""The sheet of a mobile number: large enough to dial from, with Copy and, where set up, Call."""

from __future__ import annotations

from collections.abc import Iterable

from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Digits, Static

from data.phone import pretty
from screens.dialog import Dialog, button, line
from screens.text import content, plain


class NumberSheet(Dialog[bool]):
    """Answers True when the number is to be called. Copying leaves the sheet open."""

    AUTO_FOCUS = "#copy"

    told = getters.query_one("#told", Static)

    def __init__(self, name: str, number: str, *, can_call: bool) -> None:
        super().__init__()
        self._client, self._number, self._can_call = name, number, can_call

    def title_text(self) -> Content:
        return content(self._client)

    def body(self) -> Iterable[Widget]:
        shown = plain(pretty(self._number))
        yield Digits(shown)
        yield line(shown, "plainly")
        buttons = [button("Copy", "copy", primary=True)]
        if self._can_call:
            buttons.append(button("Call", "call"))
        yield Horizontal(*buttons, button("Close", "close"), classes="buttons")
        yield line("", "quiet", id="told")

    @on(Button.Pressed, "#copy")
    def _copy(self) -> None:
        self.app.copy_to_clipboard(plain(self._number))
        self.told.update(Content("sent to the terminal's clipboard"))

    @on(Button.Pressed, "#call")
    def _call(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)
