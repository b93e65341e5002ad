"""A box that can be ticked, written so that it reads without colours and box glyphs: `[x]`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Tick(Widget, can_focus=True):
    """Ticked or not; space, enter or a click turns it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter", "turn", "Tick", key_display="space", tooltip="Tick or untick the box"
        )
    ]

    @dataclass
    class Turned(Message):
        """Somebody ticked or unticked the box."""

        tick: Tick

    ticked: reactive[bool] = reactive(False)

    def render(self) -> Content:
        return Content("[x]" if self.ticked else "[ ]")

    def action_turn(self) -> None:
        self.ticked = not self.ticked
        self.post_message(self.Turned(self))

    def on_click(self) -> None:
        self.action_turn()
