"""The controls under the query box, in one line: what the query is held to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.foot import ARROWS
from screens.search_filters import ANY, Control
from screens.text import fit

_GAP = 3
_LONGEST = 18  # cells
_SIGN = " ▾"


class SearchControls(Widget, can_focus=True):
    """Drawn as a whole; left and right go from one to the next, enter or a click opens its menu."""

    HELP = (
        "The line under the query box shows what the query says of direction, category, status and "
        "days. f4 goes there, enter opens a menu, and what is chosen is written into the query."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous", key_display="← →", group=ARROWS),
        Binding("right", "step(1)", "Next", show=False),
        Binding("enter,space", "open", "Choose", tooltip="Choose what the query is held to"),
        Binding("down", "screen.to_list", "List", show=False),
        Binding("up", "screen.to_box", "Query", show=False),
    ]

    @dataclass
    class Asked(Message):
        """Somebody wants the menu of a control."""

        asked: Control

    said: reactive[tuple[str, ...]] = reactive((ANY,) * len(Control))
    """What each of the controls shows, in their order."""

    at: reactive[int] = reactive(0)
    """The control that the keys act on."""

    def show(self, said: Sequence[str]) -> None:
        """Show what the query says now."""
        self.said = tuple(said)

    def render(self) -> Content:
        return Content(" " * _GAP).join(
            self._chip(index, control) for index, control in enumerate(Control)
        )

    def _chip(self, index: int, control: Control) -> Content:
        words = self.said[index]
        quiet, tone = "$muted", "$muted" if words == ANY else "bold $accent"
        if self.has_focus and index == self.at:
            quiet = tone = "bold $background on $primary"
        words = fit(words, self._longest())
        return Content.assemble((f"{control} ", quiet), (words, tone), (_SIGN, quiet))

    def _longest(self) -> int:
        """How much of each value there is room for."""
        fixed = sum(len(control) + 1 + len(_SIGN) + _GAP for control in Control) - _GAP
        room = self.size.width - fixed
        wanted = sum(min(len(words), _LONGEST) for words in self.said)
        return _LONGEST if wanted <= room else max(4, room // len(Control))

    def _places(self) -> Iterator[tuple[int, int]]:
        """Where each of them begins and ends, in cells."""
        start = 0
        for index, control in enumerate(Control):
            end = start + self._chip(index, control).cell_length
            yield start, end
            start = end + _GAP

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def action_step(self, step: int) -> None:
        self.at = max(0, min(self.at + step, len(Control) - 1))

    def action_open(self) -> None:
        self.post_message(self.Asked(list(Control)[self.at]))

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        for index, (start, end) in enumerate(self._places()):
            if offset is not None and start <= offset.x < end:
                self.at = index
                self.action_open()
