"""`sms-tui --demo`: the app on a throw-away database, with phones that answer by themselves.

A dozen leads in every status are made through the store's own operations, with a clock that walks
through the past days: what the demo shows is what the rules made of it. All names are plainly demo.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from data.carriage import Accepted, InboundRecord, ReportRecord, Unknown
from data.clock import utc_now
from data.models import Actor, Lead
from data.store import Store
from sms_tui.practice import PRODUCT

PINNED: dict[str, object] = {
    "business_name": "Demo Relief",
    "business_phone": "+1 800 555 0100",
    "hours_open": time(0, 0),
    "hours_close": time.max,
    "poll_interval": timedelta(seconds=1),
    "poll_lag": timedelta(0),
    "per_second": 5.0,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happens in a demo lead's past, `ago` before now.

    `who` is "ask" (an authorization request), "us" (a text) or "client"; `end` is how the
    carrier left ours: delivered, sent, failed or lost (no answer).
    """

    ago: timedelta
    who: str
    body: str = ""
    category: str = "General"
    end: str = "delivered"


def _days(days: float, minutes: float = 0) -> timedelta:
    return timedelta(days=days, minutes=minutes)


# name, file, mobile, zone, past. The last digit of a mobile says how its phone answers.
LEADS: tuple[tuple[str, str, str, str | None, tuple[Line, ...]], ...] = (
    ("Maria Demo", "D-10482", "+1 415 555 0140", "America/Los_Angeles", (
        Line(_days(11, 20), "ask"),
        Line(_days(11, 17), "client", "YES"),
        Line(_days(4), "us", "Your review is on Thursday at 10. Does that suit you?",
             "Appointment"),
        Line(_days(3.98), "client", "Yes that works, thank you!"),
        Line(_days(0, 42), "client", "Hi, can I drop the papers off today? I finish at 4 and could"
             " be there around half past."),
        Line(_days(0, 40), "us", "Yes, until 5 pm. Bring the signed page 3 as well, please.",
             "Documents"),
        Line(_days(0, 39), "client", "Thank you 🙏"),
        Line(_days(0, 38), "us", "See you then!", "Documents"),
    )),
    ("Juan Demo", "D-10007", "+1 415 555 0140", "America/Los_Angeles", ()),
    ("Aisha Demo", "D-10015", "+1 212 555 0154", None, (
        Line(_days(6), "ask"),
        Line(_days(5.99), "client", "Yes please"),
        Line(_days(0, 12), "client", "Did my payment go through? The bank shows two of them."),
    )),
    ("Bo Demo", "D-10023", "+1 312 555 0165", None, (
        Line(_days(2), "ask"),
        Line(_days(1.99), "client", "ok"),
        Line(_days(1, 30), "us", "We are still missing your June statement.", "Documents"),
        Line(_days(0, 95), "client", "cancel my appointment on friday please"),
    )),
    ("Chen Demo", "D-10031", "+1 713 555 0132", None, (Line(_days(1, 5), "ask"),)),
    ("Dana Demo", "D-10044", "+1 602 555 0141", None, (
        Line(_days(3), "ask"),
        Line(_days(2.99), "client", "NO"),
    )),
    ("Eli Demo", "D-10058", "+1 303 555 0143", None, (
        Line(_days(2, 10), "ask"),
        Line(_days(2), "client", "who is this?"),
    )),
    ("Farah Demo", "D-10066", "+1 617 555 0178", None, (
        Line(_days(20), "ask"),
        Line(_days(19.9), "client", "Yes"),
        Line(_days(9), "us", "A reminder: your appointment is tomorrow at 3 pm.", "Appointment"),
        Line(_days(8.98), "client", "STOP"),
    )),
    ("Gus Demo", "D-10072", "+1 206 555 0129", None, (Line(_days(1, 50), "ask", end="failed"),)),
    ("Hana Demo", "D-10081", "+1 404 555 0187", None, (
        Line(_days(7), "ask"),
        Line(_days(6.9), "client", "Sí"),
        Line(_days(0, 200), "us", "Your documents are ready to be picked up.", "Documents", "lost"),
    )),
    ("Ivo Demo", "D-10090", "+1 305 555 0196", None, ()),
    ("Jun Demo", "D-10099", "+44 7700 900144", "Europe/London", ()),
)  # fmt: skip


@contextmanager
def demo_store(user: str) -> Iterator[Path]:
    """A filled throw-away database, removed with its folder at the end."""
    with tempfile.TemporaryDirectory(prefix="sms-tui-demo-") as folder:
        path = Path(folder) / "demo.db"
        fill(path, user)
        yield path


def fill(path: Path, user: str) -> None:
    """Make the demo's leads and their past in a new database."""
    past = _Past()
    store = Store.open(path, pinned=PINNED, clock=past.now)
    try:
        store.people.ensure_first_user(user)
        first = store.people.known_user(user)
        past.play(store, Actor(first, user))
    finally:
        store.close()


class _Past:
    """Plays the leads' past in the order it happened, with its own clock."""

    def __init__(self) -> None:
        self._today = utc_now()
        self._moment = self._today - timedelta(days=30)
        self._records = 0

    def now(self) -> datetime:
        return self._moment

    def play(self, store: Store, actor: Actor) -> None:
        leads = {}
        for name, file, mobile, zone, _ in LEADS:
            leads[file] = store.leads.add(actor, name, file, mobile, zone)
        fence = store.worker.acquire("demo")
        assert fence is not None, "nobody else has a database that was just made"
        lines = sorted(
            ((line, leads[file]) for _, file, _, _, past in LEADS for line in past),
            key=lambda pair: pair[0].ago,
            reverse=True,
        )
        for line, lead in lines:
            self._moment = self._today - line.ago
            self._happen(store, actor, fence, lead, line)
        self._moment = self._today
        store.worker.release(fence)

    def _happen(self, store: Store, actor: Actor, fence: int, lead: Lead, line: Line) -> None:
        store.worker.renew(fence)
        store.worker.poll_state("practice")
        store.worker.polled(self._moment)
        if line.who == "client":
            self._receive(store, lead, line)
        elif line.who == "ask":
            store.outbox.enqueue_authorization(actor, lead.id)
        else:
            store.outbox.enqueue_text(actor, lead.id, line.body, line.category)
        self._send_all(store, fence, line)

    def _receive(self, store: Store, lead: Lead, line: Line) -> None:
        assert lead.number is not None, "every demo lead has a number"
        self._records += 1
        store.received.record(
            InboundRecord(
                PRODUCT, f"demo-in-{self._records}", lead.number, "", line.body, self._moment
            )
        )

    def _send_all(self, store: Store, fence: int, line: Line) -> None:
        """Send what the line put into the outbox, and the automatic replies to it."""
        while claim := store.dispatch.claim(fence):
            self._records += 1
            carrier_id = f"demo-out-{self._records}"
            if line.end == "lost":
                store.dispatch.settle(claim, Unknown("The carrier did not answer."))
                continue
            store.dispatch.settle(claim, Accepted(carrier_id))
            status = {"failed": "undeliverable"}.get(line.end, line.end)
            store.reports.apply(ReportRecord(PRODUCT, carrier_id, None, status, ""))
