"""The lease of the one worker, its health, its place in the carrier's records."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from data.store import Store
from data.store.hold import Hold
from data.store.worker import LeaseLost, this_process
from firm import MONDAY, Firm

ELSEWHERE = "another-host:1:1"


@pytest.fixture
def other(firm: Firm) -> Iterator[Store]:
    """A second connection to the same database; nobody holds the lease."""
    firm.store.worker.release(firm.fence)
    store = firm.store.clone()
    yield store
    store.close()


def test_one_worker_at_a_time(store: Store, other: Store) -> None:
    fence = store.worker.acquire(this_process())
    assert fence is not None
    assert other.worker.acquire(ELSEWHERE) is None
    assert other.worker.acquire(this_process()) is None
    store.worker.release(fence)
    assert other.worker.acquire(ELSEWHERE) == fence + 1


def test_a_lease_is_held_as_long_as_it_is_renewed(firm: Firm, other: Store) -> None:
    fence = firm.store.worker.acquire(ELSEWHERE)
    assert fence is not None
    for _ in range(10):
        firm.clock.passes(seconds=29)
        firm.store.worker.renew(fence)
        assert other.worker.acquire(this_process()) is None
    firm.store.worker.check(fence)


def test_a_lease_that_ran_out_is_free_after_a_quiet_time(firm: Firm, other: Store) -> None:
    fence = firm.store.worker.acquire(ELSEWHERE)
    assert fence is not None
    firm.clock.passes(seconds=89)
    with pytest.raises(LeaseLost):
        firm.store.worker.check(fence)
    assert other.worker.acquire(this_process()) is None
    firm.clock.passes(seconds=1)
    assert other.worker.acquire(this_process()) == fence + 1
    with pytest.raises(LeaseLost):
        firm.store.worker.renew(fence)
    firm.store.worker.release(fence)
    other.worker.check(fence + 1)


def test_a_worker_that_was_late_goes_on_when_nobody_took_over(firm: Firm, other: Store) -> None:
    fence = other.worker.acquire(ELSEWHERE)
    assert fence is not None
    firm.clock.passes(seconds=100)
    other.worker.renew(fence)
    other.worker.check(fence)


def test_the_lease_of_a_process_that_is_gone_is_free_at_once(store: Store, other: Store) -> None:
    program = (
        "from data.store.worker import this_process; print(this_process(), flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        holder = child.stdout.readline().strip()
        fence = store.worker.acquire(holder)
        assert fence is not None
        assert other.worker.acquire(this_process()) is None
        assert other.worker.health().alive
        child.communicate("\n")
    assert not other.worker.health().alive
    assert other.worker.acquire(this_process()) == fence + 1


def test_a_process_with_the_number_of_a_dead_one_is_not_taken_for_it(
    store: Store, other: Store
) -> None:
    place = this_process().rpartition(":")[0]
    fence = store.worker.acquire(f"{place}:1")
    assert other.worker.acquire(ELSEWHERE) == (fence or 0) + 1


def test_a_process_of_another_set_of_process_numbers_is_not_taken_for_dead(
    store: Store, other: Store
) -> None:
    boot, _, _ = this_process().partition("/")
    assert store.worker.acquire(f"{boot}/1:{os.getpid()}:1") is not None
    assert other.worker.acquire(this_process()) is None


def test_health_says_who_works_and_what_the_carrier_said(firm: Firm) -> None:
    worker = firm.store.worker
    health = worker.health()
    assert (health.alive, health.carrier, health.last_poll_at) == (True, "practice", MONDAY)
    worker.poll_state("ok")
    worker.poll_state("", "The carrier did not answer.")
    assert (worker.health().carrier, worker.health().problem) == (
        "ok",
        "The carrier did not answer.",
    )
    worker.poll_state("ok")
    hold = Hold(firm.store._context)
    hold.refused_by_answer("No credit.")
    assert (worker.health().carrier, worker.health().problem) == ("refused", "No credit.")
    hold.passed_by_answer()
    assert (worker.health().carrier, worker.health().problem) == ("ok", "")
    firm.clock.passes(seconds=60)
    assert not worker.health().alive
    worker.release(firm.fence)
    assert worker.health().holder == ""


def test_what_fails_now_is_said_while_the_hold_of_a_refusal_stays(firm: Firm) -> None:
    worker, message = firm.store.worker, firm.text(firm.authorized())
    worker.poll_state("refused", "Vonage refuses the API key or secret (401).")
    worker.poll_state("", "api.nexmo.com cannot be reached.")
    health = worker.health()
    assert (health.carrier, health.problem) == ("unreachable", "api.nexmo.com cannot be reached.")
    firm.store.worker.renew(firm.fence)
    assert firm.store.dispatch.claim(firm.fence) is None
    assert "cannot be reached" in firm.message(message.id).reason
    assert "refuses the API key" not in firm.message(message.id).reason
    worker.poll_state("", "")
    assert worker.health().problem == "api.nexmo.com cannot be reached."
    worker.poll_state("refused", "Vonage refuses the API key or secret (401).")
    assert worker.health().carrier == "refused"
    worker.poll_state("ok")
    assert (worker.health().carrier, worker.health().problem) == ("ok", "")
