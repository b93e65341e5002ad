"""What people have done for a lead: each errand asks, acts and tells, in reading order.

An errand that writes hands that to the session's thread and waits for it; the event loop goes on.
What the store refuses is said on screen, and nothing of what was typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual import work
from textual.content import Content

from data import gate
from data.errors import Problem
from data.models import Consent, Message
from data.store import Store
from data.store.outbox import GateRefused
from data.verdict import Queued
from screens.ask import Ask
from screens.calling import call
from screens.lead_view import LeadView, read_lead
from screens.message_sheet import Deed, MessageSheet
from screens.no_request import NoRequest
from screens.number_sheet import NumberSheet
from screens.reading_place import ReadingPlace
from screens.send_authorization import SendAuthorization
from screens.session import Session
from screens.text import content, short_name
from screens.widgets.desk import Desk

T = TypeVar("T")


class LeadErrands(ReadingPlace):
    """The part of the lead screen that acts. `view` is the lead as last read."""

    def __init__(self, session: Session, lead_id: int) -> None:
        super().__init__(session)
        self.lead_id = lead_id
        self.view: LeadView = read_lead(session, lead_id)
        self.desk = Desk(lead_id)

    @property
    def may_send(self) -> bool:
        """True unless the user lacks Allow SMS, whatever else the gate may say."""
        return all(reason.code != gate.NO_PERMISSION for reason in self.view.text.reasons)

    async def write(self, ask: Callable[[Store], T]) -> T | None:
        """Let the store do it, or say why it would not and give None."""
        try:
            return await self.session.write(ask)
        except Problem as problem:
            self.tell(problem)
            return None

    @property
    def unsaved(self) -> bool:
        return self.desk.composer.contested

    def settle_first(self, then: Callable[[], object]) -> None:
        if self.unsaved:
            self._settle(then)
        else:
            then()

    @work(group="dialog", exclusive=True, description="ask about a text that is kept nowhere")
    async def _settle(self, then: Callable[[], object]) -> None:
        question = Content("Your text is not kept: this lead's draft was written elsewhere.")
        if await self.app.push_screen_wait(Ask("Leave?", question, "Leave without it", "Stay")):
            then()

    async def queue_text(self, body: str, category: str) -> Queued | None:
        """Put a text into the outbox; what is wrong with the text is said where it is written."""
        actor, lead_id = self.session.actor, self.lead_id
        try:
            return await self.session.write(
                lambda store: store.outbox.enqueue_text(actor, lead_id, body, category)
            )
        except GateRefused as refused:
            typed = all(reason.code in gate.TYPED for reason in refused.verdict.reasons)
            self.desk.complain(str(refused)) if typed else self.tell(refused)
        except Problem as problem:
            self.tell(problem)
        return None

    @work(group="dialog", exclusive=True, description="ask for authorization")
    async def action_authorize(self) -> None:
        if self.view.request.refused:
            await self.app.push_screen_wait(NoRequest(self.view))
            return
        kept = self.session.kept("authorization", self.lead_id)
        request = await self.app.push_screen_wait(SendAuthorization(self.view, kept))
        if request is None:
            return
        actor, lead_id = self.session.actor, self.lead_id
        await self.write(
            lambda store: store.outbox.enqueue_authorization(
                actor, lead_id, asked_by=request.asked_by, note=request.note
            )
        )

    @work(group="dialog", exclusive=True, description="the number's sheet")
    async def action_number(self) -> None:
        lead, command = self.view.lead, self.session.call_command
        if lead.number is None:
            return
        sheet = NumberSheet(lead.name, lead.number, can_call=bool(command))
        if not await self.app.push_screen_wait(sheet):
            return
        try:
            call(command, lead.number)
        except Problem as problem:
            self.tell(problem)
            return
        actor, lead_id = self.session.actor, self.lead_id
        await self.write(lambda store: store.leads.note_call(actor, lead_id))

    @work(group="dialog", exclusive=True, description="judge a reply that may be an opt-out")
    async def action_judge(self, revoke: bool) -> None:
        # What is judged is what is shown, whatever the client writes meanwhile.
        actor, shown = self.session.actor, self.view.lead.consent
        if shown is None or shown.weak_message_id is None:
            return
        if not await self.app.push_screen_wait(self._judgement(shown, revoke)):
            return
        number, reply = shown.number, shown.weak_message_id
        await self.write(
            lambda store: store.consents.judge_weak(actor, number, reply, revoke=revoke)
        )

    def _judgement(self, shown: Consent, revoke: bool) -> Ask:
        name, words = short_name(self.view.lead.name), content(shown.weak_words)
        if revoke:
            outcome, yes = f" {name} will get no more texts.", "Revoke"
        else:
            outcome, yes = f" {name} can be texted as before.", "Not an opt-out"
        question = Content.assemble(f"{name} wrote: ", words, "\n\n", outcome.strip())
        return Ask(f"{yes}?", question, yes)

    @work(group="write", description="take a lead off those that wait for an answer")
    async def action_no_reply(self) -> None:
        actor, lead_id = self.session.actor, self.lead_id
        await self.write(lambda store: store.leads.no_reply_needed(actor, lead_id))

    @work(group="dialog", exclusive=True, description="one message's sheet")
    async def open_message(self, message: Message) -> None:
        """Show a message with what can be done about it, and do that."""
        consent = self.view.lead.consent
        weak = consent is not None and consent.weak_message_id == message.id
        now, zone = self.session.now(), self.session.zone
        sheet = MessageSheet(message, now, zone, weak=weak, may_send=self.may_send)
        deed = await self.app.push_screen_wait(sheet)
        if deed is not None:
            await self._do(deed, message)

    async def _do(self, deed: Deed, message: Message) -> None:
        actor, message_id = self.session.actor, message.id
        match deed:
            case Deed.CANCEL:
                await self.write(lambda store: store.outbox.cancel(actor, message_id))
            case Deed.SEND_AGAIN:
                await self.write(lambda store: store.outbox.send_again(actor, message_id))
            case Deed.NOT_SENT:
                await self.write(lambda store: store.outbox.treat_as_not_sent(actor, message_id))
            case Deed.WRITE_AGAIN:
                await self._write_again(message)
            case Deed.REVOKE | Deed.NO_OPT_OUT:
                self.action_judge(deed is Deed.REVOKE)

    async def _write_again(self, message: Message) -> None:
        """Put a text into the composer; below what is being written, if that is what one wants."""
        if self.desk.composer.text.strip():
            question = Content("Another text is being written. Put this one below it?")
            ask = Ask("Write it again?", question, "Put it below")
            if not await self.app.push_screen_wait(ask):
                return
        self.desk.write_again(message.body, message.category)
