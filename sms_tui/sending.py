"""Sending what may go out: claim one message, look once more, hand it over, settle how it ended.

From the claim on, what is true of the message if nothing more becomes known is kept at hand: it did
not leave, it may have left, then the carrier's answer. Whatever goes wrong (a full disk), that is
written before anything else is claimed; if this process dies first, the next worker finds the
message as uncertain.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from data.carriage import Accepted, Claim, Held, Outcome, Rejected, Unknown
from data.clock import Clock
from data.store import Store
from sms_tui.carrier import Carrier
from sms_tui.pause import Pause

# Pauses after the carrier did not take a message. One that refuses the account is tried again
# after the store's own pauses, which outlive this process.
BACK_OFF = (2.0, 5.0, 10.0, 30.0, 60.0)
# At a rate of few messages a minute, look up this often from waiting for the next one.
_LOOK_UP = 1.0
# Of so many texts it is known here that they were handed over, whatever the database says.
_REMEMBERED = 10_000
_NOT_SENT = Held("", account=True)
_LOST = Unknown("How it ended is not known.")
_AGAIN = Unknown("It was handed over before: the database is an older one than then.")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """What a run of sending did."""

    sent: int = 0
    uncertain: int = 0
    failed: int = 0


class Sending:
    """Sends from one store through one carrier, no faster than the setting allows."""

    def __init__(self, store: Store, carrier: Carrier | None, clock: Clock) -> None:
        self._store = store
        self._carrier = carrier
        self._unwritten: tuple[Claim, Outcome] | None = None
        self._handed: dict[str, None] = {}
        self._held_off = Pause(clock)
        self._pace = Pause(clock)
        self._failures = 0
        self._cut_short = self._again = False

    @property
    def waiting(self) -> bool:
        """True while something is left to do although the store does not change."""
        again = self._cut_short or (self._again and self._held_off.over)
        return self._unwritten is not None or again or self._store.dispatch.due()

    @property
    def cut_short(self) -> bool:
        """True when the last run left the queue to something that is more urgent."""
        return self._cut_short

    def run(self, fence: int, stop: Event, urgent: Callable[[], bool] = lambda: False) -> Sent:
        """Send until nothing may go out, the carrier wants a pause, or `stop` is set.

        It also ends, after one message at least, when something is `urgent`: replies are read
        between the texts of a long queue, for a STOP may be among them.
        """
        done, tried = Sent(), False
        self.write_unwritten()
        self._cut_short, self._again = False, self._again and not self._held_off.over
        while not stop.is_set() and self._held_off.over and self._store.dispatch.queued():
            if not self._wait_for_turn(fence, stop, urgent) or (tried and urgent()):
                self._cut_short = True
                break
            if not self._send_one(fence, done):
                break
            tried = True
        return done

    def write_unwritten(self) -> None:
        """May raise StoreProblem: then nothing is claimed until it could be written."""
        if self._unwritten is not None:
            if not self._store.dispatch.settle(*self._unwritten):
                _log.warning("message %d was settled elsewhere", self._unwritten[0].message_id)
            self._unwritten = None

    def _wait_for_turn(self, fence: int, stop: Event, urgent: Callable[[], bool]) -> bool:
        """Keep the pace, and the lease; False when there is something else to do first."""
        while (left := self._pace.left) and not stop.is_set() and not urgent():
            stop.wait(min(left, _LOOK_UP))
            self._store.worker.renew(fence)
        return self._pace.over

    def _send_one(self, fence: int, done: Sent) -> bool:
        """Claim the next message and hand it over; False when none may go out now."""
        if self._carrier is None:
            return False
        # Before the claim: the lease must outlive the request.
        self._store.worker.renew(fence)
        claim = self._store.dispatch.claim(fence)
        if claim is None:
            return False
        if claim.client_ref in self._handed:
            self._unwritten = (claim, _AGAIN)
            self.write_unwritten()
            done.uncertain += 1
            return True
        self._unwritten = (claim, _NOT_SENT)
        outcome = self._hand_over(self._carrier, claim)
        self.write_unwritten()
        if outcome is not None:
            _log.info("message %d: %s", claim.message_id, type(outcome).__name__.lower())
            self._count(outcome, done)
            self._pause(outcome)
            self._pace.begin(1 / self._store.rules().per_second)
        return True

    def _hand_over(self, carrier: Carrier, claim: Claim) -> Outcome | None:
        """Send, if the last look before the wire allows; None when nothing left."""
        looks: list[bool] = []

        def last_look() -> bool:
            looks.append(self._store.dispatch.still_valid(claim))
            self._unwritten = (claim, _LOST if looks[-1] else _NOT_SENT)
            if looks[-1]:
                self._remember(claim.client_ref)
            return looks[-1]

        outcome = carrier.send(claim.to, claim.body, claim.client_ref, last_look)
        if False in looks:
            return None
        self._unwritten = (claim, outcome)
        if isinstance(outcome, Held):
            self._handed.pop(claim.client_ref, None)
        return outcome

    def _remember(self, client_ref: str) -> None:
        self._handed[client_ref] = None
        if len(self._handed) > _REMEMBERED:
            del self._handed[next(iter(self._handed))]

    def _count(self, outcome: Outcome, done: Sent) -> None:
        match outcome:
            case Accepted():
                done.sent += 1
            case Unknown():
                done.uncertain += 1
            case Rejected():
                done.failed += 1
            case Held():
                pass

    def _pause(self, outcome: Outcome) -> None:
        """After an answer: go on, or leave the carrier alone for a while."""
        if not isinstance(outcome, Held):
            self._failures = 0
            return
        if outcome.account:
            return  # the store holds the queue
        pause = BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
        self._failures += 1
        # Jitter, so that several hosts do not come back together.
        pause = max(outcome.retry_after or 0.0, pause * random.uniform(0.75, 1.25))
        self._held_off.begin(pause)
        self._again = True
