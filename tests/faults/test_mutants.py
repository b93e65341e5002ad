"""Workers that are wrong on purpose: each is caught by a row of the matrix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data.errors import Refused
from data.models import MessageStatus
from data.store import outbox
from faults_answers import LOST, meet
from faults_files import forged, named_twice, replaced_at, replaced_at_rest
from faults_kills import die_often
from faults_lease import overtaken, refused_after_stop, revoked_meanwhile, still_on_the_wire
from faults_mutants import MUTANTS
from faults_nursery import Nursery
from faults_yard import Yard

# The mutant, the row of the matrix that is let loose on it, and what the row must say.
CATCHES: dict[str, tuple[Callable[[Yard], None], str]] = {
    "resends_uncertain": (
        lambda yard: die_often(yard, "after the request", 1, mutant="resends_uncertain"),
        "was posted again",
    ),
    "asks_no_consent": (
        lambda yard: die_often(yard, "after settle", 1, mutant="asks_no_consent"),
        "claimed after STOP",
    ),
    "knows_no_fence": (
        lambda yard: overtaken(yard, "after claim commit", mutant="knows_no_fence"),
        "the old one changed something",
    ),
    "forgets_the_return": (
        lambda yard: refused_after_stop(yard, mutant="forgets_the_return"),
        "sent after STOP",
    ),
    "takes_over_at_once": (
        lambda yard: still_on_the_wire(yard, mutant="takes_over_at_once"),
        "given up while it may be on the wire",
    ),
    "moves_cursor_first": (
        lambda yard: die_often(yard, "after a page", 1, mutant="moves_cursor_first"),
        "it did not happen",
    ),
    "looks_no_more": (
        lambda yard: revoked_meanwhile(yard, "at the wire", mutant="looks_no_more"),
        "sent after STOP",
    ),
    "posts_again": (
        lambda yard: meet(yard, LOST[2:3], 1, mutant="posts_again"),
        "closed after acceptance",
    ),
    "recovers_nothing": (
        lambda yard: die_often(yard, "after claim commit", 1, mutant="recovers_nothing"),
        "it did not happen",
    ),
    "knows_no_other_file": (
        lambda yard: replaced_at(yard, "at the wire", mutant="knows_no_other_file"),
        "did not end|sent from a file that is not in its place",
    ),
    "knows_no_second_name": (
        lambda yard: named_twice(yard, mutant="knows_no_second_name"),
        "did not end",
    ),
    "trusts_a_copy": (
        lambda yard: replaced_at_rest(yard, mutant="trusts_a_copy"),
        "sent or answered twice",
    ),
    "answers_once_more": (
        lambda yard: replaced_at_rest(yard, mutant="answers_once_more"),
        "sent or answered twice",
    ),
    "trusts_the_ledger": (
        lambda yard: forged(yard, mutant="trusts_the_ledger"),
        "sent by a made-up row",
    ),
}


def test_every_mutant_has_a_row_that_catches_it() -> None:
    assert set(CATCHES) == set(MUTANTS)


# These two wait for a worker of another process to end by itself.
_SLOW = {"knows_no_other_file", "knows_no_second_name"}


@pytest.mark.parametrize(
    "mutant",
    [pytest.param(one, marks=pytest.mark.long) if one in _SLOW else one for one in CATCHES],
)
def test_the_matrix_catches_it(tmp_path: Path, nursery: Nursery, mutant: str) -> None:
    row, words = CATCHES[mutant]
    with Yard(tmp_path, nursery, poll_overlap=0) as yard:
        yard.patience = 3
        with pytest.raises(AssertionError, match=words):
            row(yard)


def _sent_again_too_early(yard: Yard) -> None:
    """A person sends again what the carrier takes a moment later."""
    message_id = yard.queue(yard.leads[0])
    assert message_id
    yard.dies("after the request")
    yard.server.show_late(3600)
    fence = yard.store.worker.acquire("elsewhere:1:1")
    assert fence
    assert yard.store.dispatch.recover(fence) == 1
    yard.store.worker.release(fence)
    assert yard.store.log.get(message_id).status is MessageStatus.UNCERTAIN
    with pytest.raises(Refused, match="may still report"):
        yard.store.outbox.send_again(yard.actor, message_id)
    yard.settle_down()
    yard.holds()


def test_nobody_sends_again_what_may_still_be_on_the_wire(tmp_path: Path, nursery: Nursery) -> None:
    with Yard(tmp_path, nursery) as yard:
        _sent_again_too_early(yard)


def test_the_matrix_catches_a_decision_without_quiet_time(
    tmp_path: Path, nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "QUIET_TIME", outbox.QUIET_TIME * 0)
    with (
        Yard(tmp_path, nursery) as yard,
        pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"),
    ):
        _sent_again_too_early(yard)
