"""Two installations on one account: each hears what is said to it, and every STOP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest

from data.clock import utc_now
from data.models import Actor, Status
from data.store import Store
from sms_tui.vonage import VonageCarrier
from sms_tui.worker import Worker
from vonage_server import VonageServer, account
from waiting import eventually

NUMBER = "+14155550132"
FIRST, SECOND = "15559870000", "15559870001"
PINNED: dict[str, object] = {
    "business_name": "Acme Relief",
    "hours_open": time(0, 0),
    "hours_close": time.max,
    "poll_lag": timedelta(0),
    "per_second": 50.0,
}


class Installation:
    """One firm's store and worker; its texts leave from `sender`."""

    def __init__(self, path: Path, server: VonageServer, sender: str) -> None:
        number = f"+{sender}"
        self.sender = sender
        self.store = Store.open(
            path, pinned=PINNED, own_numbers=frozenset([number]), sending_number=number
        )
        self.store.people.ensure_first_user("alice")
        actor = Actor(self.store.people.known_user("alice"), "alice")
        self.lead = self.store.leads.add(actor, "Demo Client", "LT-1", NUMBER)
        self.carrier = VonageCarrier(account(server, sender=number), timeout=1)
        self.worker = Worker(self.store, self.carrier)
        self.store.outbox.enqueue_authorization(actor, self.lead.id)
        self.round()

    def round(self) -> None:
        asked = utc_now()
        eventually(lambda: utc_now() - asked > timedelta(milliseconds=2))
        self.worker.once()

    @property
    def status(self) -> Status:
        return self.store.leads.get(self.lead.id).status

    def close(self) -> None:
        self.carrier.close()
        self.store.close()


@pytest.fixture
def both(server: VonageServer, tmp_path: Path) -> Iterator[tuple[Installation, Installation]]:
    first = Installation(tmp_path / "first.db", server, FIRST)
    second = Installation(tmp_path / "second.db", server, SECOND)
    yield first, second
    first.close()
    second.close()


def heard(
    server: VonageServer, both: tuple[Installation, Installation], body: str, to: str = FIRST
) -> list[Status]:
    for product in ("MESSAGES", "SMS"):
        server.receive(NUMBER, body=body, product=product, to=to)
    for installation in both:
        installation.round()
    return [installation.status for installation in both]


def test_a_yes_is_heard_by_whom_it_was_sent_to(
    server: VonageServer, both: tuple[Installation, Installation]
) -> None:
    assert heard(server, both, "YES") == [Status.AUTHORIZED, Status.PENDING]
    assert len(both[1].store.log.newest(both[1].lead.id)) == 1
    assert both[1].store.received.elsewhere(timedelta(days=7)) == {f"+{FIRST}": 2}
    assert heard(server, both, "yes", to=SECOND) == [Status.AUTHORIZED, Status.AUTHORIZED]


def test_a_stop_is_heard_by_both_and_confirmed_by_one(
    server: VonageServer, both: tuple[Installation, Installation]
) -> None:
    heard(server, both, "YES")
    server.posts.clear()
    assert heard(server, both, "STOP") == [Status.REVOKED, Status.REVOKED]
    assert [post.body["from"] for post in server.posts] == [FIRST]


@pytest.mark.parametrize("provider", ["whatsapp", "rcs"])
def test_a_yes_by_another_network_authorizes_neither(
    server: VonageServer, both: tuple[Installation, Installation], provider: str
) -> None:
    server.receive(NUMBER, body="YES", to=FIRST, provider=provider)
    for installation in both:
        installation.round()
        assert installation.status is Status.PENDING
    assert both[0].store.leads.get(both[0].lead.id).needs_reply


def test_the_end_of_a_long_text_that_comes_in_the_same_poll_authorizes_nobody(
    server: VonageServer, both: tuple[Installation, Installation]
) -> None:
    at = utc_now()
    server.receive(NUMBER, body="ok", to=FIRST, product="SMS", at=at)
    server.receive(NUMBER, body="x" * 153, to=FIRST, product="SMS", at=at)
    both[0].round()
    assert both[0].status is not Status.AUTHORIZED
