"""Inbox: all leads, those that need a reply first; filtered as one types."""

from __future__ import annotations

from asyncio import Future
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import ScreenResume
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.foot import Foot
from screens.reading_place import ReadingPlace
from screens.session import Session
from screens.widgets.inbox_list import InboxList

_NO_LEADS = "No leads yet. Press a to add one;\nsms-tui lead import FILE.csv brings in many."
_FRAME = 1 / 60  # seconds
_NO_MATCH = "No lead matches.\nesc shows all of them again."


class FilterBox(Input):
    """The filter; down and enter go on to the list."""

    HELP = "/ filters by name, file number or any digits of the mobile number, as you type."
    # Without a layout of the whole screen at each letter: the box keeps its size.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.to_list", "List", tooltip="Go to the list of leads"),
        Binding("enter", "screen.open_selected", "Open", tooltip="Open the selected lead"),
    ]


class LeadList(InboxList):
    """The list, with its enter in the footer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.open_selected", "Open", tooltip="Open the selected lead"),
        # Nobody needs to be told: they are the first to go.
        Binding("up", "cursor(-1)", "Up", key_display="↑ ↓", group=Foot(weight=80, label="Move")),
    ]


class Inbox(ReadingPlace):
    """The place the program begins at."""

    HELP = "The inbox has the leads that need a reply on top, then the latest activity."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/", tooltip="Filter the leads"),
        Binding(
            "n",
            "next",
            "Next to answer",
            tooltip="Open the next lead that needs a reply",
            group=Foot(label="Next"),
        ),
        Binding(
            "a",
            "add",
            "Add a lead",
            tooltip="Add a lead: name, file and mobile number",
            group=Foot(label="Add"),
        ),
        Binding("escape", "back", "Show all", tooltip="Leave the filter and show all leads"),
    ]

    leads = getters.query_one(InboxList)
    box = getters.query_one(FilterBox)
    tally = getters.query_one("#tally", Static)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown = ""
        self._unpainted: ExitStack | None = None

    def trail(self) -> tuple[str, ...]:
        return ("Inbox",)

    def body(self) -> Iterable[Widget]:
        box = FilterBox(placeholder="filter by name, file or number   /", compact=True)
        box.cursor_blink = False
        yield Horizontal(box, Static(id="tally"), id="filter-row")
        yield LeadList(self.session.zone, clock=self.session.clock)

    async def on_mount(self) -> None:
        self.set_focus(self.leads)
        if await self.may_show():
            self._show(self.session.store.inbox.ids())
        self.watch(self.box, "value", self._look_for, init=False)

    async def follow(self) -> None:
        was_closed = self.closed
        if not await self.may_show():
            return
        if was_closed:
            self.set_focus(self.leads)
        self._search(self.box.value)

    def open_lead(self, lead_id: int, message_id: int | None = None) -> None:
        """On to a lead; who comes back has the list's keys, whatever it was filtered by."""
        self.set_focus(self.leads)
        super().open_lead(lead_id, message_id)

    @on(ScreenResume)
    def _select_visited(self) -> None:
        """Who comes back from a lead, or from the last of several, finds that one selected."""
        lead_id, self.session.visited = self.session.visited, None
        if lead_id is not None:
            self.leads.select(lead_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.barred(action):
            return False
        match action:
            case "back":
                return bool(self.box.value) or self.box.has_focus
            case "filter":
                return not self.box.has_focus
            case "open_selected":
                return self.leads.selected_id is not None or self.box.value != self._shown
            case "to_list":
                return self.leads.selected_id is not None
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """To the box, with what stands in it selected: typing begins another filter."""
        self.set_focus(self.box)
        self.box.select_all()

    def action_to_list(self) -> None:
        self.set_focus(self.leads)

    def action_back(self) -> None:
        self.box.clear()
        self.set_focus(self.leads)
        self.refresh_bindings()

    async def action_open_selected(self) -> None:
        """Open by what is typed, not by what an older filter still shows: never a wrong lead.

        No key goes anywhere before that: what comes after enter is meant for the lead.
        """
        if self.box.value != self._shown:
            self.workers.cancel_group(self, "filter")
            self._show(await self._find(self.box.value))
        if self.leads.selected_id is not None:
            self.open_lead(self.leads.selected_id)

    def action_next(self) -> None:
        after = self.leads.selected_id
        waiting = self.session.store.inbox.next_needing_reply(after)
        if waiting is None:
            self.say("No lead needs a reply.")
            return
        self.leads.select(waiting)
        self.open_lead(waiting)

    @work(group="dialog", description="add a lead")
    async def action_add(self) -> None:
        from screens.add_lead import AddLead

        lead_id = await self.app.push_screen_wait(AddLead(self.session))
        if lead_id is not None:
            self.open_lead(lead_id)

    @on(InboxList.Opened)
    def _opened(self, event: InboxList.Opened) -> None:
        self.open_lead(event.lead_id)

    def _look_for(self, text: str) -> None:
        """A letter was typed: it is painted with what it finds, if that comes within a frame.

        Painted apart, what was found would wait for Textual's next frame.
        """
        if self._unpainted is None:
            self._unpainted = ExitStack()
            self._unpainted.enter_context(self.app.batch_update())
            self.set_timer(_FRAME, self._paint, name="paint the letter")
        self._search(text)

    def _paint(self) -> None:
        if self._unpainted is not None:
            self._unpainted.close()
            self._unpainted = None
            self.check_idle()

    def _search(self, text: str) -> None:
        self._await_found(text, self._find(text))

    def _find(self, text: str) -> Future[list[int]]:
        """The leads with this text, looked for at once and not when a worker's turn comes."""
        return self.session.look(lambda store: store.inbox.ids(text))

    @work(exclusive=True, group="filter", description="filter the inbox")
    async def _await_found(self, text: str, found: Future[list[int]]) -> None:
        ids = await found
        if self.box.value == text:
            self._show(ids)

    def _show(self, ids: Sequence[int]) -> None:
        was_empty = self.leads.selected_id is None
        self._shown = self.box.value
        filtered = bool(self.box.value.strip())
        self.leads.show(ids, self.session.store.inbox.rows, _NO_MATCH if filtered else _NO_LEADS)
        noun = "lead" if len(ids) == 1 else "leads"
        self.tally.update(Content(f"{len(ids):,} {noun}"), layout=False)
        if was_empty or not ids:
            self.refresh_bindings()
        self._paint()
