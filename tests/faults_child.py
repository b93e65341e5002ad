"""What a child of the nursery does, by its plan: work as a worker, with a fault or a mutant inside.

| in the plan | meaning |
|---|---|
| `role` | `worker`, or another name of `ROLES` |
| `database`, `clock`, `evidence`, `log` | files shared with the test |
| `server` | `host`, `key`, `secret`, `ca` of the stand-in |
| `pinned` | settings, durations in seconds |
| `die_at`, `stop_at` | a name of faults_points.POINTS: SIGKILL or SIGSTOP when it is reached |
| `mutant` | a name of faults_mutants.MUTANTS |
| `first_check` | seconds until the carrier is asked what became of a text |
| `timeout` | of the carrier's client, in seconds |
| `seed` | of everything random in here |
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from faults_clock import SharedClock
from faults_evidence import Evidence

Plan = dict[str, Any]
DURATIONS = {
    "poll_lag", "poll_interval", "poll_overlap", "resend_after", "stale_after", "too_old_after",
}  # fmt: skip
ALWAYS_OPEN: Plan = {
    "business_name": "Acme Relief",
    "business_phone": "+1 800 555 0100",
    "hours_open": time(0, 0),
    "hours_close": time.max,
    "per_second": 1000.0,
    "reauthorize_after_stop": "free",
}


def pinned(plan: Plan) -> Plan:
    """The settings of a plan as the store takes them."""
    given = {
        key: timedelta(seconds=value) if key in DURATIONS else value
        for key, value in plan["pinned"].items()
    }
    return ALWAYS_OPEN | given


def import_everything() -> None:
    """So that a child begins to work within milliseconds."""
    import faults_mutants
    import faults_points
    import faults_sessions
    import sms_tui.log_file
    import sms_tui.vonage_wire
    import sms_tui.worker

    assert faults_mutants and faults_points and faults_sessions
    assert sms_tui.worker and sms_tui.vonage_wire and sms_tui.log_file
    from data import phone

    phone.zones("+14155550132")  # loads its tables


@dataclass
class Rig:
    """A worker with everything a fault may be put into."""

    store: Any
    carrier: Any
    worker: Any
    evidence: Evidence


def run(plan: Plan) -> None:
    """What the child is for; afterwards it ends."""
    random.seed(plan.get("seed", 0))
    if plan["role"] == "worker":
        work(plan)
    else:
        from faults_sessions import ROLES

        role: Callable[[Plan], None] = ROLES[plan["role"]]
        role(plan)


def work(plan: Plan) -> None:
    from faults_mutants import MUTANTS

    _hurry(plan.get("first_check", 0.05))
    if "busy" in plan:
        from data import database

        database.BUSY_TIMEOUT_MS = plan["busy"]
    if "log" in plan:
        from sms_tui import log_file

        log_file.start(Path(plan["log"]), [plan["server"]["secret"]])
    rig = build(plan)
    if "mutant" in plan:
        MUTANTS[plan["mutant"]](rig)
    _watch_claims(rig)
    _watch_lease(rig)
    _watch_outcomes(rig)
    _arm(rig, plan.get("die_at"), signal.SIGKILL)
    _arm(rig, plan.get("stop_at"), signal.SIGSTOP)
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        rig.worker.run(stop)
    finally:
        rig.store.close()


def build(plan: Plan) -> Rig:
    """The worker as the program builds it, on the shared clock."""
    from data.store import Store
    from sms_tui.vonage import VonageCarrier
    from sms_tui.vonage_account import VonageAccount
    from sms_tui.worker import Worker

    server = plan["server"]
    os.environ["REQUESTS_CA_BUNDLE"] = server["ca"]
    clock = SharedClock(Path(plan["clock"]))
    store = Store.open(Path(plan["database"]), pinned=pinned(plan), clock=clock, create=False)
    account = VonageAccount(
        server["key"], server["secret"], sender="15559870000", api_host=server["host"]
    )
    carrier = VonageCarrier(account, timeout=plan.get("timeout", 3), clock=clock)
    worker = Worker(store, carrier, clock=clock, watched=lambda: True)
    return Rig(store, carrier, worker, Evidence(Path(plan["evidence"])))


def _hurry(first_check: float) -> None:
    """The pauses of real life, shortened: nothing but time hangs on them."""
    from data.store import hold, reports, settling
    from sms_tui import polling, sending, tracking, worker

    settling.FIRST_CHECK = timedelta(seconds=first_check)
    _shorten(reports, _LOOKS=tuple(age / 4 for age in range(1, 4_000)))
    worker.TICK = 0.01
    worker.WAIT_FOR_LEASE = worker.WAIT_FOR_STORE = 0.02
    _shorten(polling, BACK_OFF=(0.05,))
    polling._UP_TO_DATE = timedelta(milliseconds=20)
    _shorten(sending, BACK_OFF=(0.02,))
    _shorten(hold, ACCOUNT_BACK_OFF=(0.05,))
    tracking.RETRY_AFTER = 0.2


def _shorten(module: Any, **pauses: tuple[float, ...]) -> None:
    for name, values in pauses.items():
        assert hasattr(module, name), f"{module} has no {name} any more"
        setattr(module, name, values)


def _watch_claims(rig: Rig) -> None:
    """Note each claim inside its own transaction, with the consent as the database has it there."""
    claimed = rig.store.dispatch._claimed
    database = rig.store._database

    def noted(row: Any, *args: Any) -> Any:
        claim = claimed(row, *args)
        status = database.value("SELECT status FROM numbers WHERE id = :id", id=row["number_id"])
        rig.evidence.note(
            "claim", message=row["id"], kind=row["kind"], template=row["template"], consent=status
        )
        return claim

    rig.store.dispatch._claimed = noted


def _watch_outcomes(rig: Rig) -> None:
    """Note what came of each message that was handed over, with the words for the agent."""
    settle = rig.store.dispatch.settle

    def noted(claim: Any, outcome: Any) -> bool:
        rig.evidence.note(
            "outcome",
            message=claim.message_id,
            name=type(outcome).__name__,
            words=getattr(outcome, "words", ""),
        )
        return bool(settle(claim, outcome))

    rig.store.dispatch.settle = noted


def _watch_lease(rig: Rig) -> None:
    """Note when the lease was asked for in vain: a worker that lost it asks again and again."""
    acquire = rig.store.worker.acquire

    def noted(holder: str) -> Any:
        fence = acquire(holder)
        if fence is None:
            rig.evidence.note("lease refused")
        return fence

    rig.store.worker.acquire = noted


def _arm(rig: Rig, point: str | None, number: signal.Signals) -> None:
    if point is None:
        return
    from faults_points import POINTS

    reached: list[bool] = []

    def act() -> None:
        if not reached:
            reached.append(True)
            rig.evidence.note("reached", point=point)
            os.kill(os.getpid(), number)

    POINTS[point](rig, act)
