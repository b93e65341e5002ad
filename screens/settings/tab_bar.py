"""A row of names of which one is chosen: the sections of the settings, the tabs of a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class TabBar(Widget, can_focus=True):
    """One line. It says what was asked for; whoever owns it decides, and sets `chosen`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous", show=False),
        Binding("right", "step(1)", "Next", show=False),
        Binding("enter,down", "app.focus_next", "Into it", show=False),
    ]

    @dataclass
    class Asked(Message):
        """Somebody wants another one to be chosen."""

        bar: TabBar
        name: str

        @property
        def control(self) -> TabBar:
            """The bar, so that `@on(…, "#id")` works."""
            return self.bar

    chosen: reactive[str] = reactive("")

    def __init__(self, names: Sequence[str], *, id: str) -> None:
        super().__init__(id=id)
        self.names = tuple(names)
        self.set_reactive(TabBar.chosen, self.names[0])

    def render(self) -> Content:
        on_it = "bold $background on $primary" if self.has_focus else "bold underline"
        return Content("  ").join(
            Content.styled(f" {name} ", on_it if name == self.chosen else "$muted")
            for name in self.names
        )

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def action_step(self, step: int) -> None:
        place = self.names.index(self.chosen) + step
        if 0 <= place < len(self.names):
            self.post_message(self.Asked(self, self.names[place]))

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        start = 0
        for name in self.names:
            end = start + len(name) + 2
            if offset is not None and start <= offset.x < end:
                self.post_message(self.Asked(self, name))
            start = end + 2
