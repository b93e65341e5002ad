"""One export under way: in a thread of its own, with how far it is, and a way to stop it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar

from data.errors import Interrupted, Problem
from data.export import Cancelled, Form, Progress, csv_lines, export, json_line, without_controls
from data.query import Query
from data.store import Store
from screens.session import Session, StoreThread

# What common terminals take in one OSC 52 sequence: 100,000 characters of base64.
MOST_COPIED = 74_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Copied:
    """What goes to the terminal's clipboard."""

    text: str
    count: int


class ExportJob:
    """What a query finds, as a file or as a text. `progress` is read by whoever shows it."""

    def __init__(self, session: Session, query: Query, form: Form) -> None:
        self._session, self._query, self._form = session, query, form
        self._thread = StoreThread(session.store, "export")
        self._stopped = Event()
        self._ask: Callable[[Store], object] | None = None
        self.progress = Progress(0, 0)

    async def write(self, target: Path) -> int:
        """Write a new file; gives the number of messages in it."""

        def write(store: Store) -> int:
            return export(
                store,
                self._session.actor,
                self._query,
                target,
                self._form,
                progress=self._tell,
                cancelled=self._stopped.is_set,
            )

        return await self._run(write)

    async def copy(self) -> Copied:
        """All that was found as one text, if a clipboard can take it."""
        return await self._run(self._copy)

    def stop(self) -> None:
        """Let go of it: nothing is left behind."""
        self._stopped.set()
        if self._ask is not None:
            self._thread.stop(self._ask)

    async def _run(self, ask: Callable[[Store], T]) -> T:
        self._ask = ask
        try:
            return await asyncio.wrap_future(self._thread.submit(ask))
        except Interrupted as problem:
            raise Cancelled("The export was cancelled: no file was written.") from problem
        finally:
            # Whoever goes on does not wait for the thread to end, nor does the end of the app.
            await asyncio.shield(asyncio.to_thread(self._thread.close))

    def _copy(self, store: Store) -> Copied:
        store.searches.require_export(self._session.actor)
        with store.search.moment():
            found = store.search.each(self._query)
            is_csv = self._form is Form.CSV
            lines = csv_lines(found, without_controls) if is_csv else map(json_line, found)
            kept: list[str] = []
            room = MOST_COPIED
            for line in lines:
                room -= len(line.encode("utf-8", "replace")) + 1
                if room < 0 or self._stopped.is_set():
                    raise Problem(
                        "That is more than a terminal's clipboard takes (about 74 KB).",
                        "Search for less, or write it to the file.",
                    )
                kept.append(line)
        count = len(kept) - is_csv
        store.searches.exported(self._session.actor, self._query, "the clipboard", count)
        return Copied("\n".join(kept) + "\n", count)

    def _tell(self, progress: Progress) -> None:
        self.progress = progress
