"""One name, to add something or to rename it: said at once what is wrong with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from data.errors import Problem
from screens.dialog import Dialog, Typed, button, line
from screens.text import content, plain
from screens.widgets.text_box import TextBox


class NameBox(TextBox):
    """The name."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Save", tooltip="Save this name"),
    ]


class NameSheet(Dialog[str]):
    """Answers with the name once `save` has taken it; what was typed stays until then."""

    AUTO_FOCUS = "Input"

    problem = getters.query_one("#problem", Static)

    def __init__(
        self,
        title: str,
        explanation: str,
        save: Callable[[str], Awaitable[object]],
        name: str = "",
        *,
        kept: Typed | None = None,
    ) -> None:
        super().__init__(kept)
        self._title, self._explanation, self._save, self._given = title, explanation, save, name

    def title_text(self) -> Content:
        return content(self._title)

    def body(self) -> Iterable[Widget]:
        name = plain(self._given)
        yield line(self._explanation, "quiet")
        yield NameBox(name, placeholder="name", max_length=64, id="name", select_on_focus=False)
        yield line("", "warn", id="problem")
        yield Horizontal(
            button("Save", "save", primary=True), button("Cancel", "cancel"), classes="buttons"
        )

    @on(Input.Changed)
    def _forget_problem(self) -> None:
        self.problem.update(Content(""))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @on(Input.Submitted)
    @work(exclusive=True, description="save a name")
    async def _take(self) -> None:
        name = self.query_one(Input).value
        try:
            await self._save(name)
        except Problem as problem:
            self.problem.update(content(str(problem)))
            return
        self.dismiss(name)
