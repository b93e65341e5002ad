"""Children that are no workers: sessions that read and write, a migration, writers of all kinds."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults_clock import SharedClock
from faults_evidence import Evidence

Plan = dict[str, Any]


def _store(plan: Plan) -> Any:
    from data.store import Store
    from faults_child import pinned

    return Store.open(
        Path(plan["database"]), pinned=pinned(plan), clock=SharedClock(Path(plan["clock"]))
    )


def migrate_and_die(plan: Plan) -> None:
    """Bring a database up to date and be killed at one of the steps' statements."""
    from data import migrations
    from data.store import Store

    left = [plan["statements"]]
    statements = migrations.statements

    def counted(step: str) -> Any:
        for statement in statements(step):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            yield statement

    migrations.statements = counted
    Store.open(Path(plan["database"]))


def session(plan: Plan) -> None:
    """What one person does all day: look at the inbox, open a lead, read its log, write."""
    from data.errors import Refused
    from data.models import Actor

    store, evidence = _store(plan), Evidence(Path(plan["evidence"]))
    actor = Actor(store.people.known_user("ann"), "ann")
    going = [True]
    signal.signal(signal.SIGTERM, lambda *_: going.clear())
    rounds = refused = 0
    while going:
        ids = store.inbox.ids()
        rows = store.inbox.rows(ids[:40])
        lead_id = ids[(rounds * 7 + plan["seed"]) % len(ids)]
        assert rows
        messages = store.log.newest(lead_id, 100)
        store.log.events(lead_id)
        if messages and rounds % 3 == 0:
            store.leads.mark_read(actor, lead_id)
        if rounds % 40 == 0:
            try:
                body = f"Your papers, part {plan['seed']}-{rounds}."
                store.outbox.enqueue_text(actor, lead_id, body, "General")
            except Refused:
                refused += 1
        store.version()
        rounds += 1
        _breathe()
    evidence.note("session", rounds=rounds, refused=refused)


def _breathe() -> None:
    """A person does not do this without a pause; eight of them leave the machine some room."""
    import time

    time.sleep(0.02)


def write_on(plan: Plan) -> None:
    """Write until the given number is reached; each commit is noted before the next begins."""
    from data.models import Actor

    store, evidence = _store(plan), Evidence(Path(plan["evidence"]))
    actor = Actor(store.people.known_user("ann"), "ann")
    for n in range(plan["writes"]):
        store.audit.add(actor, "fault", f"write {n}")
        evidence.note("written", n=n)


def squeezed(plan: Plan) -> None:
    """Work as a worker whose files cannot grow beyond so many bytes: EFBIG at every write."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (plan["bytes"], resource.RLIM_INFINITY))
    from faults_child import work

    work(plan)


def another_account(plan: Plan) -> None:
    """Note what opening and writing says to an account that may not write to the folder."""
    from data.errors import Problem

    os.setgid(65534)
    os.setuid(65534)
    evidence = Evidence(Path(plan["evidence"]))
    try:
        store = _store(plan)
        store.worker.polled(store.checkup.now())
    except Problem as problem:
        evidence.note("refused", words=str(problem), kind=type(problem).__name__)
    else:
        evidence.note("written")


ROLES: dict[str, Callable[[Plan], None]] = {
    each.__name__: each for each in (migrate_and_die, session, write_on, squeezed, another_account)
}
