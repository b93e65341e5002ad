"""A firm whose worker talks over the real SDK to the stand-in for the carrier."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path

from data.clock import utc_now
from data.models import Actor, Lead, MessageStatus, Status
from data.store import Store
from sms_tui.vonage import VonageCarrier
from sms_tui.vonage_account import VonageAccount
from sms_tui.worker import Counts, Worker
from vonage_server import VonageServer
from waiting import eventually

PINNED: dict[str, object] = {
    "business_name": "Acme Relief",
    "business_phone": "+1 800 555 0100",
    "hours_open": time(0, 0),
    "hours_close": time.max,
    "poll_lag": timedelta(0),
    "per_second": 50.0,
}
NUMBER = "+14155550132"


class Clock:
    """The real clock, moved by a test as far as it likes."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class Firm:
    """A store with one lead, a carrier's stand-in, and a worker between them."""

    def __init__(self, path: Path, server: VonageServer) -> None:
        self.clock = Clock()
        self.server = server
        self.store = Store.open(path, pinned=PINNED, clock=self.clock)
        self.store.people.ensure_first_user("alice")
        self.actor = Actor(self.store.people.known_user("alice"), "alice")
        self.lead = self.store.leads.add(self.actor, "Lead One", "LT-1", NUMBER)
        account = VonageAccount(
            api_key=server.api_key,
            api_secret=server.api_secret,
            application_id="",
            private_key="",
            sender="15559870000",
            api_host=server.host,
        )
        self.carrier = VonageCarrier(account, timeout=1, clock=self.clock)
        self.worker = Worker(self.store, self.carrier, clock=self.clock)

    def once(self) -> Counts:
        # A window ends before the millisecond it is asked in: what just happened must be older.
        asked = utc_now()
        eventually(lambda: utc_now() - asked > timedelta(milliseconds=2))
        return self.worker.once()

    def now(self) -> Lead:
        return self.store.leads.get(self.lead.id)

    def text(self, body: str = "Your papers are ready.") -> int:
        return self.store.outbox.enqueue_text(self.actor, self.lead.id, body, "General").message_id

    def status(self, message_id: int) -> MessageStatus:
        return self.store.log.get(message_id).status

    def authorize(self) -> None:
        self.store.outbox.enqueue_authorization(self.actor, self.lead.id)
        self.once()
        self.server.receive(NUMBER, body="YES")
        self.once()
        assert self.now().status is Status.AUTHORIZED
        self.server.posts.clear()

    def close(self) -> None:
        self.carrier.close()
        self.store.close()
