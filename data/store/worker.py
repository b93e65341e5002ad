"""The worker's lease, and what it last reported.

One worker at a time: a lease with a fence that grows with each holder. A lease ends when it is
released, when its holder's process is gone from this host, or when it ran out and a quiet time has
passed in which a request of the old holder could still be on the wire.

The lease is of one file under one name. Its row keeps which file that was: in another one, a copy,
what waited may have been sent since, and what clients wrote may have been answered.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from data.carriage import NOT_A_CLIENT
from data.clock import from_text_or_none, to_text
from data.models import Health
from data.store.context import Context
from data.store.copied import A_COPY, mark_as_copied
from data.store.polls import Polls

# A request to the carrier ends within this time: its client cuts a call at three times 10 s.
REQUEST = timedelta(seconds=30)
LEASE = 2 * REQUEST
# By then whatever an old holder had on the wire has ended.
QUIET = REQUEST
# How long a record nobody could read is told on every screen: past a long weekend.
UNREAD_TOLD = timedelta(days=7)
_UNREAD_LATEST = 100
# A difference of the clocks that is not worth a write.
_FINEST_MS = 250

# What stops sending is more urgent than how the last poll went.
CARRIER_STATE = (
    "coalesce(nullif(send_state, ''), carrier) AS carrier,"
    " coalesce(nullif(send_problem, ''), problem) AS problem"
)


class LeaseLost(Exception):
    """Another worker holds the lease: whatever was about to happen must not."""


class Worker:
    """The operations of the one worker, and its health for everyone else."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._polls = Polls(context)

    def acquire(self, holder: str) -> int | None:
        """Take the lease if it is free: the new fence, or None while another worker holds it.

        OtherFile where the file has two names: under the other one there may be another lease.
        """
        self.demand_one_file()
        with self._database.atomic():
            row = self._database.one("SELECT holder, expires_at FROM worker")
            assert row is not None, "the first migration inserts it"
            expires = from_text_or_none(row["expires_at"])
            now = self._context.now()
            if expires is not None and not _ended(row["holder"], expires, now):
                return None
            self._know_file(now)
            self._database.run(
                "UPDATE worker SET holder = :holder, fence = fence + 1, expires_at = :expires",
                holder=holder,
                expires=to_text(now + LEASE),
            )
            return int(self._database.value("SELECT fence FROM worker"))

    def demand_one_file(self) -> None:
        """OtherFile unless the path leads to the file that was opened, and no other path does."""
        if self._database.file is not None:
            self._database.file.demand_alone()

    def _know_file(self, now: datetime) -> None:
        """Note which file this is; one that was made from another is treated as a copy."""
        name = self._database.file.name if self._database.file else ""
        known = self._database.value("SELECT file FROM worker")
        if known == name:
            return
        if known not in ("", A_COPY):
            mark_as_copied(self._database)
        self._database.run(
            "UPDATE worker SET file = :name,"
            " answers_from = CASE WHEN :copy THEN :now ELSE answers_from END",
            name=name,
            copy=bool(known),
            now=to_text(now),
        )

    def renew(self, fence: int) -> None:
        """Hold on to the lease, or LeaseLost."""
        self.demand_one_file()
        changed = self._database.run(
            "UPDATE worker SET expires_at = :expires WHERE fence = :fence"
            " AND expires_at IS NOT NULL",
            fence=fence,
            expires=to_text(self._context.now() + LEASE),
        )
        if not changed:
            raise LeaseLost

    def check(self, fence: int) -> None:
        """LeaseLost unless the lease is held under this fence and has not run out."""
        held = self._database.value(
            "SELECT 1 FROM worker WHERE fence = :fence AND expires_at > :now",
            fence=fence,
            now=to_text(self._context.now()),
        )
        if not held:
            raise LeaseLost

    def release(self, fence: int) -> None:
        """Give the lease back at once; of a file that is not in its place there is none to give."""
        if self._database.file is not None and not self._database.file.in_place():
            return
        self._database.run(
            "UPDATE worker SET holder = '', expires_at = NULL WHERE fence = :fence", fence=fence
        )

    def health(self) -> Health:
        """Who works, what the carrier last said, and when replies were last read in full."""
        row = self._database.one(
            f"SELECT holder, fence, expires_at, last_poll_at, {CARRIER_STATE} FROM worker"
        )
        assert row is not None, "the first migration inserts it"
        expires = from_text_or_none(row["expires_at"])
        held = expires is not None and self._context.now() < expires
        return Health(
            holder=row["holder"],
            alive=held and not _gone(row["holder"]),
            fence=row["fence"],
            carrier=row["carrier"],
            problem=row["problem"],
            last_poll_at=from_text_or_none(row["last_poll_at"]),
            unread=self._polls.unread(),
        )

    def unread(self) -> list[tuple[str, str]]:
        """(first seen, why) of records nobody could read and that may hold a STOP, latest first.

        Nobody can act on them here, so they are not told for ever; `received.set_aside_list` has
        them all.
        """
        rows = self._database.all(
            "SELECT first_seen, why FROM (SELECT id, first_seen, why FROM bad_records"
            " ORDER BY id DESC LIMIT :latest) WHERE why <> :harmless AND first_seen > :since"
            " ORDER BY id DESC",
            latest=_UNREAD_LATEST,
            harmless=NOT_A_CLIENT,
            since=to_text(self._context.now() - UNREAD_TOLD),
        )
        return [(row["first_seen"], row["why"]) for row in rows]

    def held(self) -> tuple[int, datetime | None]:
        """How many messages wait in the queue for a reason, and when the first may go out."""
        row = self._database.one(
            "SELECT count(*) AS held, min(not_before) AS until FROM messages"
            " WHERE status = 'queued' AND (reason <> '' OR not_before IS NOT NULL)"
        )
        assert row is not None, "a count is always a row"
        return row["held"], from_text_or_none(row["until"])

    def poll_state(self, state: str, problem: str = "") -> None:
        """How the last poll went: "ok", "practice", "refused", "clock", "none", or "" for a passing
        trouble, which does not end what keeps texts from being sent.

        A carrier that refused the account is "unreachable" in such trouble: the words are always
        those of what fails now.
        """
        self._database.run(
            "UPDATE worker SET carrier = CASE WHEN :state <> '' THEN :state"
            " WHEN carrier = 'refused' AND :problem <> '' THEN 'unreachable' ELSE carrier END,"
            " problem = CASE WHEN :state <> '' THEN :problem WHEN carrier = 'clock' OR"
            " (carrier IN ('refused', 'unreachable') AND :problem = '') THEN problem"
            " ELSE :problem END"
            " WHERE problem <> :problem OR (:state <> '' AND carrier <> :state)",
            state=state,
            problem=problem,
        )

    def polled(self, at: datetime) -> None:
        """Every product was read up to now: texts may go out until this is too old."""
        self._database.run("UPDATE worker SET last_poll_at = :at", at=to_text(at))

    def carrier_clock(self, ahead: timedelta) -> None:
        """How far the carrier's clock is ahead of this machine's, for what compares the two."""
        self._database.run(
            "UPDATE worker SET carrier_ahead_ms = :ahead"
            " WHERE abs(carrier_ahead_ms - :ahead) >= :finest",
            ahead=round(ahead / timedelta(milliseconds=1)),
            finest=_FINEST_MS,
        )


def this_process() -> str:
    """Names this process so that another one on the host can see whether it still lives."""
    return f"{_boot_id()}:{os.getpid()}:{_started(os.getpid())}"


def _ended(holder: str, expires: datetime, now: datetime) -> bool:
    return _gone(holder) or now >= expires + QUIET


def _gone(holder: str) -> bool:
    """Whether this host can see that the process is no more; of others nothing is known."""
    boot, _, process = holder.partition(":")
    pid, _, started = process.partition(":")
    if not boot or boot != _boot_id() or not pid.isdigit():
        return False
    return _started(int(pid)) != started


def _boot_id() -> str:
    """One value per start of this host and set of process numbers; empty where there is none.

    Two containers of one host each have a process 1: neither can see whether the other's lives.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When a process began, so that a reused process number is not taken for the old process.

    Empty when there is no such process; a zombie has ended.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[19]
