"""Any two things that happen to a number, seconds apart, recorded in either order.

Each pair is played against the store and the model of the table; and where a client wrote both in
one second, both orders must end alike, on the more closed side.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from consent_model import AUTHORIZED, NOT_AUTHORIZED, REVOKED, Known
from data.carriage import Accepted, ReportRecord
from data.errors import Refused
from data.models import Lead
from data.store.outbox import GateRefused
from firm import MONDAY, Firm

WORDS = {"STOP": "STOP", "START": "START", "YES": "Yes", "NO": "No"}
EVENTS = (*WORDS, "request", "revoke", "grant", "carrier")
APART = (-70, -2, -1, 0, 1, 2, 70)
STARTS = {
    "never asked": (),
    "asked": ("request",),
    "authorized": ("request", "YES"),
    "revoked": ("request", "YES", "STOP"),
    "revoked by hand": ("request", "YES", "revoke"),
    "asked after revoking": ("request", "YES", "STOP", "request"),
    "unclear after revoking": ("request", "YES", "STOP", "request", "other"),
}


OFTEN = {"never asked", "asked", "authorized", "asked after revoking"}


def start_of(start: str) -> object:
    """A beginning as a parameter; the rarer ones take their time by themselves."""
    return start if start in OFTEN else pytest.param(start, marks=pytest.mark.long)


class Played:
    """One number of the firm with its model; each event happens at a moment of both."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.known = firm, Known()
        firm.clock.now = MONDAY - timedelta(days=9)
        self.lead: Lead = firm.lead()
        self.sent = 0

    @property
    def status(self) -> str:
        return self.firm.status(self.lead).value

    def play(self, event: str, at: datetime) -> None:
        # What a client wrote may show late; what is done here is done at that moment.
        here = event in ("request", "revoke", "grant")
        self.firm.clock.now = at if here else max(at, self.firm.clock())
        now = self.firm.clock()
        number = str(self.lead.number)
        match event:
            case "request":
                self._request(at)
            case "revoke":
                self.firm.store.consents.revoke(self.firm.actor, number, "call", "Said so")
                self.known.revoke(at, at, own=False)
            case "grant":
                self._grant(number, at)
            case "carrier":
                self._opted_out(at, now)
            case _:
                body = WORDS.get(event, "Who is this?")
                self.firm.says(number, body, at=at)
                self.known.hears(body, at, now)
        self._check()

    def _request(self, at: datetime) -> None:
        outbox = self.firm.store.outbox
        self.firm.work()
        try:
            outbox.enqueue_authorization(
                self.firm.actor, self.lead.id, asked_by="call", note="Rang"
            )
        except GateRefused:
            return
        claim = self.firm.claim()
        if claim is None:
            return
        self.sent = claim.message_id
        assert self.firm.store.dispatch.settle(claim, Accepted(f"out-{self.sent}", at))
        self.known.asked_at(at, claim.claimed_at, self.sent)

    def _grant(self, number: str, at: datetime) -> None:
        try:
            self.firm.store.consents.grant(self.firm.actor, number, "call", "Agrees")
        except Refused:
            assert self.known.own
        else:
            assert not self.known.own
            self.known.granted(at, at)

    def _opted_out(self, at: datetime, now: datetime) -> None:
        if not self.sent:
            return
        message = self.firm.message(self.sent)
        told = self.firm.sql(
            "SELECT 1 FROM consent_events WHERE message_id = :id AND cause = 'carrier'",
            id=self.sent,
        )
        record = ReportRecord("SMS", f"out-{self.sent}", message.client_ref, "failed", "9", at)
        self.firm.store.reports.apply(record)
        if not told:
            self.known.revoke(at, now)

    def _check(self) -> None:
        self.firm.sql("UPDATE messages SET status = 'cancelled' WHERE status = 'queued'")
        consent = self.firm.consent(self.lead)
        known = self.known
        assert (self.status, consent.has_revoked) == (known.status, known.has_revoked)
        assert (consent.requested_at, consent.open_until) == (known.asked, known.open_until)
        assert consent.weak_words == (known.weak[0] if known.weak else "")


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    firm = Firm.open(Path(tmp_path_factory.mktemp("pairs")) / "firm.db")
    firm.sql("PRAGMA synchronous = OFF")
    yield firm
    firm.store.close()


def played(firm: Firm, start: str, *events: tuple[str, datetime]) -> Played:
    """A number that was brought to its beginning days ago, and what then happened."""
    number = Played(firm)
    for day, event in enumerate(STARTS[start]):
        number.play(event, MONDAY - timedelta(days=8 - day, minutes=day))
    for event, at in events:
        number.play(event, at)
    return number


@pytest.mark.parametrize("first", EVENTS)
@pytest.mark.parametrize("start", [start_of(start) for start in STARTS])
def test_two_events_do_what_the_table_says(playground: Firm, start: str, first: str) -> None:
    for then, apart in product(EVENTS, APART):
        later = MONDAY + timedelta(seconds=apart)
        played(playground, start, (first, MONDAY), (then, later))


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(
    ("first", "then"),
    [("STOP", "START"), ("STOP", "YES"), ("NO", "START"), ("NO", "YES"), ("revoke", "START")],
)
@pytest.mark.parametrize("within", [0, 999])
def test_of_two_words_in_one_second_the_more_closed_one_stands_in_either_order(
    playground: Firm, start: str, first: str, then: str, within: int
) -> None:
    at = MONDAY + timedelta(milliseconds=within)
    alone = played(playground, start, (first, MONDAY)).status
    ends = {
        played(playground, start, (first, MONDAY), (then, at)).status,
        played(playground, start, (first, at), (then, MONDAY)).status,
        played(playground, start, (then, MONDAY), (first, at)).status,
        played(playground, start, (then, at), (first, MONDAY)).status,
    }
    assert len(ends) == 1
    if first in ("STOP", "revoke"):
        assert ends == {REVOKED}
    elif start != "authorized":
        assert ends <= {alone, NOT_AUTHORIZED, REVOKED}
        assert AUTHORIZED not in ends
