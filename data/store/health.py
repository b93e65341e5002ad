"""What `doctor` asks of the database itself: SQLite, damage, triggers, what waits for a person."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.clock import from_text, to_text
from data.database import WAL_FROM
from data.migrations import changed_triggers
from data.sqlite import sqlite3
from data.store.by_hand import ByHand
from data.store.context import Context
from data.store.received_text import INCOMPLETE

_FULL = 2
_FAULTS_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Engine:
    """The SQLite in use, and how it writes to the disk."""

    version: str
    journal_mode: str
    wal_is_safe: bool
    synchronous_full: bool


class Checkup:
    """Reading only; a look at a large database takes seconds."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self.by_hand = ByHand(context)

    def engine(self) -> Engine:
        """SQLite's version, and whether its journal mode is safe with it."""
        return Engine(
            version=sqlite3.sqlite_version,
            journal_mode=str(self._database.value("PRAGMA journal_mode")),
            wal_is_safe=sqlite3.sqlite_version_info >= WAL_FROM,
            synchronous_full=self._database.value("PRAGMA synchronous") >= _FULL,
        )

    def damage(self) -> list[str]:
        """What SQLite finds wrong in the file, the first few; empty for a sound one."""
        found = [row[0] for row in self._database.all(f"PRAGMA quick_check({_FAULTS_AT_MOST})")]
        faults = [fault for fault in found if fault != "ok"]
        if not faults:
            faults = [
                f"row {row[1]} of {row[0]} points at a row of {row[2]} that is not there"
                for row in self._database.all("PRAGMA foreign_key_check")[:_FAULTS_AT_MOST]
            ]
        return faults

    def changed_triggers(self) -> list[str]:
        """The names of triggers, views and indexes that are missing, changed or unknown."""
        return changed_triggers(self._database)

    def uncertain(self) -> int:
        """How many messages wait for a person to decide whether they were sent."""
        return int(self._database.value("SELECT count(*) FROM messages WHERE status = 'uncertain'"))

    def sending(self) -> int:
        """How many messages are being sent, or were when their worker ended."""
        return int(self._database.value("SELECT count(*) FROM messages WHERE status = 'sending'"))

    def unreadable(self, span: timedelta) -> tuple[int, int]:
        """How many texts lately came without their words, and how many came in all."""
        since = to_text(self._context.now() - span)
        row = self._database.one(
            "SELECT count(*) AS received, coalesce(sum(reason LIKE :incomplete), 0) AS unreadable"
            " FROM messages WHERE direction = 'in' AND recorded_at >= :since"
            " AND id >= (SELECT min(first_id) FROM message_days WHERE day >= :day)",
            incomplete=f"%{INCOMPLETE}%",
            since=since,
            day=since[:10],
        )
        assert row is not None, "a count has a row"
        return row["unreadable"], row["received"]

    def room(self) -> tuple[int, int]:
        """Bytes free on the database's disk, and bytes in its write-ahead log.

        Only the file system is asked: opening the database's files would drop SQLite's locks.
        """
        path = self._database.path
        log = path.with_name(path.name + "-wal")
        return shutil.disk_usage(path.parent).free, log.stat().st_size if log.exists() else 0

    def latest_record(self) -> datetime | None:
        """When the latest row of the record was written, by the clock of then."""
        latest = self._database.value(
            "SELECT max(at) FROM ("
            " SELECT at FROM (SELECT recorded_at AS at FROM messages ORDER BY id DESC LIMIT 1)"
            " UNION ALL"
            " SELECT at FROM (SELECT recorded_at AS at FROM consent_events"
            " ORDER BY id DESC LIMIT 1)"
            " UNION ALL SELECT at FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1))"
        )
        return None if latest is None else from_text(latest)

    def now(self) -> datetime:
        """The present moment by the store's clock."""
        return self._context.now()
