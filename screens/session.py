"""What the screens have in hand: the store, on whose behalf, and where times are shown.

The event loop reads through `store`: indexed reads only, for it must not wait. Writes go through
`write` and searches through `look`, each to a thread with a connection of its own; what a thread is
asked runs in order, so a draft saved before a send is saved before it. Because every write is
another connection's, `store.version()` moves for our own writes as it does for everyone else's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TypeVar
from zoneinfo import ZoneInfo

from data.clock import Clock, utc_now
from data.models import Actor
from data.store import Store
from screens.standing import Standing

T = TypeVar("T")


class StoreThread:
    """One thread with its own connection; it starts with the first thing it is asked."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._own: Store | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._running: object = None
        self._lock = Lock()

    def submit(self, ask: Callable[[Store], T]) -> Future[T]:
        """Put `ask` in line; it is called with the thread's store."""
        return self._executor.submit(self._run, ask)

    def stop(self, ask: object) -> None:
        """End the query that `ask` has running; nobody else's, for the next may run already."""
        with self._lock:
            if self._running is ask and self._own is not None:
                self._own.interrupt()

    def close(self) -> None:
        """Finish what is in line and let go of the connection."""
        if self._own is not None:
            self._executor.submit(self._own.close)
        self._executor.shutdown(wait=True)

    def _run(self, ask: Callable[[Store], T]) -> T:
        if self._own is None:
            self._own = self._store.clone()
        self._note_running(ask)
        try:
            return ask(self._own)
        finally:
            self._note_running(None)

    def _note_running(self, ask: object) -> None:
        with self._lock:
            self._running = ask


@dataclass
class Session:
    """One user in front of one store.

    `call_command` is an argument list, empty when calling is not set up; `{number}` in it stands
    for the number, which else comes last. `locked_down` is True when the program runs on this host
    for someone who sits elsewhere. `fixed_by` says of a setting that the configuration fixes where
    it does so, and `sending_number` is the firm's, as the configuration has it.
    `searched` is what was in the query box when Search was left, `visited` the lead seen last,
    `typed` what was in the fields of dialogs left with escape, by what each was about.
    """

    store: Store
    actor: Actor
    call_command: tuple[str, ...] = ()
    locked_down: bool = False
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    clock: Clock = utc_now
    standing: Standing = field(default_factory=Standing)
    fixed_by: Mapping[str, str] = field(default_factory=dict)
    sending_number: str = ""
    generation: int = 0
    searched: str = ""
    visited: int | None = None
    typed: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)
    on_written: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        self._writer = StoreThread(self.store, "writes")
        self._looker = StoreThread(self.store, "searches")

    def kept(self, dialog: str, about: int = 0) -> dict[str, str]:
        """Where a dialog's fields are kept when it is left: one place for all it may be about."""
        return self.typed.setdefault((dialog, about), {})

    def now(self) -> datetime:
        """The present moment, by the same clock as the store's."""
        return self.clock()

    def reader(self) -> Store:
        """Another connection, for a thread that keeps one."""
        return self.store.clone()

    async def write(self, ask: Callable[[Store], T]) -> T:
        """Let the writing thread do it. Once in line it is done, even if nobody waits any more."""
        result = await asyncio.shield(asyncio.wrap_future(self._writer.submit(ask)))
        self.changed()
        return result

    def write_behind(self, ask: Callable[[Store], T]) -> Future[T]:
        """Like `write`, in line at once: for what need not be waited for, such as a draft."""
        return self._writer.submit(ask)

    def look(self, ask: Callable[[Store], T]) -> asyncio.Future[T]:
        """Let the searching thread find out, from now on; cancelled, its query is stopped."""

        def stop(found: asyncio.Future[T]) -> None:
            if found.cancelled():
                self._looker.stop(ask)

        found = asyncio.wrap_future(self._looker.submit(ask))
        found.add_done_callback(stop)
        return found

    def changed(self) -> None:
        """Something was written here: do not wait for the next look at the store."""
        self.on_written()

    def close(self) -> None:
        """Finish what is in line, then let go of the threads' connections; `store` stays open."""
        self._looker.close()
        self._writer.close()
