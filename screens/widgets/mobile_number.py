"""The mobile number as something that can be pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from data.phone import pretty
from screens.widgets.steady import Steady


class MobileNumber(Steady, can_focus=True):
    """The lead's number; enter or a click opens its sheet."""

    ALLOW_SELECT = False
    HELP = "Tab reaches the mobile number; enter on it offers to copy it, or to call."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "press", "Number", tooltip="Show the number large, copy or call it"),
    ]

    @dataclass
    class Pressed(Message):
        """Somebody wants to do something with the number."""

    def show(self, number: str | None) -> None:
        """Show this number, or that there is none."""
        self.disabled = number is None
        self.tell(Content(pretty(number) if number else "no mobile number"))

    def action_press(self) -> None:
        self.post_message(self.Pressed())

    def on_click(self) -> None:
        self.action_press()
