"""The ways of somebody at a seat: to the inbox, into a lead and back."""

from __future__ import annotations

from bench.ground import Ground
from bench.seat import Seat
from data.models import Lead
from data.store import Store


def to_inbox(ground: Ground, seat: Seat) -> float:
    """Wait until the inbox just started can be read; the moment."""
    with ground.store() as store:
        count, first = store.inbox.count(), store.inbox.rows(store.inbox.ids()[:1])[0]
    return seat.wait_for(f"{count:,} leads", first.file)


def go_to_lead(seat: Seat, file: str) -> None:
    """From the inbox to a lead by its file number."""
    seat.press("/", file)
    seat.wait_for("1 lead")
    seat.quiet(0.2)
    seat.press("enter")
    seat.wait_for("To ", f"· {file}")
    seat.quiet(0.3)


def back_to_inbox(seat: Seat) -> None:
    """Out of the lead and out of the filter."""
    seat.press("escape")
    seat.wait_for("Show all")
    seat.quiet(0.2)
    seat.press("escape")
    seat.quiet(0.3)


def last_words(store: Store, lead: Lead) -> str:
    """How the newest message of a lead begins: what is there once its log is readable."""
    return store.log.newest(lead.id, 1)[0].body[:10].rstrip()
