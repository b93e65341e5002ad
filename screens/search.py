"""Search: any message in any log, newest first, as one types.

Every key begins a new search and stops the one before it; typing never waits for either. What is in
the box is the query that runs: the controls under it write into it and read from it, and a query
that cannot be understood shows a sentence and no list. Each query that was settled on is put on
record once, and nothing else is written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from data.models import Permission
from data.phone import pretty
from screens.search_errands import SearchErrands
from screens.session import Session
from screens.widgets.query_box import QueryInput
from screens.widgets.result_list import ResultList
from screens.widgets.search_controls import SearchControls

_SETTLED = 1.0  # seconds without a key after which a query counts as asked


class Search(SearchErrands):
    """One query box over all logs; support's home."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "controls", "Filters", tooltip="Go to the filters under the query"),
        Binding(
            "ctrl+e",
            "export",
            "Export",
            priority=True,  # in the box it would be the end of the line, where the end key goes too
            tooltip="Write what was found to a file",
        ),
        Binding("ctrl+f", "to_box", "Query", show=False, tooltip="Go to the query"),
        Binding("escape", "back", "Back", tooltip="Back to the query, then to where one was"),
    ]

    controls = getters.query_one(SearchControls)
    results = getters.query_one(ResultList)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._may_export = False
        self._refusal = ""
        self._settling: Timer | None = None

    def trail(self) -> tuple[str, ...]:
        return ("Inbox", "Search") if len(self.app.screen_stack) > 1 else ("Search",)

    def body(self) -> Iterable[Widget]:
        yield self.pane

    async def on_mount(self) -> None:
        self._settling = self.set_interval(_SETTLED, self.settle, pause=True)
        self._ask_permissions()
        self.set_focus(self.box.input)
        if self.session.searched:
            self.box.write(self.session.searched)
            self.box.input.select_all()

    async def follow(self) -> None:
        self._ask_permissions()
        if not self._refusal:
            self.pane.renew()

    def _ask_permissions(self) -> None:
        """Who loses Search Logs meanwhile sees nothing more, and why."""
        user, answer = self.session.actor.user, self.session.store.people.answer
        may_search = answer(user, Permission.SEARCH)
        may_export = answer(user, Permission.EXPORT).allowed
        refusal = "" if may_search.allowed else may_search.reason
        if may_export != self._may_export:
            self._may_export = may_export
            self.refresh_bindings()
        if refusal != self._refusal:
            self._refusal = refusal
            self.pane.close(f"Search needs Search Logs ({refusal})." if refusal else "")
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "export":
                return self._may_export and not self._refusal and not self.pane.barren
            case "open" | "results":
                return not self.pane.barren
            case "back":
                return not self._in_box or len(self.app.screen_stack) > 1
        return super().check_action(action, parameters)

    # Keys.

    @property
    def _in_box(self) -> bool:
        return isinstance(self.focused, QueryInput)

    def action_to_box(self) -> None:
        self.set_focus(self.box.input)

    def action_to_list(self) -> None:
        self.set_focus(self.results)

    def action_controls(self) -> None:
        self.set_focus(self.controls)

    def action_results(self, action: str, step: int) -> None:
        """A key of the list that was pressed in the box."""
        self.results.action_page(step) if action == "page" else self.results.action_cursor(step)

    def action_back(self) -> None:
        if not self._in_box:
            self.action_to_box()
        else:
            self.app.pop_screen()

    async def action_open(self) -> None:
        """Open by what is typed, not by what an older search still shows: never a wrong lead."""
        await self.pane.catch_up()
        message = self.results.selected
        if message is None or self.pane.found is None:
            return
        self.settle()
        if message.lead_id is None:
            number = pretty(message.number)
            self.say(f"No lead has the number {number}: there is no log to open.")
        else:
            self.open_lead(message.lead_id, message.id)

    @on(ResultList.Opened)
    async def _clicked(self) -> None:
        await self.action_open()

    # What is typed, and what is put on record of it.

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.session.searched = event.value
        if self._settling is not None:
            self._settling.reset()
            self._settling.resume()

    def settle(self) -> None:
        if self.pane.searching is not None:
            return  # a slow search: asked again in a second
        if self._settling is not None:
            self._settling.pause()
        super().settle()
