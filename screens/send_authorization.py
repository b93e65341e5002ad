"""Send Authorization: the lead, the number and the exact text, before a client is asked.

A client who revoked is asked again only when they wished it, and the ledger keeps how they said so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.text import Text
from textual import getters, on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Select, Static

from data.models import ASKED_BY, Template
from data.phone import pretty
from data.printable import has_visible
from screens.dialog import Dialog, Typed, button, line
from screens.gate_words import waiting_words
from screens.lead_view import LeadView
from screens.text import content
from screens.widgets.one_of import OneOf
from screens.widgets.text_box import TextBox

WAYS = dict(zip(ASKED_BY, ("Call", "E-mail", "In person", "Other"), strict=True))


@dataclass(frozen=True, slots=True)
class Request:
    """A request to send. `asked_by` is a key of `WAYS`, None when nobody had to say."""

    asked_by: str | None = None
    note: str = ""


class SendAuthorization(Dialog[Request]):
    """Answers with the request to send, or None: then nothing is sent and nothing changes."""

    AUTO_FOCUS = "Select, #send"
    HELP = (
        "The client gets exactly this text. A YES authorizes texts to the number; any other reply "
        "does not; STOP ends them. One request per number and day."
    )

    send = getters.query_one("#send", Button)
    missing = getters.query_one("#missing", Static)

    def __init__(self, view: LeadView, kept: Typed | None = None) -> None:
        super().__init__(kept)
        self._view = view
        self._asks_how = view.asks_how

    def title_text(self) -> Content:
        return Content("Send Authorization")

    def body(self) -> Iterable[Widget]:
        lead = self._view.lead
        number = content(pretty(lead.number or ""))
        yield line(Content.assemble(content(lead.name, "bold"), " · ", content(lead.file)))
        yield line(Content.assemble("to ", number))
        yield line(content(self._view.rules.text(Template.REQUEST)), "quoted")
        if waits := waiting_words(self._view.request, self._view):
            yield line(content(f"It {waits}"), "warn")
        if self._asks_how:
            yield from self._how()
        yield line("", "warn", id="missing")
        yield Horizontal(
            button("Send Authorization", "send", primary=True),
            button("Cancel", "cancel"),
            classes="buttons",
        )

    def _how(self) -> Iterable[Widget]:
        yield line("This client revoked SMS. Ask only if they asked for it: how did they?", "warn")
        ways = [(Text(words), way) for way, words in WAYS.items()]
        yield OneOf(ways, prompt="how did they ask?", id="way")
        yield TextBox(placeholder="note for the record: when, what they said", id="note")

    def on_mount(self) -> None:
        self._check()

    @on(Input.Changed)
    @on(Select.Changed)
    def _check(self) -> None:
        """The button waits for both answers."""
        if not self._asks_how:
            self.missing.display = False
            return
        request = self._request()
        complete = request.asked_by is not None and has_visible(request.note)
        self.send.disabled = not complete
        words = "" if complete else "Say how the client asked, and add a note."
        self.missing.update(Content(words))

    def _request(self) -> Request:
        if not self._asks_how:
            return Request()
        asked_by = self.query_one(Select).selection
        note = self.query_one(Input).value.strip()
        return Request(None if asked_by is None else str(asked_by), note)

    @on(Input.Submitted)
    def _to_button(self) -> None:
        self.send.focus()

    @on(Button.Pressed, "#send")
    def _send(self) -> None:
        self.dismiss(self._request())

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)
