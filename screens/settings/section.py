"""A section of the settings: a list on the left, what is selected of it on the right."""

from __future__ import annotations

from asyncio import Lock
from collections.abc import Callable
from typing import TypeVar

from textual.containers import Container
from textual.content import Content
from textual.widget import Widget

from data.errors import Problem
from data.store import Store
from screens.ask import Ask
from screens.session import Session
from screens.text import plain

T = TypeVar("T")


class Section(Container):
    """The base of the five. What is staged is kept until it is saved or given up."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._saving = Lock()

    @property
    def unsaved(self) -> bool:
        """True while something is staged that is not saved."""
        return False

    def follow(self) -> None:
        """Read again what is shown; what is staged stays."""
        raise NotImplementedError

    async def save(self) -> bool:
        """Save what is staged; False when that was refused, which has been told.

        Who presses Save again meanwhile waits for the first time, and has nothing left to save.
        """
        async with self._saving:
            return await self.save_staged() if self.unsaved else True

    async def save_staged(self) -> bool:
        """What `save` does, once at a time."""
        raise NotImplementedError

    def discard(self) -> None:
        """Give up what is staged and show what is."""

    def home(self) -> Widget:
        """Where the focus begins, and where escape goes back to."""
        raise NotImplementedError

    async def do(self, act: Callable[[Store], T]) -> T | None:
        """Let the store do something; tell what is wrong instead of raising it."""
        try:
            return await self.session.write(act)
        except Problem as problem:
            self.tell(problem)
            return None

    async def sure(self, title: str, question: Content, yes: str) -> bool:
        """Ask before something that reaches further than one line."""
        answer: bool | None = await self.app.push_screen_wait(Ask(title, question, yes))
        return answer is True

    def tell(self, problem: Problem) -> None:
        """Say what went wrong and what to do, long enough to be read."""
        self.notify(plain(str(problem)), severity="error", timeout=12, markup=False)
