"""The base of the dialogs: asked in a worker, answered with a value, left with escape.

    answer = await self.app.push_screen_wait(SomeDialog(…))

A dialog left with escape answers None and nothing has happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Footer, Static

T = TypeVar("T")


class Dialog(ModalScreen[T | None]):
    """A titled box in the middle of the screen, over what it is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", tooltip="Leave without doing anything"),
        Binding("left,up", "app.focus_previous", "Previous", show=False),
        Binding("right,down", "app.focus_next", "Next", show=False),
    ]

    BOX_CAN_FOCUS: ClassVar[bool] = False

    box = getters.query_one("#box", VerticalScroll)

    def title_text(self) -> Content:
        """The words in the box's border."""
        raise NotImplementedError

    def body(self) -> Iterable[Widget]:
        """The widgets in the box."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        box = VerticalScroll(*self.body(), id="box", can_focus=self.BOX_CAN_FOCUS)
        box.border_title = self.title_text()
        yield box
        yield Footer(compact=True, show_command_palette=False)

    def action_leave(self) -> None:
        self.dismiss(None)


def button(label: str, id: str, *, primary: bool = False, disabled: bool = False) -> Button:
    """A one-line button."""
    made = Button(Content(label), id=id, compact=True, disabled=disabled)
    made.variant = "primary" if primary else "default"
    return made


def line(text: Content | str, classes: str = "", *, id: str | None = None) -> Static:
    """A line or paragraph of a dialog; a `str` is our own words, never people's."""
    return Static(text if isinstance(text, Content) else Content(text), classes=classes, id=id)
