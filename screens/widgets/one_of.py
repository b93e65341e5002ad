"""A field of a dialog that takes one of a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Select


class OneOf(Select[str]):
    """A compact dropdown, with its enter in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down,space,up", "show_overlay", "Choose", tooltip="Open the list"),
    ]

    def __init__(self, answers: Sequence[tuple[Text, str]], *, prompt: str, id: str) -> None:
        super().__init__(answers, prompt=prompt, compact=True, id=id)
