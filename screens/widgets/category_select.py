"""The dropdown of categories. A text needs one; the last choice is remembered per lead."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.message import Message
from textual.widgets import Select

from screens.text import rich_text


class CategorySelect(Select[str]):
    """A compact select of the categories the admins gave, by name."""

    HELP = "Every text carries a category. f4 opens the list; type to find one, enter takes it."

    class Closed(Message):
        """The list is closed again, whether or not something was chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__([], prompt="choose one", compact=True, id=id)
        self._names: tuple[str, ...] = ()

    def offer(self, names: Sequence[str]) -> None:
        """Show these categories; what is chosen stays chosen while it is still among them."""
        if tuple(names) == self._names:
            return
        self._names = tuple(names)
        chosen = self.selection
        options: list[tuple[Text, str]] = [(rich_text(name), name) for name in names]
        with self.prevent(Select.Changed):
            self.set_options(options)
            self.choose(chosen)

    def choose(self, name: str | None) -> None:
        """Choose by name, or nothing when that category is no longer offered."""
        self.value = name if name in self._names else Select.NULL

    def action_open(self) -> None:
        """Open the list."""
        self.action_show_overlay()

    def watch_expanded(self, expanded: bool) -> None:
        if not expanded:
            self.post_message(self.Closed())
