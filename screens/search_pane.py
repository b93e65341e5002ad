"""All of Search between header and footer: the query, the controls, and what was found.

The pane has the query in the box run, page by page, and shows what comes of it. What was asked for
last wins: whatever an earlier search, count or page still has under way is stopped.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from data.errors import Problem
from data.query import Query
from screens.search_advice import NOTHING, advice
from screens.search_filters import Control, said
from screens.search_run import PAGE, Found, count, count_words, find, page, sought
from screens.session import Session
from screens.times import local_date
from screens.widgets.query_box import QueryBox
from screens.widgets.result_list import ResultList
from screens.widgets.search_controls import SearchControls

T = TypeVar("T")

_SLOW = 0.3  # seconds after which a search says that it is under way
_HINTS = (
    "Maria papers        all of these words, in any log",
    '"drop them off"     a phrase',
    "papers -Friday      without a word",
    "0132                three digits or more of a number",
    "from:alice          who wrote it, a user or a client",
    "to:+1415            whom it went to",
    "file:LT-10482       one lead's log",
    "status:failed       how it stands",
    "on:2026-11          a day, a month or a year; also before: and after:",
)


class SearchPane(Vertical):
    """`shown` is what the list shows, if anything; `searching` what is being looked for."""

    box = getters.query_one(QueryBox)
    controls = getters.query_one(SearchControls)
    results = getters.query_one(ResultList)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.shown: Found | None = None
        self.searching: str | None = None
        self._count: int | None = None
        self._shut = False
        # What was typed when nothing was found; the keys of the list do nothing then.
        self._barren: str | None = ""

    def compose(self) -> ComposeResult:
        yield QueryBox()
        yield SearchControls()
        yield ResultList(self._session.zone, self._session.clock)

    def on_mount(self) -> None:
        self._show_nothing(hints=True)

    @property
    def found(self) -> Found | None:
        """What the query in the box found; None while the list shows something else."""
        current = self.shown is not None and self.shown.text == self.box.text
        return self.shown if current else None

    @property
    def barren(self) -> bool:
        """True when it is known that what stands in the box finds nothing."""
        return self._barren == self.box.text

    def _found_any(self, any_found: bool) -> None:
        before, self._barren = self._barren, None if any_found else self.box.text
        if (before is None) is not any_found:
            self.screen.refresh_bindings()

    def close(self, words: str) -> None:
        """Show nothing any more, and why; without a reason, search again."""
        self._shut = bool(words)
        self.box.input.disabled = self.controls.disabled = self._shut
        if words:
            self._stop()
            self._show_nothing()
            self.box.complain(words)
        else:
            self._search(self.box.text)

    async def catch_up(self) -> None:
        """Have what stands in the box searched for, if that is not what is shown."""
        if self.found is None and not self._shut:
            self.workers.cancel_group(self, "search")
            await self._look(self.box.text)

    # Searching.

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if not self._shut:
            self._search(event.value)

    @work(exclusive=True, group="search", description="search of all logs")
    async def _search(self, text: str) -> None:
        slow = self.set_timer(_SLOW, lambda: self.box.tell("searching…"))
        self.searching = text
        try:
            await self._look(text)
        finally:
            slow.stop()
            if self.searching == text:
                self.searching = None

    async def _look(self, text: str) -> None:
        self._stop()
        try:
            found = await find(self._session, text)
        except Problem as problem:
            if text == self.box.text:
                self._show_nothing()
                self._show_controls(Query())
                self.box.complain(str(problem))
            return
        if text == self.box.text and not self._shut:
            self._show(found)

    def _stop(self) -> None:
        for group in ("count", "more", "renew"):
            self.workers.cancel_group(self, group)

    def _show(self, found: Found) -> None:
        if found.query.empty:
            self._show_nothing(hints=True)
            return
        self.shown, self._count = found, None
        marks = sought(found.query)
        self.results.show(found.messages, marks, has_more=found.has_more)
        self._found_any(bool(found.messages))
        self._show_controls(found.query)
        if found.has_more:
            self.box.tell(f"more than {PAGE} messages, newest first")
            self._count_all(found)
        elif found.messages:
            self._tell_count(len(found.messages))
        else:
            self._count = 0
            self._advise(found)

    def _show_nothing(self, *, hints: bool = False) -> None:
        self.shown = None
        self.results.show((), sought(Query()), has_more=False, words=_HINTS if hints else ())
        self._found_any(False)
        self.box.tell("")
        if hints:
            self._show_controls(Query())

    def _show_controls(self, query: Query) -> None:
        zone = self._session.zone
        today = local_date(self._session.now(), zone)
        self.controls.show([said(query, control, zone, today) for control in Control])

    def _tell_count(self, number: int) -> None:
        self._count = number
        order = ", newest first" if number > 1 else ""
        self.box.tell(f"{count_words(number)}{order}" if number else NOTHING)

    # What comes after the first page.

    @work(exclusive=True, group="count", description="what else may have been meant")
    async def _advise(self, found: Found) -> None:
        words = await self._read(advice(self._session, found.query))
        if words is not None and found is self.shown:
            self.box.tell(words)

    @work(exclusive=True, group="count", description="count what was found")
    async def _count_all(self, found: Found) -> None:
        number = await self._read(count(self._session, found.query))
        if number is not None and found is self.shown:
            self._tell_count(number)

    @on(ResultList.MoreWanted)
    @work(exclusive=True, group="more", description="the next page of what was found")
    async def _more(self, event: ResultList.MoreWanted) -> None:
        found = self.found
        if found is None:
            return
        self.workers.cancel_group(self, "count")
        messages = await self._read(page(self._session, found.query, event.last_id))
        if messages is not None and found is self.shown:
            self.results.append(messages, has_more=len(messages) == PAGE)
            if self._count is None:
                self._count_all(found)

    async def _read(self, reading: Awaitable[T]) -> T | None:
        """What was read; None, and the reason under the box, when it could not be."""
        try:
            return await reading
        except Problem as problem:
            self.box.complain(str(problem))
            return None

    def renew(self) -> None:
        """The store has changed: take over what is new and what has changed at the newest end."""
        if self.found is not None:
            self._renew(self.found)

    @work(exclusive=True, group="renew", description="what is new of what was found")
    async def _renew(self, found: Found) -> None:
        newest = await self._read(page(self._session, found.query))
        if newest is None or found is not self.shown:
            return
        new = self.results.renew(newest)
        if new is None:
            self._search(self.box.text)
        elif new and self._count is not None:
            self._tell_count(self._count + new)
