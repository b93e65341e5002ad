"""SmsApp: the places, the keys that work everywhere, and what the program never does.

The app reads the store and never talks to the carrier. When it is to do the worker's part too, it
is handed a `Background` that does so in a thread; it starts it once the first screen is painted.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol

from rich.text import Text
from textual import events, on
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import WorkerFailed

from data.errors import Problem
from screens import strip_guard
from screens.actions import actions_of, explanations_of
from screens.foot import Foot
from screens.place import OpenLead, Place
from screens.session import Session
from screens.text import plain
from screens.watch import PERIOD, Watch
from sms_tui import escape_key
from sms_tui.collector import Collector
from sms_tui.notices import Notices
from sms_tui.places import DESTINATION, DESTINATIONS, Destination, first_place
from sms_tui.resources import stylesheet
from sms_tui.theme import THEME
from sms_tui.type_ahead import KeyPassed, TypeAhead

_log = logging.getLogger(__name__)


class Background(Protocol):
    """Work beside the app, such as the worker in a thread of its own."""

    def start(self) -> None:
        """Begin; called once, after the first paint."""

    def stop(self) -> None:
        """End and wait for the end; called in a thread when the app closes."""


def _unsaved(screens: Sequence[Screen[Any]]) -> Place | None:
    """The topmost of these places in which something is unsaved."""
    places = (screen for screen in reversed(screens) if isinstance(screen, Place))
    return next((place for place in places if place.unsaved), None)


class End(Protocol):
    """What ends the session of somebody who sits elsewhere."""

    def touched(self) -> None:
        """A key or the mouse was used."""

    def why(self) -> str | None:
        """The words to end with, or None; asked four times a second."""


class SmsApp(Notices):
    """The app of one session. `log_path` is where details of a crash can be read."""

    TITLE = "sms-tui"
    # Not set later: Textual would parse all styles a second time, a tenth of the start.
    theme: Reactive[str] = Reactive(THEME.name, init=False)
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(d.key, f"go('{d.name}')", d.name, tooltip=d.words, group=Foot(weight=d.weight))
            for d in DESTINATIONS
        ),
        # Where the way is barred, its key says why.
        *(Binding(d.key, f"explain('{d.name}')", show=False) for d in DESTINATIONS),
        Binding("f1", "help", "Help", priority=True, tooltip="The keys of this screen, explained"),
        Binding("question_mark", "help", "Help", show=False),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, tooltip="Leave sms-tui"),
    ]

    def __init__(
        self,
        session: Session,
        background: Background | None = None,
        session_end: End | None = None,
        log_path: Path | None = None,
    ) -> None:
        # It would connect developers' tools, which see every text on screen.
        os.environ.pop("TEXTUAL", None)
        strip_guard.install()
        escape_key.install()
        super().__init__(css_path=stylesheet())
        self.session = session
        self._background = background
        self._session_end = session_end
        self._log_path = log_path
        self._collector = Collector()
        self._type_ahead = TypeAhead(self, super().on_event)
        self.watch_store = Watch(session, self._tell_place)
        self.animation_level = "none"

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours alone; it is there before Textual's own `__init__` makes the styles' variables."""
        return {THEME.name: THEME}

    def get_default_screen(self) -> Screen[None]:
        return first_place(self.session).make(self.session)

    def on_mount(self) -> None:
        self.watch_store.look()
        self.set_interval(PERIOD, self._look, name="watch the store")
        self.call_after_refresh(self._collector.start)
        if self._background is not None:
            self.call_after_refresh(self._background.start)
        # Threads other than the main one, as in tests, cannot have signals.
        with suppress(RuntimeError, ValueError):
            for number in (signal.SIGHUP, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, self.exit)

    async def on_unmount(self) -> None:
        """Nothing typed is lost: what is in line to be written is written before the end."""
        if self._background is not None:
            await asyncio.to_thread(self._background.stop)
        await asyncio.to_thread(self.session.close)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.InputEvent | events.Paste):
            self._collector.touched()
            if self._session_end is not None:
                self._session_end.touched()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._type_ahead.take(event)
        else:
            await super().on_event(event)

    @on(KeyPassed)
    async def _key_passed(self, event: KeyPassed) -> None:
        await self._type_ahead.passed(event)

    def _look(self) -> None:
        """At the store, and whether the session may go on."""
        self.watch_store.look()
        self._collector.look()
        words = self._session_end.why() if self._session_end is not None else None
        if words is not None:
            self.exit(return_code=1, message=Text(words))

    def _tell_place(self, message: Message) -> None:
        """Others than the place on top look for themselves when they are returned to."""
        place = self.top_place()
        if place is not None:
            place.post_message(message)

    # Ways.

    @on(OpenLead)
    def _open_lead(self, event: OpenLead) -> None:
        from screens.lead import LeadScreen

        top = self.screen
        if isinstance(top, LeadScreen) and top.lead_id == event.lead_id:
            return
        try:
            lead = LeadScreen(self.session, event.lead_id, event.message_id)
        except Problem as problem:
            self.notify(str(problem), severity="error")
            return
        if event.instead:
            self.switch_screen(lead)
        else:
            self.push_screen(lead)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "go":
            destination = DESTINATION[str(parameters[0])]
            return not self._refusal(destination) and not destination.is_place(self.screen)
        return super().check_action(action, parameters)

    def action_explain(self, name: str) -> None:
        if words := self._refusal(DESTINATION[name]):
            self.notify(words, severity="warning", timeout=8)

    def action_go(self, name: str) -> None:
        """To a place: back to it when we came from there, else on to it."""
        destination = DESTINATION[name]
        names = [type(screen).__name__ for screen in self.screen_stack]
        place = destination.make(self.session)
        if type(place).__name__ not in names:
            self.push_screen(place)
            return
        leaving = self.screen_stack[names.index(type(place).__name__) + 1 :]
        if held := _unsaved(leaving):
            held.settle_first(partial(self.action_go, name))
            return
        for _ in leaving:
            self.pop_screen()

    def _refusal(self, destination: Destination) -> str:
        """Why the user may not go there; empty when they may."""
        if destination.needs is None:
            return ""
        answer = self.session.store.people.answer(self.session.actor.user, destination.needs)
        if answer.allowed:
            return ""
        label = destination.needs.label
        return f"{destination.name} needs {label}, which you do not have ({answer.reason})."

    async def action_quit(self) -> None:
        if held := _unsaved(self.screen_stack):
            held.settle_first(self.exit)
        else:
            self.exit()

    def action_help(self) -> None:
        from screens.help import Help

        screen = self.screen
        if not isinstance(screen, Help):
            self.push_screen(Help(actions_of(screen), explanations_of(screen)))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        for action in actions_of(screen):
            if action.action != "command_palette":
                words = f"{action.words} ({action.key})"
                run = partial(self.run_action, action.action, action.node)
                yield SystemCommand(action.name, words, run)

    def get_key_display(self, binding: Binding) -> str:
        """As Textual has it, but spelled out where its sign is missing from many fonts."""
        return "enter" if binding.key == "enter" else super().get_key_display(binding)

    # What leaves the program, and what it never does.

    def copy_to_clipboard(self, text: str) -> None:
        super().copy_to_clipboard(plain(text, newlines=True))

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Never: over SSH it would open on the host."""

    def action_suspend_process(self) -> None:
        if not self.session.locked_down:
            super().action_suspend_process()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Never: it would write clients' texts to a file on the host."""

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Never, as above; the environment variable TEXTUAL_SCREENSHOT comes this way."""
        return None

    def _log(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: Textual's own log names messages with what is in them."""

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End with a reference; the details, without anybody's texts, are in the log."""
        if self._exit_renderables:
            return
        error = self._exception
        cause = error.error if isinstance(error, WorkerFailed) else error
        reference = secrets.token_hex(3).upper()
        _log.error("stopped, reference %s", reference, exc_info=cause)
        shown = self._log_path is not None and not self.session.locked_down
        where = f"; details are in {self._log_path}" if shown else ""
        words = f"sms-tui stopped: reference {reference}. Nothing was sent twice{where}."
        self._exit_renderables.append(Text(words))
        self._close_messages_no_wait()
