"""A carrier whose records show late and whose clock may leap, on a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from data.carriage import InboundRecord, Page
from data.models import Lead, Status
from data.overlaps import POLL
from data.store import Store
from firm import OURS, Firm, Moment
from sms_tui.carrier import CarrierProblem
from sms_tui.polling import Polling
from sms_tui.practice import PracticeCarrier

SECOND = timedelta(seconds=1)


@dataclass
class Late:
    """A record, and when it shows."""

    record: InboundRecord
    shows: datetime


class LateCarrier(PracticeCarrier):
    """Hands out what shows by its true clock, `time`; its answers tell `leap` more.

    `strict`: a window that ends in the future is refused, as the vendor documents it. `down`: no
    question is answered. `returned` counts the records it handed out.
    """

    name = "vonage"
    products: tuple[str, ...] = ("MESSAGES",)

    def __init__(self, time: Moment) -> None:
        super().__init__(time)
        self.time = time
        self.leap = timedelta(0)
        self.strict = self.down = False
        self.returned = 0
        self.windows: list[tuple[datetime, datetime]] = []
        self.written: list[Late] = []

    def arrives(self, sender: str, body: str, *, shows_after: float, product: str = "") -> Late:
        """A client's text arrives now and shows so many seconds later."""
        at = self.time().replace(microsecond=0)
        product = product or self.products[0]
        record = InboundRecord(product, f"in-{len(self.written)}", sender, OURS, body, at)
        late = Late(record, at + timedelta(seconds=shows_after))
        self.written.append(late)
        return late

    def received(
        self, product: str, start: datetime, end: datetime
    ) -> Iterator[Page[InboundRecord]]:
        now = self.time()
        told = (now + self.leap).replace(microsecond=0)
        self.windows.append((start, end))
        if self.down:
            raise CarrierProblem("Vonage answered with an error of its own (503).")
        if self.strict and end > now:
            raise CarrierProblem("Both ends must be in the past (422).", carrier_now=told)
        found = [
            each.record
            for each in self.written
            if each.record.product == product
            and start <= each.record.at < end
            and each.shows <= now
        ]
        self.returned += len(found)
        yield Page(tuple(found), carrier_now=told)


@dataclass
class Watchman:
    """A firm with one lead that may be texted, and a polling that somebody watches."""

    firm: Firm
    lead: Lead
    carrier: LateCarrier
    polling: Polling
    host: Moment = field(default_factory=Moment)

    @classmethod
    def open(cls, path: Path) -> Watchman:
        firm = Firm.open(path)
        lead = firm.authorized()
        carrier = LateCarrier(Moment(firm.clock()))
        polling = Polling(firm.store, carrier, firm.clock, lambda: True)
        return cls(firm, lead, carrier, polling, firm.clock)

    def __enter__(self) -> Watchman:
        return self

    def __exit__(self, *_: object) -> None:
        self.firm.store.close()

    @property
    def store(self) -> Store:
        return self.firm.store

    def passes(self, seconds: float) -> None:
        """Time goes by, here and at the carrier."""
        self.host.passes(seconds=seconds)
        self.carrier.time.passes(seconds=seconds)

    def poll(self) -> bool:
        """One poll now; True when it read everything."""
        self.firm.store.worker.renew(self.firm.fence)
        self.polling.run(self.firm.fence)
        return not self.polling.failed

    def polls(self, seconds: float, every: float = 15) -> None:
        """Polls one after the other for so long."""
        for _ in range(round(seconds / every)):
            self.passes(every)
            self.poll()

    def restarts(self) -> None:
        """The worker ends and another begins: only what the store has is known."""
        self.polling = Polling(self.firm.store, self.carrier, self.host, lambda: True)

    def stop(self, shows_after: float) -> Late:
        assert self.lead.number is not None
        return self.carrier.arrives(self.lead.number, "STOP", shows_after=shows_after)

    @property
    def stopped(self) -> bool:
        return self.firm.status(self.lead) is Status.REVOKED

    def applied(self, late: Late) -> bool:
        return self.store.received.known(late.record)

    def marked(self) -> datetime:
        """Up to when its newest records are read, by the store."""
        return self.store.polls.marks(self.carrier.products[0])[POLL].through
