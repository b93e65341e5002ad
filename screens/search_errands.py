"""What people have done in Search: their queries put on record, filters chosen, an export.

What was asked is put on record by the writing thread; the event loop goes on.
"""

from __future__ import annotations

from textual import getters, on, work
from textual.events import Unmount

from data.errors import Problem
from data.query import Query
from screens.place import Place
from screens.search_filters import Control, choices, rewritten
from screens.search_menu import SearchMenu
from screens.search_pane import SearchPane
from screens.session import Session
from screens.times import local_date
from screens.widgets.query_box import QueryBox
from screens.widgets.search_controls import SearchControls


class SearchErrands(Place):
    """The part of Search that acts."""

    box = getters.query_one(QueryBox)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        # Held, not looked up: what it showed is asked for after it has gone.
        self.pane = SearchPane(session)
        self._recorded = ""

    # The record: each query that was settled on, once.

    def settle(self) -> None:
        """What is shown now counts as asked for."""
        query = self._to_record()
        if query is not None:
            self._recorded = query.text
            self._record(query)

    def _to_record(self) -> Query | None:
        """What is shown, if it is not on record yet."""
        shown = self.pane.shown
        return None if shown is None or shown.query.text == self._recorded else shown.query

    @work(group="record", description="put a search on record")
    async def _record(self, query: Query) -> None:
        actor = self.session.actor
        try:
            await self.session.write(lambda store: store.searches.settled(actor, query))
        except Problem as problem:
            self.tell(problem)

    @on(Unmount)
    def _record_last(self) -> None:
        """Whoever leaves within that second has seen what was found, too."""
        query, actor = self._to_record(), self.session.actor
        if query is not None:
            self.session.write_behind(lambda store: store.searches.settled(actor, query))

    # Dialogs.

    @on(SearchControls.Asked)
    @work(exclusive=True, group="dialog", description="choose what a search is held to")
    async def _choose(self, event: SearchControls.Asked) -> None:
        control: Control = event.asked
        categories = self.session.store.categories.list(archived=True)
        today = local_date(self.session.now(), self.session.zone)
        offered = choices(control, [category.name for category in categories], today)
        choice = await self.app.push_screen_wait(SearchMenu(control.value, offered))
        if choice is None:
            return
        try:
            text = rewritten(self.box.text, control, choice)
        except Problem as problem:
            self.tell(problem)
            return
        self.box.write(text, len(choice.operator) if choice.open else None)
        if choice.open:
            self.set_focus(self.box.input)

    async def action_export(self) -> None:
        await self.pane.catch_up()
        found = self.pane.found
        if found is None or not found.messages:
            self.say("Nothing was found that could be exported.")
        else:
            self._export(found.query)

    @work(exclusive=True, group="dialog", description="export what was found")
    async def _export(self, query: Query) -> None:
        from screens.export import Export

        words = await self.app.push_screen_wait(Export(self.session, query))
        if words:
            self.say(words)
