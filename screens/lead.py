"""The lead screen of the guide: who the lead is, their log, and the desk to write at.

The screen reads one `LeadView` whenever the store changes and hands it down; its parts answer with
messages. What those ask to be done is in `lead_errands` and `consent_errands`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import Future
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import ScreenSuspend, Unmount
from textual.widget import Widget

from data.errors import Problem
from data.models import Status
from screens.consent_errands import ConsentErrands
from screens.foot import Foot
from screens.lead_view import read_lead
from screens.place import OpenLead
from screens.session import Session
from screens.widgets.desk import Desk
from screens.widgets.gate_line import GateLine
from screens.widgets.log_pane import LogPane
from screens.widgets.message_log import MessageLog
from screens.widgets.mobile_number import MobileNumber
from screens.widgets.personal_panel import PersonalPanel

# Below 100 columns the panel folds into two lines above the log.
WIDTHS = [(0, "-narrow"), (100, "-wide")]


class LeadScreen(ConsentErrands):
    """One lead, for as long as the screen lives; it is never given another."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+f",
            "search",
            "Search this log",
            tooltip="Search in this lead's log",
            group=Foot(label="Search log"),
        ),
        Binding(
            "ctrl+l",
            "log",
            "Log",
            tooltip="Go to the log, and from there back to the text",
            group=Foot(weight=53),
        ),
        Binding("f4", "category", "Category", tooltip="Choose the category of the text"),
        Binding("f5", "authorize", "Authorization", tooltip="Ask the client for authorization"),
        Binding(
            "f8",
            "number",
            "Number",
            tooltip="Copy or call the mobile number",
            group=Foot(weight=50),
        ),
        Binding(
            "f9",
            "no_reply",
            "No reply needed",
            tooltip="Take the lead off those that wait for an answer",
            group=Foot(weight=52),
        ),
        Binding(
            "ctrl+n", "next", "Next", tooltip="Go to the next lead to answer", group=Foot(weight=51)
        ),
        Binding("escape", "clear", "Clear", tooltip="Clear the search, show the whole log"),
        Binding("escape", "back", "Back", tooltip="Go back; what is written stays"),
    ]

    panel = getters.query_one(PersonalPanel)

    def __init__(self, session: Session, lead_id: int, message_id: int | None = None) -> None:
        super().__init__(session, lead_id)
        self.pane = LogPane(session, lead_id)
        self._message_id = message_id

    def trail(self) -> tuple[str, ...]:
        return ("Inbox" if self._message_id is None else "Search", self.view.lead.name)

    def body(self) -> Iterable[Widget]:
        talk = Vertical(self.pane, self.desk, id="talk")
        yield Horizontal(PersonalPanel(), talk, id="lead")

    async def on_mount(self) -> None:
        self.session.visited = self.lead_id
        if not self.may_send:
            self._record_opening()
        self.desk.open(self.view, self._stored_draft())
        self.pane.open(self.view.lead, self.view.events, self._message_id)
        await self._show()
        # Whoever came for a message is shown it; whoever came for the lead wants to write.
        self._go_to_desk() if self._message_id is None else self.set_focus(self.pane.messages)

    async def follow(self) -> None:
        if not await self.may_show():
            self.desk.close()
            return
        self.view = read_lead(self.session, self.lead_id)
        self.pane.follow(self.view.lead, self.view.events)
        self.desk.meet(self._stored_draft())
        await self._show()

    async def _show(self) -> None:
        self.panel.show(self.view)
        was_sendable, had_focus = self.desk.sendable, self.desk.has_focus_within
        await self.desk.show(self.view)
        if was_sendable is not None and self.desk.sendable is not was_sendable:
            self._gate_turned(had_focus)
        self.header.trail = self.trail()
        self.refresh_bindings()
        if self.view.lead.unread and self.may_send and self.app.app_focus:
            self._mark_read()

    def _gate_turned(self, had_focus: bool) -> None:
        """Nobody's keys go where they were not meant to: enter sends in a composer with a text."""
        if not self.desk.sendable:
            if had_focus:
                self.set_focus(self.pane.messages)
        elif self.focused in (None, self.pane.messages) and not self.desk.composer.text:
            self._go_to_desk()  # the client has just said YES: what is typed next is for them

    def _go_to_desk(self) -> None:
        """Where one writes; where nothing may be written, the log, whose keys only read."""
        self.desk.write() if self.desk.sendable else self.set_focus(self.pane.messages)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.barred(action):
            return False
        match action:
            case "category":
                return bool(self.desk.sendable) and not (
                    self.pane.searching or self.desk.category.expanded
                )
            case "clear":
                return self.pane.searching
            case "search":
                return not self.pane.search.box.has_focus
            case "authorize":
                return self.may_send and self.view.lead.status is not Status.AUTHORIZED
            case "no_reply":
                return self.may_send and self.view.lead.needs_reply
            case "number":
                return self.view.lead.number is not None
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        self.pane.begin_search()

    def action_log(self) -> None:
        self._go_to_desk() if self.pane.messages.has_focus else self.set_focus(self.pane.messages)

    def action_page_log(self, step: int) -> None:
        """Scroll the log from where one writes."""
        self.pane.messages.action_page(step)

    def action_category(self) -> None:
        self.desk.category.action_open()

    def action_back(self) -> None:
        """One step: out of the search box, then out of the lead."""
        if self.pane.search.box.has_focus:
            self._go_to_desk()
        else:
            self.settle_first(self.app.pop_screen)

    def action_clear(self) -> None:
        self.pane.end_search()
        self._go_to_desk()

    def action_next(self) -> None:
        waiting = self.session.store.inbox.next_needing_reply(self.lead_id)
        if waiting is None or waiting == self.lead_id:
            self.say("No other lead needs a reply.")
        else:
            self.settle_first(lambda: self.post_message(OpenLead(waiting, instead=True)))

    @work(group="read", exclusive=True, description="mark a lead as read")
    async def _mark_read(self) -> None:
        actor, lead_id = self.session.actor, self.lead_id
        await self.write(lambda store: store.leads.mark_read(actor, lead_id))

    @work(group="record", description="put on record that support reads a log")
    async def _record_opening(self) -> None:
        actor, lead = self.session.actor, self.view.lead
        await self.write(lambda store: store.reading.opened(actor, lead))

    @on(PersonalPanel.SmsPressed)
    async def _sms(self) -> None:
        if self.desk.sendable:
            self.desk.write()
        else:
            await self.run_action("screen.authorize")

    @on(MobileNumber.Pressed)
    def _number(self) -> None:
        self.action_number()

    @on(GateLine.Chosen)
    async def _chosen(self, event: GateLine.Chosen) -> None:
        await self.run_action(f"screen.{event.action}")

    @on(MessageLog.Selected)
    def _selected(self, event: MessageLog.Selected) -> None:
        self.open_message(self.session.store.log.get(event.message_id))

    @on(Desk.SendWanted)
    @work(group="send", description="queue a text")
    async def _send(self, event: Desk.SendWanted) -> None:
        if await self.queue_text(event.body, event.category) is None:
            self.desk.not_sent()
            return
        self.desk.sent()
        self.pane.end_search()

    # The draft: saved soon after the first key, and when the screen is covered or left.

    @on(Desk.DraftChanged)
    def _keep_draft(self, event: Desk.DraftChanged) -> None:
        self._hear_of_draft(self._save_draft(event), event.over)

    @on(ScreenSuspend)
    def _keep_covered(self) -> None:
        if (unsaved := self.desk.take_unsaved()) is not None:
            self._keep_draft(unsaved)

    @on(Unmount)
    def _keep_left(self) -> None:
        if (unsaved := self.desk.take_unsaved()) is not None:
            self._save_draft(unsaved)

    def _save_draft(self, draft: Desk.DraftChanged) -> Future[None]:
        user_id, lead_id = self.session.actor.user.id, self.lead_id
        return self.session.write_behind(
            lambda store: store.drafts.save(
                user_id, lead_id, draft.body, draft.category, over=draft.over
            )
        )

    @work(group="draft", description="hear whether the draft was saved")
    async def _hear_of_draft(self, saving: Future[None], over: str) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(saving))  # saved also when nobody waits
        except Problem:
            self.desk.kept(failed_over=over)
        else:
            self.desk.kept()
        self.desk.meet(self._stored_draft())

    def _stored_draft(self) -> tuple[str, str | None]:
        return self.session.store.drafts.get(self.session.actor.user.id, self.lead_id)
