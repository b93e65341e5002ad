"""Noticing what others write: the store's version, looked at four times a second.

`PRAGMA data_version` costs microseconds, and moves when any other connection commits: the worker,
another session, our own writing thread. Only then is anything read again. The place on top is told
with `StoreChanged`; once a second the clock is looked at, and it is told with `StandingChanged`
when the header's words change and `MinuteTurned` when texts may be sendable by time alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from textual.message import Message

from data.overlaps import is_near_the_widest
from screens.session import Session
from screens.standing import Standing, standing
from screens.times import day_and_time

PERIOD = 0.25
# How long the header tells that a reply showed late.
_TOLD = timedelta(days=1)


@dataclass
class StoreChanged(Message, bubble=False):
    """Somebody wrote to the store."""


@dataclass
class MinuteTurned(Message, bubble=False):
    """Another minute has begun."""


@dataclass
class StandingChanged(Message, bubble=False):
    """The header's words about the worker are different now."""

    standing: Standing


class Watch:
    """Looks at the store for a session and tells what changed; `look` is called by a timer."""

    def __init__(self, session: Session, tell: Callable[[Message], None]) -> None:
        self._session = session
        self._tell = tell
        self._version = -1
        self._stale_after = timedelta(0)
        self._held, self._until = 0, ""
        self._fault = ""
        self._unread = 0
        self._late = timedelta(0)
        self._next_second = 0.0
        self._minute = session.now().minute
        session.on_written = self.look

    def look(self) -> None:
        """Read the version, and whatever it or the clock calls for."""
        version = self._session.store.version()
        if version != self._version:
            self._version = version
            self._read()
            self._tell(StoreChanged())
        elif monotonic() < self._next_second:
            return
        self._next_second = monotonic() + 1
        self._turn_clock()

    def _read(self) -> None:
        self._session.generation += 1
        self._stale_after = self._session.store.rules().stale_after
        session = self._session
        self._held, until = session.store.worker.held()
        self._fault = session.store.safeguards.fault()
        self._unread = len(session.store.worker.unread())
        self._late = self._lately_late()
        self._until = day_and_time(until, session.now(), session.zone) if until else ""

    def _lately_late(self) -> timedelta:
        """How late a reply showed yesterday or today, if others may be missed as it nearly was."""
        store = self._session.store
        late = store.polls.counts.longest(_TOLD)
        return late if is_near_the_widest(late, store.rules()) else timedelta(0)

    def _turn_clock(self) -> None:
        now = self._session.now()
        # A worker that died says nothing: that its lease ran out is seen by asking, not by a write.
        health = self._session.store.worker.health()
        words = standing(
            health,
            now,
            self._stale_after,
            self._held,
            self._until,
            self._session.store.safeguards.fault_of_file() or self._fault,
            self._unread,
            self._late,
        )
        if words != self._session.standing:
            self._session.standing = words
            self._tell(StandingChanged(words))
        if now.minute != self._minute:
            self._minute = now.minute
            self._tell(MinuteTurned())
