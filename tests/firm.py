"""A firm to test with: a store in a temporary file, a clock that the test moves, an admin.

Numbers become Authorized the honest way: a request is queued, claimed and accepted, and the client
answers YES. Nothing here writes around the store's own operations but `sql`.
"""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from data.carriage import Accepted, Claim, InboundRecord, Outcome, ReportRecord
from data.models import Actor, Consent, Effect, Lead, Message, Permission, Status
from data.store import Store

# A Monday, 10:00 in San Francisco and 13:00 in New York: texts may go out everywhere.
MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
PINNED = {"business_name": "Acme Relief", "business_phone": "+1 800 555 0100"}
OURS = "+15559870000"


@cache
def empty_database() -> bytes:
    """A database without a row, for the tests to begin with: its schema takes 40 ms to make."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store.open(path).close()
        return path.read_bytes()


class Moment:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> datetime:
        """Move on by a `timedelta` of these."""
        self.now += timedelta(**span)
        return self.now


@dataclass
class Firm:
    """One store with its clock and its first user, and the carrier's side of it."""

    store: Store
    clock: Moment
    actor: Actor
    fence: int = 0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(100))
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def open(cls, path: Path, clock: Moment | None = None, *own_numbers: str) -> Firm:
        """A new firm whose worker has just polled; it sends from the first of its numbers."""
        clock = clock or Moment()
        if path.parent.is_dir() and not path.exists():
            path.write_bytes(empty_database())
            path.chmod(0o600)
        store = Store.open(
            path,
            pinned=PINNED,
            clock=clock,
            own_numbers=frozenset(own_numbers),
            sending_number=own_numbers[0] if own_numbers else "",
        )
        store.people.ensure_first_user("ann")
        user = store.people.user("ann")
        assert user is not None
        firm = cls(store, clock, Actor(user, "ann"))
        firm.work()
        return firm

    def work(self) -> int:
        """The fence of a lease that is held now, with a poll that is fresh."""
        if not self.fence:
            self.fence = self.store.worker.acquire("elsewhere:1:1") or 0
            assert self.fence, "the lease is held by somebody else"
            self.store.worker.poll_state("practice")
        self.store.worker.renew(self.fence)
        self.store.worker.polled(self.clock())
        return self.fence

    def mobile(self) -> str:
        """A number in San Francisco that nobody has yet."""
        return f"+1415555{next(self._numbers):04}"

    def lead(self, mobile: str | None = None, **fields: Any) -> Lead:
        """A new lead, with a number of its own unless one is given."""
        n = next(self._ids)
        given = {"name": f"Demo Client {n}", "file": f"F-{n:04}"} | fields
        return self.store.leads.add(self.actor, mobile=mobile or self.mobile(), **given)

    def user(self, name: str, *allowed: Permission) -> Actor:
        """A new user with these permissions of their own."""
        user = self.store.people.add_user(self.actor, name)
        for permission in allowed:
            self.store.people.set_permission(self.actor, user, permission, Effect.ALLOW)
        return Actor(user, "ann")

    def claim(self) -> Claim | None:
        return self.store.dispatch.claim(self.work())

    def send(self, outcome: Outcome | None = None) -> Claim:
        """Claim the next message and settle it, as accepted unless told otherwise."""
        claim = self.claim()
        assert claim is not None, "nothing may go out"
        assert self.store.dispatch.settle(claim, outcome or Accepted(f"out-{claim.message_id}"))
        return claim

    def says(
        self,
        number: str | None,
        body: str,
        *,
        at: datetime | None = None,
        product: str = "SMS",
        carrier_id: str | None = None,
    ) -> bool:
        """A text from a client is received; True when it is new."""
        assert number is not None
        carrier_id = carrier_id or f"in-{next(self._ids)}"
        record = InboundRecord(product, carrier_id, number, OURS, body, at or self.clock())
        return self.store.received.record(record)

    def reports(
        self,
        claim: Claim,
        status: str,
        error_code: str = "",
        *,
        product: str = "MESSAGES",
        **fields: str | None,
    ) -> bool:
        """The carrier reports on a message; True when that changed it."""
        carrier_id = fields.get("carrier_id", f"out-{claim.message_id}") or ""
        client_ref = fields.get("client_ref", claim.client_ref)
        record = ReportRecord(product, carrier_id, client_ref, status, error_code)
        return self.store.reports.apply(record)

    def request(self, lead: Lead) -> Claim:
        """Ask a lead for authorization: queued, claimed, accepted."""
        self.store.outbox.enqueue_authorization(self.actor, lead.id)
        return self.send()

    def authorize(self, lead: Lead) -> Lead:
        """Bring a lead to Authorized, and send the confirmation."""
        self.request(lead)
        self.clock.passes(seconds=20)
        self.says(lead.number, "Yes")
        self.clock.passes(seconds=20)
        self.send()
        assert self.status(lead) is Status.AUTHORIZED
        return self.store.leads.get(lead.id)

    def authorized(self, mobile: str | None = None, **fields: Any) -> Lead:
        """A new lead that may be texted."""
        return self.authorize(self.lead(mobile, **fields))

    def text(self, lead: Lead, body: str = "Your papers are ready.") -> Message:
        """Queue a text."""
        queued = self.store.outbox.enqueue_text(self.actor, lead.id, body, "General")
        return self.message(queued.message_id)

    def message(self, message_id: int) -> Message:
        return self.store.log.get(message_id)

    def consent(self, lead: Lead) -> Consent:
        consent = self.store.leads.get(lead.id).consent
        assert consent is not None
        return consent

    def weak(self, lead: Lead) -> int:
        """The reply of a lead that waits for a judgement."""
        message_id = self.consent(lead).weak_message_id
        assert message_id is not None, "no reply waits"
        return message_id

    def status(self, lead: Lead) -> Status:
        return self.consent(lead).status

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Run SQL around the store, as a mistaken program would."""
        database = self.store._database
        return [tuple(row) for row in database.all(statement, **values)]
