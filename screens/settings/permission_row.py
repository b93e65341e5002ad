"""One permission: its name, a box to allow it, a box to deny it, and what comes of that."""

from __future__ import annotations

from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from data.models import Effect, Permission
from screens.settings.tick import Tick


class PermissionRow(Container):
    """Ticking one box clears the other; none ticked means inherited."""

    @dataclass
    class Changed(Message):
        """The permission is to be allowed, denied, or left to what is inherited."""

    allow = getters.query_one("#allow", Tick)
    deny = getters.query_one("#deny", Tick)
    answer = getters.query_one("#answer", Static)

    def __init__(self, permission: Permission) -> None:
        super().__init__(id=permission.value)
        self.permission = permission

    def compose(self) -> ComposeResult:
        with Horizontal(classes="boxes"):
            yield Static(Content(self.permission.label), classes="name")
            yield Tick(id="allow")
            yield Tick(id="deny")
        yield Static(id="answer")

    @property
    def effect(self) -> Effect | None:
        """What the boxes say."""
        if self.allow.ticked:
            return Effect.ALLOW
        return Effect.DENY if self.deny.ticked else None

    @effect.setter
    def effect(self, effect: Effect | None) -> None:
        self.allow.ticked = effect is Effect.ALLOW
        self.deny.ticked = effect is Effect.DENY

    def explain(self, words: Content) -> None:
        """Say what comes of it."""
        self.answer.update(words)

    @on(Tick.Turned)
    def _turned(self, event: Tick.Turned) -> None:
        event.stop()
        other = self.deny if event.tick is self.allow else self.allow
        if event.tick.ticked:
            other.ticked = False
        self.post_message(self.Changed())
