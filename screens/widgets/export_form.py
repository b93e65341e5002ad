"""The choice of a file's format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from data.export import Form

_WORDS = {Form.CSV: "CSV", Form.JSON_LINES: "JSON Lines"}


class ExportForm(Widget, can_focus=True):
    """`(•) CSV   ( ) JSON Lines`: left, right or a click choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(0)", "CSV", show=False),
        Binding("right", "choose(1)", "JSON Lines", show=False),
        Binding("space", "other", "Format", tooltip="Choose the other format"),
    ]

    @dataclass
    class Changed(Message):
        """Another format was chosen."""

        form: Form

    chosen: reactive[Form] = reactive(Form.CSV)

    def watch_chosen(self, before: Form, form: Form) -> None:
        if before is not form:
            self.post_message(self.Changed(form))

    def render(self) -> Content:
        on_it = "bold $background on $primary" if self.has_focus else "bold"
        pieces = []
        for form, words in _WORDS.items():
            sign = "•" if form is self.chosen else " "
            pieces.append(Content.styled(f"({sign}) {words}", on_it * (form is self.chosen)))
        return Content.assemble(("Format     ", "$muted"), Content("    ").join(pieces))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def action_choose(self, index: int) -> None:
        self.chosen = list(_WORDS)[index]

    def action_other(self) -> None:
        self.chosen = next(form for form in _WORDS if form is not self.chosen)

    def on_click(self, event: Click) -> None:
        if event.get_content_offset(self) is not None:
            self.action_other()
