"""Workers that are wrong on purpose: the matrix must catch every one of them.

Each takes a rig (`faults_child.Rig`) and leaves out one of the safeguards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from data.carriage import Held, Unknown
from data.overlaps import Mark, overlaps
from data.verdict import Verdict


def resends_uncertain(rig: Any) -> None:
    """What may have been sent goes back to the queue."""
    settling = rig.store.dispatch._settling
    settling.to_uncertain = lambda row, words: settling._back_to_queue(row, Held(words))


def asks_no_consent(rig: Any) -> None:
    """Neither the gate nor the triggers nor the last look ask for consent."""
    _drop(rig, "text_needs_consent", "confirmation_needs_consent", "texts_end_with_consent")
    rig.store.gatekeeper.verdict = lambda *_args, **_kwargs: Verdict()
    rig.store.dispatch._consent_holds = lambda *_: True


def knows_no_fence(rig: Any) -> None:
    """Whoever comes is taken for the holder of the lease."""
    store = rig.store

    def current(_: Any = None) -> int:
        return int(store._database.value("SELECT fence FROM worker"))

    renew, claim = store.worker.renew, store.dispatch.claim
    settle, valid = store.dispatch.settle, store.dispatch.still_valid
    store.dispatch.claim = lambda _: claim(current())
    store.worker.check = lambda _: None
    store.worker.renew = lambda _: renew(current())
    store.dispatch.settle = lambda claim, outcome: settle(_as_stored(rig, claim), outcome)
    store.dispatch.still_valid = lambda claim: valid(_as_stored(rig, claim))


def _as_stored(rig: Any, claim: Any) -> Any:
    fence = "SELECT fence FROM messages WHERE id = :id"
    return replace(claim, fence=rig.store._database.value(fence, id=claim.message_id))


def forgets_the_return(rig: Any) -> None:
    """A text that comes back to the queue is not asked for its consent."""
    _drop(rig, "text_returns_to_queue", "request_returns_to_queue")
    rig.store.dispatch._settling._revoked_meanwhile = lambda _: False


def takes_over_at_once(_: Any) -> None:
    """A lease that ran out is taken while its holder's request may still be on the wire."""
    from data.store import worker

    worker.QUIET = timedelta(0)


def moves_cursor_first(rig: Any) -> None:
    """The mark of what was read moves before what was read is kept."""
    windows, mark = rig.worker._polling._windows, rig.store.polls.mark
    read = windows.read

    def wrapped(carrier: Any, product: str, start: Any, end: Any, *rest: Any) -> None:
        for overlap in overlaps(rig.store.rules()):
            mark(product, overlap.name, Mark(end, rig.store.checkup.now()))
        read(carrier, product, start, end, *rest)

    windows.read = wrapped


def looks_no_more(rig: Any) -> None:
    """No last look before the wire."""
    rig.store.dispatch.still_valid = lambda _: True


def posts_again(rig: Any) -> None:
    """A request without an answer is repeated at once, as the vendor's client would by itself."""
    send = rig.carrier.send

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        outcome = send(*args, **kwargs)
        return send(*args, **kwargs) if isinstance(outcome, Unknown) else outcome

    rig.carrier.send = wrapped


def recovers_nothing(rig: Any) -> None:
    """What a dead worker left behind is not looked at."""
    rig.store.dispatch.recover = lambda _: 0


def knows_no_other_file(_: Any) -> None:
    """Whatever file is in the database's place is taken for it."""
    from data.one_file import OneFile

    there = OneFile._status
    OneFile._status = lambda self: there(OneFile.at(self.path))  # type: ignore[method-assign]


def knows_no_second_name(_: Any) -> None:
    """A file may have as many names as there are."""
    from data.one_file import OneFile

    OneFile.demand_alone = OneFile.demand_in_place  # type: ignore[method-assign]


def trusts_a_copy(rig: Any) -> None:
    """What waits in a copy is sent, though the original may have sent it."""
    rig.store.worker._know_file = lambda _: None


def answers_once_more(rig: Any) -> None:
    """What the original answered is answered by the copy as well."""
    rig.store.received._replies._before_this_copy = lambda _: False


def trusts_the_ledger(rig: Any) -> None:
    """No row of the ledger is looked at before a claim."""
    rig.store.safeguards._chain.holds = lambda: True
    rig.store.safeguards.explains = lambda _: True


def _drop(rig: Any, *triggers: str) -> None:
    for name in triggers:
        rig.store._database.run(f"DROP TRIGGER IF EXISTS {name}")
    rig.store.safeguards.whole = lambda: True


MUTANTS: dict[str, Callable[[Any], None]] = {
    each.__name__: each
    for each in (
        resends_uncertain, asks_no_consent, knows_no_fence, forgets_the_return,
        takes_over_at_once, moves_cursor_first, looks_no_more, posts_again, recovers_nothing,
        knows_no_other_file, knows_no_second_name, trusts_a_copy, answers_once_more,
        trusts_the_ledger,
    )
}  # fmt: skip
