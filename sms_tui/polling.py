"""Reading what clients wrote: by windows of the carrier's time, overlapping, each record once.

The mark of a product is the carrier's time up to which every record that showed is in the store. A
poll begins an overlap before it, for records may show minutes late. For those that show later,
wider spans are read again less often (`data.overlaps`), each with a mark of its own. A mark moves
only after what is before it is kept. One that is ahead of the carrier's clock says nothing.

While the newest records of a product cannot be read whole, nothing is sent: a STOP may be among
them. A wider reading that fails is told and tried again, and keeps nothing back. One product that
fails does not keep another from being read.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from data.clock import Clock
from data.overlaps import POLL, Mark, overlaps
from data.reading_plan import ReadingPlan
from data.store import Store
from sms_tui.carrier import Carrier, CarrierProblem
from sms_tui.carrier_clock import CarrierClock
from sms_tui.pause import Pause
from sms_tui.windows import Windows

# The carrier answers for windows of a day at most.
WINDOW = timedelta(hours=24)
# How much less often to ask while nobody looks and no answer is awaited.
QUIET_FACTOR = 4
BACK_OFF = (5.0, 10.0, 20.0, 40.0, 60.0)
# The longest wait the carrier may ask for, in seconds; a third of `stale_after` if that is less.
LONGEST_WAIT = 300.0
# When a wider reading that failed is tried again.
WIDER_AGAIN = 60.0
# How near to the present a mark must come; closer, and each look would ask for another one.
_UP_TO_DATE = timedelta(seconds=2)
# How often a reading begins once more because the carrier's clock moved.
_PLANS = 4

_log = logging.getLogger(__name__)


class Polling:
    """Polls every product of one carrier and applies what came."""

    def __init__(
        self, store: Store, carrier: Carrier | None, clock: Clock, watched: Callable[[], bool]
    ) -> None:
        self._store = store
        self._carrier = carrier
        self._clock = clock
        self._watched = watched
        self.carrier_clock = CarrierClock(store, clock)
        self._windows = Windows(store, self.carrier_clock)
        self._read_until = clock()
        self._rest, self._wider_rest = Pause(clock), Pause(clock)
        self._wider_problem = ""
        self._failures = 0
        # What else the carrier refuses: a poll that goes well must not wipe it out.
        self.statuses_problem = ""

    @property
    def failed(self) -> bool:
        """True when the last poll could not read everything."""
        return self._failures > 0

    @property
    def due(self) -> bool:
        """True when it is time to read again."""
        return self._carrier is not None and self._rest.over

    def run_if_due(self, fence: int) -> bool:
        """Poll when it is time; True when it was done and read everything."""
        if not self.due:
            return False
        self.run(fence)
        return not self.failed

    def run(self, fence: int) -> int:
        """Read every product up to now; how many new messages. Trouble is noted, not raised."""
        if self._carrier is None:
            return 0
        before = self._windows.received
        self._read_until = self._clock()
        self._store.polls.keep_only(self._carrier.products)
        problems: list[CarrierProblem] = []
        plans: list[ReadingPlan] = []
        for product in self._carrier.products:
            try:
                plans.append(self._newest_by_its_clock(self._carrier, product, fence))
                self._store.polls.succeeded(product)
            except CarrierProblem as problem:
                words = self.words(problem)
                self._store.polls.failed(product, words, refused=problem.account)
                problems.append(problem)
        self._read_wider(self._carrier, plans, fence)
        if problems:
            self._failed(problems)
        else:
            self._succeeded(self._carrier)
        return self._windows.received - before

    def _succeeded(self, carrier: Carrier) -> None:
        self._failures = 0
        self._store.worker.polled(self._read_until)
        if self.carrier_clock.problem:
            self._store.worker.poll_state("clock", self.carrier_clock.problem)
        else:
            state = "practice" if carrier.name == "practice" else "ok"
            self._store.worker.poll_state(state, self.statuses_problem or self._wider_problem)
        self._rest.begin(self._interval().total_seconds())

    def _failed(self, problems: list[CarrierProblem]) -> None:
        first = next((each for each in problems if each.account), problems[0])
        words = self.words(first)
        self._store.worker.poll_state("refused" if first.account else "", words)
        pause = BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
        self._failures += 1
        # Jitter, so that several hosts do not come back together.
        self._rest.begin(max(*map(self.wait, problems), pause * random.uniform(0.75, 1.25)))
        _log.warning("replies could not be read: %s", words)

    def wait(self, problem: CarrierProblem) -> float:
        """Seconds the carrier asks us to wait, if it does, but no STOP waits for a day."""
        longest = min(LONGEST_WAIT, self._store.rules().stale_after.total_seconds() / 3)
        return min(problem.retry_after or 0.0, longest)

    def words(self, problem: CarrierProblem) -> str:
        """What went wrong, and when a wait that the carrier asks for ends."""
        if not problem.retry_after:
            return str(problem)
        again = self._clock() + timedelta(seconds=self.wait(problem))
        return f"{problem} Next try: {again:%H:%M} UTC."

    def _interval(self) -> timedelta:
        interval = self._store.rules().poll_interval
        if self._watched() or self._store.dispatch.answer_awaited():
            return interval
        return interval * QUIET_FACTOR

    def _newest_by_its_clock(self, carrier: Carrier, product: str, fence: int) -> ReadingPlan:
        """Read a product; once more where the answer taught us another time than we planned by."""
        for _ in range(_PLANS):
            plan = self._plan(product)
            try:
                if self._newest(carrier, plan, fence):
                    return plan
            except CarrierProblem as problem:
                if not self.carrier_clock.learn(problem.carrier_now):
                    raise
        raise CarrierProblem("The carrier's clock leaps: its answers tell other times each.")

    def _newest(self, carrier: Carrier, plan: ReadingPlan, fence: int) -> bool:
        """Walk a product's newest windows until its mark has reached the present.

        False when an answer taught us that the plan was made for the future: where it begins may
        be too late then, and no mark moves.
        """
        start, asked = plan.begin, self._clock()
        while self.carrier_clock.newest() - start > _UP_TO_DATE:
            asked = self._clock()
            end = min(start + WINDOW, self.carrier_clock.newest())
            self._windows.read(carrier, plan.product, start, end, fence, plan.shown())
            if plan.is_for_the_future(self.carrier_clock.newest()):
                return False
            start = min(end, self.carrier_clock.newest())
            self._store.polls.mark(plan.product, POLL, Mark(start, asked))
        if leap := plan.ahead(self.carrier_clock.newest()):
            self._set_back(plan, leap)
        self._mark_covered(plan, plan.begin, Mark(start, asked))
        self._note_read(start)
        return True

    def _set_back(self, plan: ReadingPlan, leap: timedelta) -> None:
        _log.warning("a clock had leapt: a mark of %s was %s ahead", plan.product, leap)
        self._store.polls.leapt(leap)
        for overlap, mark in plan.corrected(self.carrier_clock.newest()).items():
            self._store.polls.mark(plan.product, overlap, mark)

    def _plan(self, product: str) -> ReadingPlan:
        table, marks = overlaps(self._store.rules()), self._store.polls.marks(product)
        return ReadingPlan(product, table, marks, self.carrier_clock.newest(), self._clock())

    def _read_wider(self, carrier: Carrier, plans: list[ReadingPlan], fence: int) -> None:
        """Read again, further back, what is due; trouble is told, and tried again soon."""
        if not self._wider_rest.over:
            return
        self._wider_problem = ""
        for plan in plans:
            try:
                self._wider(carrier, plan, fence)
            except CarrierProblem as problem:
                words = f"Older replies under {plan.product} could not be read again:"
                self._wider_problem = f"{words} {self.words(problem)}"
                self._wider_rest.begin(max(WIDER_AGAIN, self.wait(problem)))
                _log.warning("%s", self._wider_problem)
                return

    def _wider(self, carrier: Carrier, plan: ReadingPlan, fence: int) -> None:
        """The widest overlap that is due, up to where the newest windows began."""
        if not plan.due:
            return
        asked, start = self._clock(), min(map(plan.start, plan.due))
        covered_from = start
        while start < plan.begin:
            end = min(start + WINDOW, plan.begin)
            self._windows.read(carrier, plan.product, start, end, fence, plan.shown(plan.due))
            start = end
        newest = self._store.polls.marks(plan.product)[POLL]
        self._mark_covered(plan, covered_from, Mark(newest.through, asked))

    def _mark_covered(self, plan: ReadingPlan, begin: datetime, mark: Mark) -> None:
        for overlap in plan.covered(begin):
            self._store.polls.mark(plan.product, overlap.name, mark)

    def _note_read(self, until: datetime) -> None:
        """Remember up to which moment of this host's clock every product has been read.

        Not the moment the reading ended: this process may have stood still since it asked.
        """
        asked = until - self.carrier_clock.ahead + self._store.rules().poll_lag
        self._read_until = min(self._read_until, asked)
