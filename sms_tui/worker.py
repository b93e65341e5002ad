"""The worker: one loop that reads what clients wrote, sends what may go out, and follows it.

lease → poll → apply → claim → send → settle → ask again. Replies are always read before anything is
sent, so that a STOP that waits at the carrier is applied first. Only the holder of the lease works;
a second worker waits for it. The worker talks to the carrier and to the store, never to a screen.
When another file takes the database's place, or it has a second name, the worker ends and says so.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from data.clock import Clock, utc_now
from data.errors import OtherFile, Problem
from data.store import Store
from data.store.worker import LeaseLost, this_process
from sms_tui.carrier import Carrier
from sms_tui.checking import Checking
from sms_tui.polling import Polling
from sms_tui.sending import Sending
from sms_tui.tracking import Tracking

TICK = 0.25
RENEW_EVERY = 5.0
# How long to wait before trying again after the store could not be used, or the lease is taken.
WAIT_FOR_STORE = 5.0
WAIT_FOR_LEASE = 1.0

_NO_CARRIER = "No carrier is configured."

_log = logging.getLogger(__name__)


class WorkerBusy(Problem):
    """Another worker holds the lease."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What one round did, in the fields of `worker --once --json`.

    `held` is what still waits in the queue; `settled` counts reports that moved a message.
    """

    received: int = 0
    sent: int = 0
    uncertain: int = 0
    failed: int = 0
    held: int = 0
    settled: int = 0


class Worker:
    """Works one store with one carrier; `carrier` is None where none is configured.

    `watched` says whether someone is looking, which makes polling more frequent. `ready` is called
    once, when replies have been read or it is known why they are not.
    """

    def __init__(
        self,
        store: Store,
        carrier: Carrier | None,
        *,
        clock: Clock = utc_now,
        watched: Callable[[], bool] = lambda: False,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._carrier = carrier
        self._ready: Callable[[], None] | None = ready
        self._stop = Event()
        self._fence: int | None = None
        self._renewed = 0.0
        self._polling = Polling(store, carrier, clock, watched)
        self._sending = Sending(store, carrier, clock)
        self._tracking = Tracking(store, carrier, clock, self._polling)
        self._checking = Checking(store, carrier)

    @property
    def statuses_problem(self) -> str:
        """Why the carrier did not say what became of texts, the last time it was asked."""
        return self._tracking.problem

    def once(self) -> Counts:
        """One full round now, whatever the schedule says; WorkerBusy when another one works."""
        fence = self._store.worker.acquire(this_process())
        if fence is None:
            raise WorkerBusy(
                "Another worker is running on this database.", "It does the work; nothing was done."
            )
        try:
            return self._round(fence)
        except LeaseLost as error:
            raise WorkerBusy("Another worker took over.", "Run it again to see.") from error
        finally:
            self._close()
            self._store.worker.release(fence)

    def run(self, stop: Event) -> None:
        """Work until `stop` is set, waiting for the lease while another worker holds it.

        OtherFile ends it at once. Then nothing more is written, for it would be to a file that is
        not in its place: what was on the wire is found by the next worker.
        """
        self._stop = stop
        try:
            self._store.worker.demand_one_file()
            while not stop.is_set():
                if self._carrier is None:
                    self._stand_by(stop)
                else:
                    self._turn(stop)
                self._say_ready()
        except OtherFile:
            self._fence = None
            raise
        finally:
            self._close()
            self._let_go()

    def _say_ready(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            ready()

    def _stand_by(self, stop: Event) -> None:
        """Without a carrier the lease is left to a worker that has one; say so while none works."""
        try:
            self._store.worker.demand_one_file()
            health = self._store.worker.health()
            if not health.alive:
                if health.carrier != "none":
                    self._store.worker.poll_state("none", _NO_CARRIER)
                self._checking.run_if_asked(0)
        except OtherFile:
            raise
        except Problem as problem:
            _log.error("the store cannot be used: %s", problem)
        stop.wait(WAIT_FOR_LEASE)

    def _turn(self, stop: Event) -> None:
        """Take the lease, or hold on to it, and work until something stands in the way."""
        try:
            self._fence = self._lease()
            if self._fence is None:
                stop.wait(WAIT_FOR_LEASE)
                return
            self._work(self._fence, stop)
        except LeaseLost:
            _log.warning("the lease ran out or was taken over")
        except OtherFile:
            raise
        except Problem as problem:
            _log.error("the store cannot be used: %s", problem)
            stop.wait(WAIT_FOR_STORE)

    def _lease(self) -> int | None:
        """The fence to work under: the one we had, if nobody came between.

        To that one an outcome that could not be written is still owed.
        """
        if self._fence is not None:
            try:
                self._store.worker.renew(self._fence)
                return self._fence
            except LeaseLost:
                self._fence = None
        return self._store.worker.acquire(this_process())

    def _let_go(self) -> None:
        """Write what is left to write and give the lease back; if that fails, it runs out."""
        if self._fence is None:
            return
        try:
            self._sending.write_unwritten()
            self._store.worker.release(self._fence)
        except Problem as problem:
            _log.error("the lease could not be given back: %s", problem)

    def _work(self, fence: int, stop: Event) -> None:
        self._begin(fence)
        version = -1
        while not stop.is_set():
            self._keep(fence)
            changed = self._store.version() != version
            if changed:
                self._checking.run_if_asked(fence)
            polled = self._polling.run_if_due(fence)
            self._say_ready()
            if changed or polled or self._sending.waiting:
                version = self._store.version()
                self._sending.run(fence, stop, lambda: self._polling.due)
            self._tracking.run_if_due(fence)
            stop.wait(TICK)

    def _keep(self, fence: int) -> None:
        """Renew the lease every few seconds; look each time whether the file is in its place."""
        self._store.worker.demand_one_file()
        now = time.monotonic()
        if now - self._renewed >= RENEW_EVERY:
            self._store.worker.renew(fence)
            self._renewed = now

    def _round(self, fence: int) -> Counts:
        uncertain, sent, failed = self._begin(fence), 0, 0
        self._checking.run_if_asked(fence)
        received = self._polling.run(fence)
        # On half a poll nothing goes out: a STOP may be in the other half.
        while not self._polling.failed:
            done = self._sending.run(fence, self._stop, lambda: self._polling.due)
            sent, failed = sent + done.sent, failed + done.failed
            uncertain += done.uncertain
            if not self._sending.cut_short:
                break
            received += self._polling.run(fence)
        settled = self._tracking.run(fence, everything=True)
        return Counts(
            received=received,
            sent=sent,
            uncertain=uncertain,
            failed=failed,
            held=self._store.dispatch.queued(),
            settled=settled,
        )

    def _begin(self, fence: int) -> int:
        """Settle what an earlier worker left, and say which carrier there is."""
        self._sending.write_unwritten()
        uncertain = self._store.dispatch.recover(fence)
        if self._carrier is None:
            self._store.worker.poll_state("none", _NO_CARRIER)
        return uncertain

    def _close(self) -> None:
        if self._carrier is not None:
            self._carrier.close()
