"""What stands in the composer's place when no text may be sent: why, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from screens.gate_words import Choice, GateWords


class GateLine(Container):
    """A sentence and its buttons, side by side where there is room, else one over the other."""

    HELP = "When no text may be sent, the line at the bottom says why and what can be done."

    @dataclass
    class Chosen(Message):
        """A button was pressed; `action` is an action of the lead screen."""

        action: str

    sentence = getters.query_one("#sentence", Static)
    choices = getters.query_one("#choices", Horizontal)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words: GateWords | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="sentence")
        yield Horizontal(id="choices")

    async def show(self, words: GateWords) -> None:
        """Say this; buttons stay, with their focus, while they are the same."""
        if words == self._words:
            return
        same_choices = self._words is not None and self._words.choices == words.choices
        self._words = words
        self.sentence.update(Content(words.sentence))
        if not same_choices:
            await self.choices.remove_children()
            await self.choices.mount_all([_ChoiceButton(choice) for choice in words.choices])
        self._stack()

    def on_resize(self) -> None:
        self._stack()

    def _stack(self) -> None:
        """One line if sentence and buttons fit on it."""
        if self._words is None:
            return
        buttons = sum(len(choice.label) + 6 for choice in self._words.choices)
        self.set_class(len(self._words.sentence) + buttons > self.size.width, "-stacked")
        self.choices.display = bool(self._words.choices)

    @on(Button.Pressed)
    def _choose(self, event: Button.Pressed) -> None:
        event.stop()
        if isinstance(event.button, _ChoiceButton):
            self.post_message(self.Chosen(event.button.choice.action))


class _ChoiceButton(Button):
    """A choice without an action says what will be possible later, and cannot be pressed."""

    def __init__(self, choice: Choice) -> None:
        super().__init__(Content(choice.label), compact=True, disabled=not choice.action)
        self.choice = choice
