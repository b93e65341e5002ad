"""A field of a dialog to type in."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class TextBox(Input):
    """One line. What enter does there is the dialog's to decide, and says the subclass."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Go on", tooltip="Go on to what comes next"),
    ]

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str,
        max_length: int = 0,
        select_on_focus: bool = True,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            compact=True,
            id=id,
            max_length=max_length,
            select_on_focus=select_on_focus,
        )
        self.cursor_blink = False
