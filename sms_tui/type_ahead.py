"""Keys in the order they were typed: each is done with before the next one is looked at.

Textual hands every key that has arrived to whatever has the focus at that moment, before any of
them has been acted on. Over a slow line keys come in bursts: of `/10090` and enter, all would go to
the list that `/` was about to leave, and enter would open whatever lead was selected in it. Here a
key waits until the one before has been handled, focus and screens have moved as it asked, and a new
screen is ready to be typed into.

A mark follows the key on its way up from the focus to the app, where bindings are acted on; then
it waits behind what those have put in line: once after a letter, several times after a key such as
enter, with which a list tells its dropdown, that the screen, and that moves the focus. A mark that
is lost, because its widget has gone meanwhile, is missed after a moment.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.events import Event, Key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

_LOST_AFTER = 0.5  # seconds
_AFTER_A_LETTER, _AFTER_OTHERS = 1, 8  # a closing dropdown takes five


@dataclass
class KeyPassed(Message):
    """The key of this number has been everywhere; `again`: how often to wait for what it did."""

    number: int
    screen: Screen[Any]
    again: int


class TypeAhead:
    """Holds keys and pastes back; `forward` hands one of them on, as Textual does."""

    def __init__(self, app: App[Any], forward: Callable[[Event], Awaitable[None]]) -> None:
        self._app = app
        self._forward = forward
        self._waiting: deque[Event] = deque()
        self._number = 0
        self._missed: asyncio.TimerHandle | None = None

    async def take(self, event: Event) -> None:
        """A key or a paste has arrived."""
        self._waiting.append(event)
        await self._go_on()

    async def passed(self, mark: KeyPassed) -> None:
        """A mark has come back to the app."""
        if mark.number != self._number or self._missed is None:
            return
        if mark.again:
            # A worker that the key has started, to open a dialog, begins when the loop turns.
            await asyncio.sleep(0)
            self._app.post_message(KeyPassed(mark.number, mark.screen, mark.again - 1))
        elif self._app.screen is not mark.screen:
            self._follow(self._app.screen, _AFTER_OTHERS)
        else:
            self._missed.cancel()
            self._missed = None
            await self._go_on()

    async def _go_on(self) -> None:
        while self._waiting and self._missed is None:
            event = self._waiting.popleft()
            target = self._app.focused or self._app.screen
            await self._forward(event)
            self._number += 1
            # One that a priority binding took has not been handed on.
            letter = isinstance(event, Key) and event.is_printable
            self._follow(
                target if event.is_forwarded else self._app,
                _AFTER_A_LETTER if letter else _AFTER_OTHERS,
            )

    def _follow(self, target: MessagePump, again: int) -> None:
        """Send a mark after the key, and notice when it does not come back."""
        if self._missed is not None:
            self._missed.cancel()
        number, screen = self._number, self._app.screen
        lost = KeyPassed(number, screen, again=0)
        loop = asyncio.get_running_loop()
        self._missed = loop.call_later(_LOST_AFTER, self._app.post_message, lost)
        target.post_message(KeyPassed(number, screen, again))
