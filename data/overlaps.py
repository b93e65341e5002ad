"""How far back the carrier's records are read again, how often, and from which mark. Pure.

A record shows minutes or hours after it was received, nobody has published how late. So the newest
ones are read again at each poll, and wider spans less and less often. What shows within `span` less
`every` of an overlap is met at its next reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.rules import Rules

POLL = "poll"
# How far a mark may be ahead without a clock having leapt: answers tell their time in seconds.
JITTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A span that is read again each time `every` has passed; zero: at each poll."""

    name: str
    span: timedelta
    every: timedelta

    def start(self, read: datetime, newest: datetime) -> datetime:
        """From where to read when all was read up to `read`, also after days without a worker."""
        return min(newest, read + self.every) - self.span


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything before `through`, the carrier's time, that showed by `read_at`, ours, was read."""

    through: datetime
    read_at: datetime

    def believed(self, newest: datetime, now: datetime, overlap: timedelta) -> datetime | None:
        """Up to when records are surely read; None when clocks leapt and nobody knows.

        `newest` is the carrier's present, `now` ours. A mark ahead of it says nothing. After a
        pause longer than the overlap one that was ahead could have been overtaken unnoticed, so
        that the earlier of its two times counts.
        """
        paused = not timedelta(0) <= now - self.read_at <= overlap
        through = self.through
        if paused or self.is_ahead(newest):
            through = min(through, self.read_at)
        return through if through <= newest + JITTER else None

    def is_ahead(self, newest: datetime) -> bool:
        """Whether it was set by a clock that was ahead of the carrier's as it is now."""
        return self.through > newest + JITTER


def overlaps(rules: Rules) -> tuple[Overlap, ...]:
    """From the narrowest, which each poll reads, to the widest; a span of zero is not read."""
    table = (
        Overlap(POLL, rules.poll_overlap, timedelta(0)),
        Overlap("often", rules.poll_overlap_often, timedelta(minutes=2)),
        Overlap("wide", rules.poll_overlap_wide, timedelta(minutes=15)),
        Overlap("daily", rules.poll_overlap_daily, timedelta(days=1)),
    )
    return tuple(overlap for overlap in table if overlap.span or overlap.name == POLL)


def widest_frequent(rules: Rules) -> Overlap:
    """The widest that is read several times an hour: what shows later waits for the day's."""
    return [each for each in overlaps(rules) if each.every < timedelta(hours=1)][-1]


def is_near_the_widest(late: timedelta, rules: Rules) -> bool:
    """Whether a record showed so late that the next may be met only by the day's reading."""
    return late > timedelta(0) and late >= widest_frequent(rules).span * 3 / 4
