"""A firm's store beside a model of its numbers, and what must always hold between the two."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from consent_model import AUTHORIZED, NOT_AUTHORIZED, PATHS, REVOKED, Known
from data.carriage import Claim
from data.clock import from_text
from data.models import Actor, Kind, Lead, Message, Permission
from firm import OURS, Firm

ANN, BOB = "ann", "bob"
SAN_FRANCISCO = ZoneInfo("America/Los_Angeles")  # Where the firm's clients have their numbers.


class FirmBesideModel(RuleBasedStateMachine):
    """The state of a run and its invariants; the acts are the subclass's."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.firm = Firm.open(Path(self.folder.name) / "firm.db", None, OURS)
        self.firm.sql("PRAGMA synchronous = OFF")  # What a power cut does is not played here.
        self.numbers = [self.firm.mobile() for _ in range(3)]
        self.known = {number: Known() for number in self.numbers}
        self.claims: list[Claim] = []
        self.claimed: Counter[int] = Counter()
        self.returned: Counter[int] = Counter()
        self.before: dict[int, tuple[Any, ...]] = {}
        self.heard: list[tuple[str, str]] = []
        self.ahead = timedelta(0)
        # When each automatic reply was last claimed, with its number and kind.
        self.replies: dict[int, tuple[datetime, str, str]] = {}

    @initialize()
    def a_firm_with_three_leads_of_two_numbers(self) -> None:
        self.bob = self.firm.user(BOB, Permission.SMS)
        self.may = {ANN: True, BOB: True}
        first, second = self.numbers[:2]
        self.leads = [self.firm.lead(number).id for number in (first, first, second)]

    def teardown(self) -> None:
        self.firm.store.close()
        self.folder.cleanup()

    def lead(self, pick: int) -> Lead:
        return self.firm.store.leads.get(self.leads[pick % len(self.leads)])

    def actor(self, pick: int) -> Actor:
        return (self.firm.actor, self.bob)[pick % 2]

    def carrier_now(self) -> datetime:
        """The carrier's clock, as the worker has learned it."""
        return self.firm.clock() + self.ahead

    def texted(self, number: str) -> bool:
        """Whether a text left, or may have, since this number is Authorized."""
        since = self.known[number].authorized_seen
        texts = self.firm.sql(
            "SELECT at FROM messages JOIN numbers ON numbers.id = number_id WHERE e164 = :number"
            " AND kind = 'text' AND messages.status IN ('sending', 'sent', 'delivered',"
            " 'uncertain')",
            number=number,
        )
        return since is not None and any(from_text(at) >= since for (at,) in texts)

    def it_was_asked(self, claim: Claim, taken_at: datetime | None = None) -> None:
        """A request left when the carrier says, else not before its claim."""
        at = taken_at or claim.claimed_at + self.ahead
        self.known[claim.to].asked_at(at, claim.claimed_at, claim.message_id)

    # What must hold when a message is claimed and just before the wire

    def may_be_claimed(self, claim: Claim) -> None:
        message, now = self.firm.message(claim.message_id), self.firm.clock()
        known = self.known[claim.to]
        [(template,)] = self.firm.sql("SELECT template FROM messages WHERE id = :id", id=message.id)
        assert self.claimed[message.id] <= 1 + self.returned[message.id]
        assert now - self.first_chance(message) <= timedelta(hours=12)
        polled = self.firm.store.worker.health().last_poll_at
        assert polled is not None
        assert now - polled <= timedelta(minutes=15)
        if claim.kind is Kind.TEXT or template == "confirmed":
            assert known.status == AUTHORIZED
        if claim.kind is Kind.AUTHORIZATION:
            assert known.status != AUTHORIZED
            assert known.asked is None or now >= known.asked + timedelta(hours=24)
            stopped = known.revocation_seen if known.status == REVOKED else None
            assert stopped is None or stopped <= message.at
        if claim.kind is not Kind.AUTOMATIC:
            assert not known.weak
            assert self.may[message.author]
            assert 8 <= now.astimezone(SAN_FRANCISCO).hour < 21
        else:
            self.few_replies(claim, template)
        if template == "stopped":
            assert known.status == REVOKED
            assert known.since is not None
            assert self.carrier_now() - known.since <= timedelta(minutes=5)

    def few_replies(self, claim: Claim, template: str) -> None:
        """Three automatic replies in a day to a number, each kind once an hour, STOP's once."""
        now = self.firm.clock()
        self.replies[claim.message_id] = (now, claim.to, template)
        today = [
            (at, kind)
            for at, number, kind in self.replies.values()
            if number == claim.to and now - at < timedelta(hours=24)
        ]
        same = [at for at, kind in today if kind == template]
        assert len(today) <= 3
        assert len([at for at in same if now - at < timedelta(hours=1)]) == 1
        assert template != "stopped" or len(same) == 1
        assert template == "stopped" or len([k for _, k in today if k != "stopped"]) <= 2

    def first_chance(self, message: Message) -> datetime:
        """When a message could first go out: what people queue at night, at eight."""
        local = message.at.astimezone(SAN_FRANCISCO)
        if message.kind is Kind.AUTOMATIC or 8 <= local.hour < 21:
            return message.at
        day = local if local.hour < 8 else local + timedelta(days=1)
        return day.replace(hour=8, minute=0, second=0, microsecond=0)

    def may_still_go(self, claim: Claim) -> None:
        known = self.known[claim.to]
        message = self.firm.message(claim.message_id)
        if message.kind is not Kind.AUTOMATIC:
            assert self.firm.store.leads.get(message.lead_id or 0).number == claim.to
        assert claim.fence == self.firm.fence
        assert self.firm.clock() - claim.claimed_at <= timedelta(seconds=10)
        if claim.kind is Kind.TEXT:
            assert known.status == AUTHORIZED
        elif claim.kind is Kind.AUTHORIZATION and known.status == REVOKED:
            assert known.revocation_seen is None or known.revocation_seen < claim.claimed_at

    # What must always hold

    @invariant()
    def every_message_moved_along_its_path(self) -> None:
        rows = self.firm.sql(
            "SELECT id, status, number_id, kind, body, at, author, client_ref FROM messages"
        )
        now = {row[0]: row[1:] for row in rows}
        for message_id, (status, *rest) in self.before.items():
            assert now[message_id][1:] == tuple(rest)
            assert now[message_id][0] == status or (status, now[message_id][0]) in PATHS
        self.before = now

    @invariant()
    def consent_is_what_the_table_says_and_the_ledger_proves_it(self) -> None:
        _, bad = self.firm.store.ledger.verify()
        assert bad is None
        assert self.firm.store.checkup.by_hand.numbers() == []
        assert not self.firm.store.safeguards.fault()
        for number, known in self.known.items():
            consent = self.firm.store.ledger.consent(number)
            events = self.firm.store.ledger.events(number)
            assert (events[-1].after if events else NOT_AUTHORIZED) == known.status
            if consent is None:
                assert known == Known()
                continue
            assert consent.status == known.status
            assert known.since in {None, consent.since}
            assert (consent.requested_at, consent.open_until) == (known.asked, known.open_until)
            assert consent.returns_to == known.was
            assert consent.has_revoked == known.has_revoked
            assert not known.has_revoked or consent.revoked_at == known.revoked
            assert (consent.weak_message_id is not None) == bool(known.weak)
            assert consent.weak_words == (known.weak[0] if known.weak else "")

    @invariant()
    def nothing_a_person_sends_waits_for_a_number_its_lead_has_left(self) -> None:
        waiting = self.firm.sql(
            "SELECT messages.number_id, leads.number_id FROM messages"
            " JOIN leads ON leads.id = lead_id WHERE status = 'queued' AND kind <> 'automatic'"
        )
        assert all(waits_for == has for waits_for, has in waiting)

    @invariant()
    def nobody_who_revoked_has_a_text_waiting(self) -> None:
        waiting = self.firm.sql(
            "SELECT e164 FROM messages JOIN numbers ON numbers.id = number_id"
            " WHERE messages.status = 'queued' AND (kind = 'text' OR template = 'confirmed')"
        )
        assert all(self.known[number].status != REVOKED for (number,) in waiting)
