"""Record consent: what a client said elsewhere than by text, put into the ledger by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from rich.text import Text
from textual import getters, on, work
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static

from data.errors import Problem
from data.models import Status
from data.phone import pretty
from data.printable import has_visible
from screens.dialog import Dialog, Typed, button, line
from screens.lead_view import LeadView
from screens.text import content
from screens.widgets.one_of import OneOf
from screens.widgets.text_box import TextBox

_OUTCOMES = (Status.REVOKED, Status.AUTHORIZED)
_SOURCES = {
    "call": "Call",
    "email": "E-mail",
    "letter": "Letter",
    "person": "In person",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a client said, where, and the words for the record."""

    status: Status
    source: str
    note: str


class RecordConsent(Dialog[Said]):
    """Answers with what `save` has taken; what is refused is said here, and stays typed."""

    AUTO_FOCUS = "#status"
    HELP = (
        "What a client says by phone, letter or in person counts like a text: record it at once. "
        "The ledger keeps who recorded it, the source and the note, for good."
    )

    save = getters.query_one("#save", Button)
    preview = getters.query_one("#preview", Static)
    problem = getters.query_one("#problem", Static)

    def __init__(
        self, view: LeadView, save: Callable[[Said], Awaitable[object]], kept: Typed
    ) -> None:
        super().__init__(kept)
        self._view, self._save = view, save

    def title_text(self) -> Content:
        return Content("Record consent")

    def body(self) -> Iterable[Widget]:
        lead = self._view.lead
        number = content(pretty(lead.number or ""))
        yield line(
            Content.assemble(content(lead.name, "bold"), " · ", content(lead.file), " · ", number)
        )
        outcomes = [(Text(status.value), status.name) for status in _OUTCOMES]
        sources = [(Text(words), source) for source, words in _SOURCES.items()]
        yield OneOf(outcomes, prompt="what did they decide?", id="status")
        yield OneOf(sources, prompt="how did they say it?", id="source")
        yield TextBox(placeholder="note for the record: when, what they said", id="note")
        yield line("", id="preview")
        yield line("", "warn", id="problem")
        yield Horizontal(
            button("Save", "save", primary=True, disabled=True),
            button("Cancel", "cancel"),
            classes="buttons",
        )

    def on_mount(self) -> None:
        self._check()

    @property
    def _status(self) -> Status | None:
        name = self.query_one("#status", OneOf).selection
        return None if name is None else Status[name]

    def _said(self) -> Said | None:
        """What the fields say, once all of them do."""
        status, source = self._status, self.query_one("#source", OneOf).selection
        note = self.query_one("#note", TextBox).value.strip()
        return Said(status, source, note) if status and source and has_visible(note) else None

    @on(Input.Changed)
    @on(Select.Changed)
    def _check(self) -> None:
        complete = self._said() is not None
        self.save.disabled = not complete
        self.preview.update(self._outcome())
        self.problem.update(
            Content("" if complete else "Say what they decided and how, and add a note.")
        )

    def _outcome(self) -> Content:
        """`+1 415 555 0132 becomes Revoked; also for files LT-1 and LT-2.`"""
        status, lead = self._status, self._view.lead
        if status is None:
            return Content("")
        verb = "stays" if lead.status is status else "becomes"
        files = [content(other.file) for other in self._view.sharing]
        shared = Content("")
        if files:
            noun = "; also for file " if len(files) == 1 else "; also for files "
            before = Content(", ").join(files[:-1])
            shared = Content.assemble(noun, before, " and " if files[:-1] else "", files[-1])
        number = content(pretty(lead.number or ""))
        return Content.assemble(number, f" {verb} {status.value}", shared, ".")

    @on(Input.Submitted)
    def _to_button(self) -> None:
        self.save.focus()

    @on(Button.Pressed, "#save")
    @work(exclusive=True, description="record a consent")
    async def _record(self) -> None:
        said = self._said()
        if said is None:
            return
        try:
            await self._save(said)
        except Problem as problem:
            self.problem.update(content(str(problem)))
            return
        self.dismiss(said)

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
