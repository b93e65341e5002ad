"""A log in which words are marked, and hits to walk between."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from textual.message import Message as Posted

from data.clock import Clock
from data.models import Message
from screens.widgets.log_entries import Entry
from screens.widgets.log_hits import Hits
from screens.widgets.log_lines import Look
from screens.widgets.log_view import LogView


class SearchedLog(LogView):
    """The part of a log that has to do with a search in it."""

    @dataclass
    class HitsChanged(Posted):
        """There are `count` marked messages; `number` is the current one, 1 the oldest, 0 none."""

        log: SearchedLog
        number: int
        count: int

        @property
        def control(self) -> SearchedLog:
            """The log, so that `@on(…, "#id")` works."""
            return self.log

    def __init__(
        self, zone: ZoneInfo, clock: Clock, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(zone, clock, id=id, classes=classes)
        self._hits = Hits()
        self._loaded: Iterable[Message] = ()

    @property
    def hit_count(self) -> int:
        """How many of the loaded messages are hits."""
        return len(self._hits.ids)

    @property
    def hit_number(self) -> int:
        """The current hit, 1 the oldest; 0 when there is none."""
        return self._hits.number

    def find(self, words: Collection[str], ids: Collection[int] | None = None) -> int:
        """Mark words and phrases and go to the newest hit; the number of hits among the loaded.

        `ids` are the messages the store found, for queries that are not only words; without them
        every message with one of the words is a hit. No words and no ids end the search.
        """
        self._hits.search(words, ids)
        self.renew_hits(self._loaded)
        self.next_hit()
        return self.hit_count

    def next_hit(self) -> bool:
        """Go to the next newer hit, at first to the newest; False when there is none."""
        return self._go_to_hit(1)

    def previous_hit(self) -> bool:
        """Go to the next older hit, at first to the newest; False when there is none."""
        return self._go_to_hit(-1)

    def _go_to_hit(self, step: int) -> bool:
        target = self._hits.neighbour(step)
        if target is None:
            return False
        self._hits.current = target
        self.jump(target)
        self._tell_hits()
        return True

    def renew_hits(self, messages: Iterable[Message]) -> None:
        """Find the hits again, among the messages that are loaded now."""
        self._loaded = messages
        before = (self._hits.number, len(self._hits.ids))
        self._hits.renew(messages)
        if before != (self._hits.number, len(self._hits.ids)):
            self._tell_hits()
        self.refresh()

    def _tell_hits(self) -> None:
        self.post_message(self.HitsChanged(self, self.hit_number, self.hit_count))

    def look(self, entry: Entry) -> Look:
        look = super().look(entry)
        hits = self._hits
        if not isinstance(entry, Message):
            return look
        current = entry.id == hits.current
        return Look(hits.pattern, current_hit=current, cursor=look.cursor or current)
