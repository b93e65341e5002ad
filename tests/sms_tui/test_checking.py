"""The worker's side of Test connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from data.store import Store
from data.store.checks import ConnectionCheck
from data.store.hold import Hold
from firm import Firm
from sms_tui.carrier import Check
from sms_tui.checking import NO_CARRIER
from sms_tui.practice import PracticeCarrier
from sms_tui.worker import Worker
from waiting import eventually


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    firm = Firm.open(tmp_path / "firm.db")
    firm.store.worker.release(firm.fence)
    yield firm
    firm.store.close()


class Troubled(PracticeCarrier):
    """A carrier that answers for one product and finds fault."""

    def check(self) -> Check:
        return Check(("SMS: The API key is wrong.",), ("MESSAGES",))


def asked(firm: Firm, carrier: PracticeCarrier | None) -> ConnectionCheck:
    """Ask, let a worker do one round, and read the answer."""
    check = firm.store.checks.ask(firm.actor)
    worker = firm.store.clone()
    try:
        Worker(worker, carrier, clock=firm.clock).once()
    finally:
        worker.close()
    return firm.store.checks.get(check.id)


def test_the_worker_asks_the_carrier_and_writes_down_what_it_said(firm: Firm) -> None:
    answer = asked(firm, Troubled(clock=firm.clock))
    assert answer.answered_at is not None
    assert answer.problems == ("SMS: The API key is wrong.",)
    assert (answer.carrier, answer.products) == ("practice", ("MESSAGES",))


def test_without_a_carrier_the_answer_says_what_to_set(firm: Firm) -> None:
    answer = asked(firm, None)
    assert (answer.carrier, answer.problems, answer.products) == ("", (NO_CARRIER,), ())


def test_what_the_carrier_refused_when_it_was_last_sent_something_is_said_too(firm: Firm) -> None:
    class Refusing(Troubled):
        def check(self) -> Check:
            Hold(firm.store._context).refused_by_answer("The sending number is not allowed.")
            return Check(products=("SMS",))

    assert asked(firm, Refusing(clock=firm.clock)).problems == (
        "The sending number is not allowed.",
    )


def test_a_running_worker_answers_within_a_second(firm: Firm) -> None:
    stop, store = Event(), firm.store
    thread = Thread(target=_run, args=(store, stop))
    thread.start()
    try:
        eventually(lambda: store.worker.health().holder != "")
        check = store.checks.ask(firm.actor)
        took = eventually(lambda: store.checks.get(check.id).answered_at is not None)
        assert took < 1
    finally:
        stop.set()
        thread.join(10)


def _run(store: Store, stop: Event) -> None:
    own = store.clone()
    try:
        Worker(own, PracticeCarrier()).run(stop)
    finally:
        own.close()
