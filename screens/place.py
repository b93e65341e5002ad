"""A place: a whole screen with the header, its own body and the footer, that follows the store.

Places know nothing of one another. One asks for another with a message (`OpenLead`), which the app,
who knows them all, answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.events import Mount, Resize, ScreenResume
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from data.errors import Problem
from screens.session import Session
from screens.text import plain
from screens.watch import MinuteTurned, StandingChanged, StoreChanged
from screens.widgets.header import Header
from screens.widgets.key_footer import KeyFooter


@dataclass
class OpenLead(Message):
    """Somebody wants to see a lead; at a message, when one is named, else at the newest.

    `instead` puts it in the place of the one that asks.
    """

    lead_id: int
    message_id: int | None = None
    instead: bool = False


class Place(Screen[None]):
    """The base of Inbox, Lead and the places to come."""

    AUTO_FOCUS = ""

    header = getters.query_one(Header)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._followed = -1

    def body(self) -> Iterable[Widget]:
        """The widgets between header and footer."""
        raise NotImplementedError

    def trail(self) -> tuple[str, ...]:
        """The way here, as the breadcrumb shows it; the last is this place."""
        raise NotImplementedError

    async def follow(self) -> None:
        """Read again what is shown. Called when the store changed and the place is on top."""
        raise NotImplementedError

    @property
    def unsaved(self) -> bool:
        """True while something typed here is saved nowhere, not even as a draft."""
        return False

    def settle_first(self, then: Callable[[], object]) -> None:
        """Ask what to do with what is unsaved, then go on, unless the answer is to stay."""
        then()

    def compose(self) -> ComposeResult:
        yield Header(self.session.actor.user.name)
        yield from self.body()
        yield KeyFooter()

    @on(Mount)
    def _fill_header(self) -> None:
        self.header.trail = self.trail()
        self.header.standing = self.session.standing

    @on(Resize)
    def _keep_focus_in_view(self) -> None:
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    def open_lead(self, lead_id: int, message_id: int | None = None) -> None:
        """Ask for a lead. The app hears it before any key that was typed after this one."""
        self.app.post_message(OpenLead(lead_id, message_id))

    def tell(self, problem: Problem) -> None:
        """Say what went wrong and what to do, long enough to be read."""
        self.notify(plain(str(problem)), severity="error", timeout=12, markup=False)

    def say(self, words: str) -> None:
        """A short notice of something that went as asked."""
        self.notify(plain(words), markup=False)

    @on(StoreChanged)
    @on(MinuteTurned)
    @on(ScreenResume)
    async def _follow(self, event: Message) -> None:
        # Coming back to a place that nothing has happened to needs no reading.
        if isinstance(event, ScreenResume):
            self.header.standing = self.session.standing
            if self._followed == self.session.generation:
                return
        self._followed = self.session.generation
        await self.follow()
        self.refresh_bindings()  # what one may do may have changed

    @on(StandingChanged)
    def _show_standing(self, event: StandingChanged) -> None:
        self.header.standing = event.standing
