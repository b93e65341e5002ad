"""The base of the dialogs: asked in a worker, answered with a value, left with escape.

    answer = await self.app.push_screen_wait(SomeDialog(…))

A dialog left with escape answers None and nothing has happened. What was typed in it is not thrown
away: the caller, who gave a dictionary to keep it in, gives it again with the next one. A button,
Cancel too, has used it or given it up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import getters, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Mount
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static

from screens.widgets.key_footer import KeyFooter

T = TypeVar("T")

# What was typed or chosen, by the id of its field.
Typed = dict[str, str]


class Dialog(ModalScreen[T | None]):
    """A titled box in the middle of the screen, over what it is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", tooltip="Leave; what was typed is kept"),
        Binding("tab", "on", "Next", tooltip="Go on to the next field or button"),
        Binding("f1", "app.help", "Help", tooltip="The keys of this dialog, explained"),
        Binding("left,up", "app.focus_previous", "Previous", show=False),
        Binding("right,down", "app.focus_next", "Next", show=False),
    ]

    BOX_CAN_FOCUS: ClassVar[bool] = False

    box = getters.query_one("#box", VerticalScroll)

    def __init__(self, kept: Typed | None = None) -> None:
        super().__init__()
        self._kept: Typed = {} if kept is None else kept
        self._untouched: Typed = {}

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
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "on":
            return len(self.focus_chain) > 1
        return super().check_action(action, parameters)

    def action_on(self) -> None:
        self.focus_next()

    def action_leave(self) -> None:
        typed = self._typed()
        self.dismiss(None)
        self._kept.update(typed.items() - self._untouched.items())

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        self._kept.clear()
        return super().dismiss(result)

    @on(Mount)
    def _hand_back(self) -> None:
        """Put back what was typed when this was left the last time."""
        self._untouched = self._typed()
        for box in self.query(Input):
            box.value = self._kept.get(box.id or "", box.value)
        for select in self.query(Select):
            select.value = self._kept.get(select.id or "", select.value)

    def _typed(self) -> Typed:
        boxes = {box.id: box.value for box in self.query(Input)}
        chosen = {select.id: str(select.selection or "") for select in self.query(Select)}
        return {name: value for name, value in (boxes | chosen).items() if name}


class PlainButton(Button):
    """A one-line button, with its enter in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "press", "Press", tooltip="Do what the button says"),
    ]


def button(label: str, id: str, *, primary: bool = False, disabled: bool = False) -> Button:
    """A one-line button."""
    made = PlainButton(Content(label), id=id, compact=True, disabled=disabled)
    made.variant = "primary" if primary else "default"
    return made


def line(text: Content | str, classes: str = "", *, id: str | None = None) -> Static:
    """A line or paragraph of a dialog; a `str` is our own words, never people's."""
    return Static(text if isinstance(text, Content) else Content(text), classes=classes, id=id)
