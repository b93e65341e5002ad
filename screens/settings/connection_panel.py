"""Test connection: asks the carrier for real, by way of the worker, and shows what it said."""

from __future__ import annotations

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Static

from data.errors import Problem
from data.store.checks import WAIT, ConnectionCheck
from screens.dialog import button
from screens.session import Session
from screens.text import content
from screens.times import clock_time

_LOOK_AGAIN = 0.5


class ConnectionPanel(Vertical):
    """A screen never talks to the carrier: it writes a question down, the worker the answer."""

    answer = getters.query_one("#answer", Static)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        yield button("Test connection", "test", primary=True)
        yield Static(id="answer")

    def on_mount(self) -> None:
        self.follow()
        # That nobody answers is not written by anybody: it is seen by looking again.
        self.set_interval(_LOOK_AGAIN, self.follow)

    def follow(self) -> None:
        """Show the latest question and what came of it."""
        check = self._session.store.checks.latest()
        self.answer.update(Content("") if check is None else self._words(check))

    def enter(self) -> None:
        """Take the focus."""
        self.query_one(Button).focus()

    @on(Button.Pressed)
    @work(exclusive=True, description="ask for a connection test")
    async def _ask(self, event: Button.Pressed) -> None:
        event.stop()
        actor = self._session.actor
        try:
            await self._session.write(lambda store: store.checks.ask(actor))
        except Problem as problem:
            self.notify(str(problem), severity="error", markup=False)
        self.follow()

    def _words(self, check: ConnectionCheck) -> Content:
        when = clock_time(check.asked_at, self._session.zone)
        asked = Content.assemble(content(f"Asked at {when} by {check.asked_by}.", "$muted"), "\n")
        if check.answered_at is not None:
            return Content.assemble(asked, _answered(check))
        if check.taken_at is not None:
            return Content.assemble(asked, "The worker is asking the carrier…")
        if self._session.store.checks.unanswered(check):
            words = (
                f"No worker has answered within {WAIT.seconds} seconds. "
                "Start one with sms-tui worker, or open the app where it runs one."
            )
            return Content.assemble(asked, (words, "$text-warning"))
        return Content.assemble(asked, "Waiting for the worker…")


def _answered(check: ConnectionCheck) -> Content:
    """The carrier's products that answer, and each thing that is wrong."""
    lines = []
    if check.products:
        products = " and ".join(check.products)
        lines.append(content(f"● {check.carrier} answers for records of {products}.", "$success"))
    elif check.carrier:
        lines.append(content(f"! {check.carrier} answers for no records.", "$text-warning"))
    lines += [content(f"! {problem}", "$text-warning") for problem in check.problems]
    if check.carrier and not check.problems:
        lines.append(Content("Nothing is wrong. Whether texts go out, only a text can tell."))
    return Content("\n").join(lines)
