"""Somebody sitting in front of the app: a firm's store, the real screens, keys and mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from data.models import Lead
from firm import Firm
from idle import idle
from screens.lead import LeadScreen
from screens.place import OpenLead
from screens.session import Session
from sms_tui.app import SmsApp

# The characters of keys that have a name; see textual.keys.
CHARACTERS = {"space": " ", "question_mark": "?", "slash": "/", "enter": "\r", "tab": "\t"}
WIDE, NARROW = (120, 36), (80, 24)
# The narrow run of what is also run wide takes its time among the long tests.
BOTH: list[Any] = [WIDE, pytest.param(NARROW, marks=pytest.mark.long)]


@dataclass
class Sitting:
    """The app as a test sees it: press, click, and read what is on screen."""

    firm: Firm
    app: SmsApp
    pilot: Pilot[None]

    @property
    def lead(self) -> LeadScreen:
        """The lead screen on top."""
        screen = self.app.screen
        assert isinstance(screen, LeadScreen), screen
        return screen

    @property
    def shown(self) -> str:
        """What the screen on top shows, line by line, as one would read it."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    async def press(self, *keys: str) -> None:
        for key in keys:
            self._type(key)
            await self.settle()

    async def press_at_once(self, *keys: str) -> None:
        """Keys that come faster than the screen follows, as when one is held."""
        for key in keys:
            self._type(key)
        await self.settle()

    async def write(self, text: str) -> None:
        await self.press_at_once(*text)

    def _type(self, key: str) -> None:
        """One key; the pilot's own `press` waits for an idle processor after each."""
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        character = key if len(key) == 1 else CHARACTERS.get(key)
        event = events.Key(name, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def paste(self, text: str) -> None:
        """A bracketed paste, as a terminal sends it."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def click(self, target: str | type[Widget], times: int = 1) -> None:
        # A button looks pressed for 0.2 s, and takes no second click meanwhile.
        await self.until(lambda: not self.app.screen.query("Button.-active"))
        assert await self.pilot.click(target, times=times), target
        await self.settle()

    async def open(self, lead: Lead, message_id: int | None = None) -> LeadScreen:
        self.app.post_message(OpenLead(lead.id, message_id))
        await self.settle()
        return self.lead

    async def settle(self) -> None:
        """Until nothing is under way but dialogs, and the store's changes are on screen."""
        for _ in range(20):
            await idle()
            while self.app._type_ahead._missed is not None:  # a key is on its way
                await self.pilot.pause(0.01)
            if await self._work_under_way():
                continue
            changed = await self._look()
            await idle()
            if not changed:
                return
        raise AssertionError(f"never settled:\n{self.shown}")

    async def _work_under_way(self) -> bool:
        """Wait for what the app's workers have begun, dialogs aside; True if there was any."""
        under_way = [work for work in self.app.workers if "dialog" not in work.group]
        for work in under_way:
            with suppress(WorkerCancelled):  # a newer one took its place
                await work.wait()
        return bool(under_way)

    async def _look(self) -> bool:
        """Let the store's threads do what they were given; True when the store has changed."""
        generation = self.app.session.generation
        await self.app.session.write(lambda store: None)
        await self.app.session.look(lambda store: None)
        self.app.watch_store.look()
        return generation != self.app.session.generation

    async def until(self, condition: Callable[[], bool], seconds: float = 5) -> float:
        """Wait, without helping along, until it holds; gives how long that took."""
        start = monotonic()
        while not condition():
            assert monotonic() < start + seconds, self.shown
            await self.pilot.pause(0.02)
        return monotonic() - start


@asynccontextmanager
async def sitting(
    firm: Firm, size: tuple[int, int] = WIDE, **session: Any
) -> AsyncIterator[Sitting]:
    """Open the app for the firm's first user, or for the `actor` given."""
    given: dict[str, Any] = {
        "actor": firm.actor,
        "zone": ZoneInfo("UTC"),
        "clock": firm.clock,
    } | session
    app = SmsApp(Session(firm.store, **given), log_path=Path("sms-tui.log"))
    async with app.run_test(size=size, notifications=True) as pilot:
        seat = Sitting(firm, app, pilot)
        await seat.settle()
        yield seat
