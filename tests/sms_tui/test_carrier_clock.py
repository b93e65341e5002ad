"""Which came first, the request or the YES: the carrier's clock says so, whatever ours does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.models import Status
from firm_over_vonage import NUMBER, Firm
from vonage_server import VonageServer
from waiting import eventually


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    with VonageServer() as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca_path)
        firm = Firm(tmp_path / "firm.db", server)
        yield firm
        firm.close()


@pytest.mark.parametrize("ahead", [-55, 0, 55])
@pytest.mark.parametrize(
    ("seconds", "after"), [(-70, "PENDING"), (-3, "PENDING"), (-2, "AUTHORIZED"), (0, "AUTHORIZED")]
)
def test_a_yes_is_newer_than_the_request_by_the_carriers_clock_alone(
    firm: Firm, ahead: int, seconds: int, after: str
) -> None:
    firm.server.set_clock(ahead)
    firm.store.outbox.enqueue_authorization(firm.actor, firm.lead.id)
    assert firm.once().sent == 1
    asked = firm.now().consent
    assert asked is not None
    assert asked.requested_at is not None
    assert abs(asked.requested_at - firm.server.book.now()) < timedelta(seconds=5)
    firm.server.receive(NUMBER, body="ok", at=asked.requested_at + timedelta(seconds=seconds))
    eventually(lambda: firm.once().received == 1)
    assert firm.now().status is Status[after]


def test_the_request_whose_answer_was_lost_left_by_the_carriers_clock_at_its_claim(
    firm: Firm,
) -> None:
    firm.server.set_clock(50)
    firm.once()
    firm.store.outbox.enqueue_authorization(firm.actor, firm.lead.id)
    firm.server.fail_next("reset-after-accept", on="POST")
    firm.server.show_late(3600)
    assert firm.once().uncertain == 1
    asked = firm.now().consent
    assert asked is not None
    assert asked.requested_at is not None
    assert abs(asked.requested_at - firm.server.book.now()) < timedelta(seconds=5)
