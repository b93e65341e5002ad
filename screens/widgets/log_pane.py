"""The right half of the lead screen above the desk: the search box and the log it filters.

The pane reads pages as the log asks for them, follows what arrives, and while something is searched
for shows only what matches. Reads of a page go by key and may stay on the event loop; searches and
counts go to the searching thread, and only the latest answer is used.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical

from data.errors import Problem
from data.models import ConsentEvent, Lead, Message
from data.query import parse
from screens.session import Session
from screens.widgets.log_search import LogSearch
from screens.widgets.message_log import MessageLog

PAGE = 100
MOST_HITS = 500


class LogPane(Vertical):
    """Parts five and six of the lead screen."""

    HELP = (
        "The log reads downwards, the newest at the bottom; older messages load as you scroll. "
        "Page up and page down scroll it while one writes, ctrl+l goes into it and back. There "
        "home goes to the oldest message, end to the newest, and enter on one shows what can be "
        "done with it: cancel it while it is held, or decide about one that may have been sent."
    )

    messages = getters.query_one(MessageLog)

    def __init__(self, session: Session, lead_id: int) -> None:
        super().__init__()
        self.search = LogSearch()
        self._session = session
        self._lead_id = lead_id
        self._client = ""
        self._events: tuple[ConsentEvent, ...] = ()
        self._tail: list[Message] = []
        self._oldest: Message | None = None
        self._newest: Message | None = None
        self._at_newest = True

    def compose(self) -> ComposeResult:
        yield self.search
        yield MessageLog(self._session.zone, clock=self._session.clock)

    @property
    def searching(self) -> bool:
        """True while the log shows only what was searched for."""
        return bool(self.search.query_text)

    def open(
        self, lead: Lead, events: Sequence[ConsentEvent], message_id: int | None = None
    ) -> None:
        """Show the newest messages, or those around one."""
        self._client, self._events = lead.name, tuple(events)
        self._show_newest() if message_id is None else self._show_around(message_id)
        self._count()

    def follow(self, lead: Lead, events: Sequence[ConsentEvent]) -> None:
        """Take in what has arrived or changed; the view stays where it is."""
        events_changed = self._events != tuple(events)
        self._client, self._events = lead.name, tuple(events)
        tail = self._session.store.log.newest(self._lead_id, PAGE)
        if self.searching or (tail == self._tail and not events_changed):
            return
        if tail != self._tail:
            self._count()
        self._tail = tail
        if self._at_newest:
            self.messages.refresh_tail(tail, self._events)

    def begin_search(self) -> None:
        """Go to the search box."""
        self.screen.set_focus(self.search.box)

    def end_search(self) -> None:
        """Empty the box and show the newest messages again."""
        self.search.clear()
        self._show_newest()
        self._count()

    def _show_newest(self) -> None:
        self._tail = self._session.store.log.newest(self._lead_id, PAGE)
        self._show(self._tail, has_older=len(self._tail) == PAGE, has_newer=False)

    def _show_around(self, message_id: int) -> None:
        page = self._session.store.log.around(self._lead_id, message_id, PAGE)
        newest = self._session.store.log.newest(self._lead_id, 1)
        has_newer = bool(newest and page) and newest[-1].id != page[-1].id
        self._show(page, has_older=len(page) >= PAGE // 2, has_newer=has_newer)
        # The first page is not laid out yet when a lead is opened at a message.
        self.call_after_refresh(self.messages.jump, message_id)

    def _show(self, page: list[Message], *, has_older: bool, has_newer: bool) -> None:
        self._oldest, self._newest = (page[0], page[-1]) if page else (None, None)
        self._at_newest = not has_newer
        self.messages.find(())
        events = () if self.searching else self._events
        self.messages.show(page, events, self._client, has_older=has_older, has_newer=has_newer)

    @on(MessageLog.OlderWanted)
    def _older(self, event: MessageLog.OlderWanted) -> None:
        event.stop()
        if self._oldest is None or self.searching:
            return
        page = self._session.store.log.before(self._lead_id, self._oldest, PAGE)
        self._oldest = page[0] if page else self._oldest
        self.messages.prepend(page, has_older=len(page) == PAGE)

    @on(MessageLog.NewerWanted)
    def _newer(self, event: MessageLog.NewerWanted) -> None:
        event.stop()
        if self._newest is None or self.searching:
            return
        page = self._session.store.log.after(self._lead_id, self._newest, PAGE)
        self._newest = page[-1] if page else self._newest
        self._at_newest = len(page) < PAGE
        self.messages.append(page, has_newer=not self._at_newest)

    @on(MessageLog.NewestWanted)
    def _jump_to_newest(self, event: MessageLog.NewestWanted) -> None:
        event.stop()
        self._show_newest()

    @on(MessageLog.OldestWanted)
    def _jump_to_oldest(self, event: MessageLog.OldestWanted) -> None:
        event.stop()
        page = self._session.store.log.after(self._lead_id, None, PAGE)
        newest = self._session.store.log.newest(self._lead_id, 1)
        if page and not self.searching:
            self._show(page, has_older=False, has_newer=newest[-1].id != page[-1].id)
            self.messages.action_first()

    @on(LogSearch.Asked)
    def _asked(self, event: LogSearch.Asked) -> None:
        event.stop()
        if event.query:
            self._search(event.query)
        else:
            self.workers.cancel_group(self, "log search")
            self.end_search()

    @work(exclusive=True, group="log search", description="search of a lead's log")
    async def _search(self, query: str) -> None:
        try:
            parsed = parse(query, self._session.zone, prefix_last=True)
            found = await self._session.look(
                lambda store: store.search.in_lead(self._lead_id, parsed, MOST_HITS)
            )
        except Problem as problem:
            self.search.complain(str(problem))
            return
        if self.search.query_text != query:
            return
        self._show(found, has_older=False, has_newer=False)
        self.messages.find(parsed.words, [message.id for message in found])
        self._tell_hits(len(found), self.messages.hit_number)

    @on(MessageLog.HitsChanged)
    def _hits_changed(self, event: MessageLog.HitsChanged) -> None:
        event.stop()
        if self.searching:
            self._tell_hits(event.count, event.number)

    def _tell_hits(self, count: int, number: int) -> None:
        most = "+" if count >= MOST_HITS else ""
        self.search.count(f"{number} of {count}{most}" if count else "no hits", count)

    @on(LogSearch.Walked)
    def _walk(self, event: LogSearch.Walked) -> None:
        event.stop()
        self.messages.next_hit() if event.step > 0 else self.messages.previous_hit()

    @on(LogSearch.Taken)
    def _take(self, event: LogSearch.Taken) -> None:
        event.stop()
        message = self.messages.cursor_message
        if self.searching and message is not None:
            self.search.clear()
            self._show_around(message.id)
            self.screen.set_focus(self.messages)
            self._count()

    @work(exclusive=True, group="log count", description="count of a lead's log")
    async def _count(self) -> None:
        count = await self._session.look(lambda store: store.log.count(self._lead_id))
        if not self.searching:
            self.search.count("1 message" if count == 1 else f"{count:,} messages")
