"""Where the next readings of one product begin, by its marks as they stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.overlaps import JITTER, POLL, Mark, Overlap

# How far back a new database begins.
_FIRST = timedelta(hours=24)
# A reading after a longer pause catches up: what it shows may have shown long before.
_FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """The readings that are due at `now`, this machine's time; `newest` is the carrier's."""

    product: str
    overlaps: tuple[Overlap, ...]
    marks: Mapping[str, Mark]
    newest: datetime
    now: datetime

    @property
    def begin(self) -> datetime:
        """Where the newest windows begin, which must be read before anything is sent.

        An overlap without a mark that says anything is part of them: the database is new, or was
        restored, or a clock leapt.
        """
        if not self.marks:
            return self.newest - _FIRST
        unknown = [each for each in self.overlaps if self._believed(each) is None]
        if self.overlaps[0] in unknown:
            unknown.append(self.overlaps[-1])
        return min(map(self.start, (self.overlaps[0], *unknown)))

    @property
    def due(self) -> list[Overlap]:
        """The wider overlaps whose time has come, by this machine's clock: a leap delays none."""
        return [
            each
            for each in self.overlaps[1:]
            if self._believed(each) is not None
            and not timedelta(0) <= self._age(each.name) < each.every
        ]

    def start(self, overlap: Overlap) -> datetime:
        """From where an overlap is read."""
        read = self._believed(overlap)
        return overlap.start(self.newest if read is None else read, self.newest)

    def covered(self, begin: datetime) -> list[Overlap]:
        """The wider overlaps that a reading from `begin` on has read."""
        return [each for each in self.overlaps[1:] if not self.marks or self.start(each) >= begin]

    def is_for_the_future(self, newest: datetime) -> bool:
        """Whether the carrier's present is earlier than this was planned for."""
        return self.newest > newest + JITTER

    def ahead(self, newest: datetime) -> timedelta:
        """How far a mark is ahead of the carrier's clock; zero when none is."""
        leaps = (mark.through - newest for mark in self.marks.values() if mark.is_ahead(newest))
        return max(leaps, default=timedelta(0))

    def corrected(self, newest: datetime) -> dict[str, Mark]:
        """The wider overlaps' marks that are ahead, set back to when they were read."""
        return {
            name: Mark(min(mark.through, mark.read_at), mark.read_at)
            for name, mark in self.marks.items()
            if name != POLL and mark.is_ahead(newest)
        }

    def shown(self, read: Iterable[Overlap] = ()) -> datetime | None:
        """Up to when records should have shown in earlier readings; None when nobody can say.

        Asked of the newest windows, or of a reading of wider overlaps before them.
        """
        ages = {POLL: _FRESH, **{each.name: max(_FRESH, 2 * each.every) for each in read}}
        for name, oldest in ages.items():
            if name not in self.marks or not timedelta(0) <= self._age(name) <= oldest:
                return None
        poll = self.marks[POLL]
        return None if poll.is_ahead(self.newest) else poll.through

    def _age(self, name: str) -> timedelta:
        return self.now - self.marks[name].read_at

    def _believed(self, overlap: Overlap) -> datetime | None:
        mark = self.marks.get(overlap.name)
        return mark.believed(self.newest, self.now, self.overlaps[0].span) if mark else None
