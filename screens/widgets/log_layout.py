"""Which entry of a log stands on which line: heights measured once per width, then looked up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from data.models import Message
from screens.times import local_date
from screens.widgets.log_entries import Day, Entry
from screens.widgets.log_lines import Frame, height


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the log that survives a new layout: an entry and a line counted from its top."""

    entry: Entry
    offset: int


def same(one: Entry, other: Entry) -> bool:
    """True for two states of one entry: the same message before and after delivery."""
    if isinstance(one, Day) or isinstance(other, Day):
        return one == other
    return type(one) is type(other) and one.id == other.id


class LogLayout:
    """Entries and the line each begins on. Empty until the width is known."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._tops: list[int] = [0]
        self._known: dict[int, tuple[Entry, int]] = {}
        self._measured_for: tuple[int, date] | None = None

    @property
    def line_count(self) -> int:
        return self._tops[-1]

    def arrange(self, entries: Sequence[Entry], frame: Frame) -> None:
        """Measure the entries, but not again those measured before, at this width and today.

        The day matters because a held message says "until tomorrow 08:00".
        """
        measured_for = (frame.width, local_date(frame.now, frame.zone))
        if measured_for != self._measured_for:
            self._known.clear()
            self._measured_for = measured_for
        known = self._known
        self.entries = list(entries)
        self._known = {}
        heights = []
        for entry in self.entries:
            found = known.get(id(entry))
            lines = found[1] if found and found[0] is entry else height(entry, frame)
            self._known[id(entry)] = (entry, lines)
            heights.append(lines)
        self._tops = [0, *accumulate(heights)]

    def at(self, line: int) -> int:
        """The index of the entry that covers a line."""
        return max(0, min(bisect_right(self._tops, line) - 1, len(self.entries) - 1))

    def top(self, index: int) -> int:
        """The first line of an entry."""
        return self._tops[index]

    def height(self, index: int) -> int:
        """The lines of an entry, with the empty one at its end."""
        return self._tops[index + 1] - self._tops[index]

    def find(self, message_id: int) -> int | None:
        """The index of a message, or None when it is not loaded."""
        for index, entry in enumerate(self.entries):
            if isinstance(entry, Message) and entry.id == message_id:
                return index
        return None

    def anchor(self, line: int) -> Anchor | None:
        """The place of a line, told by the first entry from there on that is not a day."""
        for index in range(self.at(line), len(self.entries)):
            entry = self.entries[index]
            if not isinstance(entry, Day):
                return Anchor(entry, line - self.top(index))
        return None

    def line_of(self, anchor: Anchor) -> int | None:
        """Where that place is now, or None when its entry is gone."""
        for index, entry in enumerate(self.entries):
            if same(entry, anchor.entry):
                return self.top(index) + anchor.offset
        return None
