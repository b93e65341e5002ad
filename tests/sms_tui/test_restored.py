"""A copy in the place of a lost database: what the original sent is found, not sent again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from data.carriage import Outcome
from data.models import MessageStatus
from data.store import Store
from firm import PINNED, Firm
from sms_tui.carrier import always
from sms_tui.practice import PracticeCarrier
from sms_tui.worker import Worker

AT_ONCE = PINNED | {"per_second": 1e9, "poll_lag": timedelta(0)}


class Counting(PracticeCarrier):
    """Counts what it is handed by our reference."""

    def __init__(self, firm: Firm) -> None:
        super().__init__(firm.clock)
        self.handed: Counter[str] = Counter()

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        self.handed[client_ref] += 1
        return super().send(to, body, client_ref, last_look)


def work(path: Path, firm: Firm, carrier: PracticeCarrier) -> None:
    """One round of a worker on a database."""
    store = Store.open(path, pinned=AT_ONCE, clock=firm.clock, create=False)
    Worker(store, carrier, clock=firm.clock).once()
    store.close()


@pytest.mark.parametrize("hours", [0.1, 5, 80])
def test_a_restored_copy_sends_nothing_that_the_original_sent(
    firm: Firm, tmp_path: Path, hours: float
) -> None:
    carrier, copy = Counting(firm), tmp_path / "copy.db"
    leads = [firm.authorized(), firm.authorized()]
    sent, lost = (firm.text(lead) for lead in leads)
    firm.store.worker.release(firm.fence)
    firm.store.backup(copy)
    firm.store.outbox.cancel(firm.actor, lost.id)
    firm.clock.passes(hours=1)
    work(firm.store.path, firm, carrier)
    firm.clock.passes(hours=hours)
    work(copy, firm, carrier)
    assert carrier.handed == {sent.client_ref: 1}
    with_copy = Store.open(copy, clock=firm.clock, create=False)
    assert with_copy.log.get(sent.id).status in (MessageStatus.SENT, MessageStatus.DELIVERED)
    assert with_copy.log.get(lost.id).status is MessageStatus.UNCERTAIN
    with_copy.close()
