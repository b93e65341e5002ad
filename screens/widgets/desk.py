"""The desk below the log: category, composer, and in the composer's place the gate's line.

Which of the two is shown follows the gate's answer, which comes from above with each `LeadView`.
The text in a composer that the gate takes away is kept, and is there again when the gate opens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Select, Static, TextArea

from data.models import Lead
from screens.gate_words import GateWords, gate_words, waiting_hint
from screens.lead_view import LeadView
from screens.text import content, fit, plain
from screens.widgets.category_select import CategorySelect
from screens.widgets.composer import Composer
from screens.widgets.gate_line import GateLine
from screens.widgets.steady import Steady

_AROUND_TITLE = 8  # cells: padding, the border's corners and a blank beside each
_ENOUGH = 200
_ELSEWHERE = "This lead is open elsewhere with another draft: ctrl+o takes that one"


class Desk(Vertical):
    """Parts seven and eight of the lead screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+o",
            "take_other",
            "Other draft",
            tooltip="Take the draft written elsewhere; ctrl+z brings back what is here",
        ),
    ]

    @dataclass
    class SendWanted(Message):
        """A text with its category, to the lead it was written for."""

        lead_id: int
        body: str
        category: str

    @dataclass
    class DraftChanged(Message):
        """What the desk looks like when somebody comes back to it.

        `over` is the text that this one may replace; `kept` wants to hear what came of it.
        """

        lead_id: int
        body: str
        over: str
        category: str | None

    gate = getters.query_one(GateLine)
    hint = getters.query_one("#hint", Steady)

    def __init__(self, lead_id: int) -> None:
        super().__init__()
        # Held, not looked up: when the app closes, the text is asked for after they have gone.
        self.composer = Composer(lead_id)
        self.category = CategorySelect()
        self._lead: Lead | None = None
        self._title = ""
        self._problem = ""
        self._waiting = ""
        self._other_category: str | None = None
        self.sendable: bool | None = None
        """Whether a text may be written; None until that is known."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="category-row"):
            yield Static(Content("Category"), classes="caption")
            yield self.category
            yield Steady(id="hint")
        yield self.composer
        yield GateLine()

    def open(self, view: LeadView, draft: tuple[str, str | None]) -> None:
        """Lay out what the lead was left with."""
        body, category = draft
        self._address(view.lead)
        self.category.offer(view.categories)
        self._choose(category or view.lead.last_category)
        self.composer.restore(body)

    def _choose(self, category: str | None) -> None:
        if category is not None:
            with self.prevent(Select.Changed):
                self.category.choose(category)

    async def show(self, view: LeadView) -> None:
        """Follow the gate."""
        self._address(view.lead)
        self.category.offer(view.categories)
        words = gate_words(view)
        self._waiting = waiting_hint(view.text, view)
        self._show_hint()
        if words is not None:
            await self.gate.show(self._with_what_is_kept(words))
        self._open_gate(words is None)

    def close(self) -> None:
        """Nothing may be written, nor shown, until the gate is asked again."""
        self._open_gate(False)

    def _with_what_is_kept(self, words: GateWords) -> GateWords:
        """The gate may close over a half-written text: it is out of sight, not lost."""
        if not self.composer.text.strip():
            return words
        return replace(words, sentence=f"{words.sentence} What you wrote is kept.")

    def _address(self, lead: Lead) -> None:
        """The lead's name and file number into the border of what is in the composer's place."""
        self._lead = lead
        room = (self.size.width or _ENOUGH) - _AROUND_TITLE
        file = fit(lead.file, room // 2)
        name = fit(lead.name, room - cell_len(f"To  · {file}"))
        title = Content.assemble("To ", content(name), " · ", content(file))
        if title.plain != self._title:  # setting it paints the composer anew
            self._title = title.plain
            self.composer.border_title = self.gate.border_title = title

    def on_resize(self) -> None:
        if self._lead is not None:
            self._address(self._lead)

    def complain(self, words: str) -> None:
        """Say what is wrong with the text, until it is another one; "" takes that back."""
        self._problem = plain(words)
        self._show_hint()

    def _show_hint(self) -> None:
        other = _ELSEWHERE if self.composer.kept.elsewhere else ""
        self.hint.tell(Content(self._problem or other or self._waiting))

    def _open_gate(self, sendable: bool) -> None:
        if sendable is self.sendable:
            return  # the focus stays where it is, in an open list of categories too
        had_focus = self.has_focus_within
        self.sendable = sendable
        self.gate.display = not sendable
        self.composer.display = sendable
        self.category.disabled = not sendable
        if had_focus:
            self.write()

    def take_unsaved(self) -> Desk.DraftChanged | None:
        """What there is to save when the desk is covered or left."""
        change = self.composer.take_unsaved()
        return None if change is None else self._draft(change)

    def kept(self, *, failed_over: str | None = None) -> None:
        """A draft was saved, or was not and the store still has what there was."""
        self.composer.kept.kept(failed_over=failed_over)

    def meet(self, draft: tuple[str, str | None]) -> None:
        """Look at the draft in the store: another session of the user may have written it."""
        before = self.composer.kept.elsewhere
        body, self._other_category = draft
        if self.composer.meet(body):
            self._choose(self._other_category)
        if self.composer.kept.elsewhere != before:
            self._show_hint()
            self.refresh_bindings()

    def action_take_other(self) -> None:
        """Give up what is written here for what was written elsewhere."""
        self.composer.take_other()
        self._choose(self._other_category)
        self._show_hint()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "take_other":
            return bool(self.sendable and self.composer.kept.elsewhere)
        return super().check_action(action, parameters)

    def sent(self) -> None:
        """What was to be sent is in the outbox."""
        self.composer.sent()

    def not_sent(self) -> None:
        """What was to be sent is not in the outbox; it is still here."""
        self.composer.not_sent()

    def write_again(self, body: str, category: str | None) -> None:
        """Put a text that was written before below what is being written, and go there."""
        if not self.composer.text.strip():
            self._choose(category)
        self.composer.add(body)
        self.write()

    def write(self) -> None:
        """Go to the composer, if there is one now."""
        if self.sendable:
            self.screen.set_focus(self.composer)

    @on(Composer.Sent)
    def _send(self, event: Composer.Sent) -> None:
        event.stop()
        category = self.category.selection
        if category is None:
            self.composer.not_sent()
            self.category.action_open()
            self.complain("choose a category first")
            return
        self.post_message(self.SendWanted(event.lead_id, event.body, category))

    @on(Composer.DraftChanged)
    def _keep(self, event: Composer.DraftChanged) -> None:
        event.stop()
        self.post_message(self._draft(event))

    def _draft(self, change: Composer.DraftChanged) -> Desk.DraftChanged:
        category = self.category.selection
        return self.DraftChanged(change.lead_id, change.body, change.over, category)

    @on(TextArea.Changed)
    def _text_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._problem:
            self.complain("")

    @on(Select.Changed)
    def _category_chosen(self, event: Select.Changed) -> None:
        event.stop()
        self.complain("")
        self.composer.keep_draft(anew=True)

    @on(CategorySelect.Closed)
    def _category_closed(self, event: CategorySelect.Closed) -> None:
        event.stop()
        if self.category.has_focus:
            self.write()
