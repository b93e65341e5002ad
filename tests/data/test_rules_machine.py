"""Whatever happens, in whatever order: no text without consent, nothing twice, nothing lost.

Hypothesis plays clients, agents, admins, the carrier, the clock and crashes against a real store,
beside a model of the status table (`consent_model.py`) that shares no code with the program.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from consent_model import AUTHORIZED, WORDS, second
from data.carriage import Accepted, Held, Outcome, Rejected, ReportRecord, Unknown
from data.errors import Refused
from data.models import Effect, Kind, Permission
from data.store.outbox import GateRefused
from doubtful_words import DoubtfulWords
from firm_beside_model import BOB

OUTCOMES: list[Outcome] = [
    Accepted("x"), Accepted(None), Unknown("?"), Held("later"), Held("later", retry_after=60),
    Rejected("1120", "no mobile"), Rejected("1240", "opted out"),
]  # fmt: skip
WENT_WELL = {"submitted", "delivered"}
REPORTS = [
    ("submitted", ""), ("delivered", ""), ("rejected", "1240"), ("failed", "9"), ("expired", ""),
]  # fmt: skip
PICK = st.integers(0, 30)
WORD = st.sampled_from(["STOP", "START", "Yes", "No"])
APART = st.sampled_from([-70, -2, -1, 0, 0, 0, 1, 2, 70])


class Rules(DoubtfulWords):
    """Everything that can happen."""

    # What people do

    @rule(pick=PICK, who=PICK)
    def somebody_writes_a_text(self, pick: int, who: int) -> None:
        lead, actor = self.lead(pick), self.actor(who)
        known = self.known[str(lead.number)]
        fine = known.status == AUTHORIZED and not known.weak and self.may[actor.user.name]
        try:
            self.firm.store.outbox.enqueue_text(actor, lead.id, "Papers are ready.", "General")
        except GateRefused:
            assert not fine
        else:
            assert fine

    @rule(pick=PICK, who=PICK, asked_by=st.sampled_from(["call", None]))
    def somebody_asks_for_authorization(self, pick: int, who: int, asked_by: str | None) -> None:
        lead, actor = self.lead(pick), self.actor(who)
        known = self.known[str(lead.number)]
        note = "Asked on the phone" if asked_by else ""
        try:
            self.firm.store.outbox.enqueue_authorization(
                actor, lead.id, asked_by=asked_by, note=note
            )
        except GateRefused:
            return
        assert self.may[actor.user.name]
        assert not known.weak
        assert known.status != AUTHORIZED
        assert not known.has_revoked or asked_by
        assert known.asked is None or self.firm.clock() >= known.asked + timedelta(hours=24)

    @rule(pick=PICK, act=st.sampled_from(["cancel", "send_again", "treat_as_not_sent"]))
    def somebody_decides_about_a_message(self, pick: int, act: str) -> None:
        if self.before:
            message_id = list(self.before)[pick % len(self.before)]
            try:
                getattr(self.firm.store.outbox, act)(self.firm.actor, message_id)
            except Refused:
                return

    @rule(pick=PICK, revoke=st.booleans())
    def consent_is_recorded_by_hand(self, pick: int, revoke: bool) -> None:
        number, now, at = self.numbers[pick % 3], self.firm.clock(), self.carrier_now()
        consents, known = self.firm.store.consents, self.known[self.numbers[pick % 3]]
        if revoke:
            consents.revoke(self.firm.actor, number, "call", "Said so")
            known.revoke(at, now, own=False)
            return
        try:
            consents.grant(self.firm.actor, number, "call", "Said so")
        except Refused:
            assert known.own
        else:
            assert not known.own
            known.granted(at, now)

    @rule(pick=PICK, revoke=st.booleans())
    def a_weak_sign_is_judged(self, pick: int, revoke: bool) -> None:
        number = self.numbers[pick % 3]
        known = self.known[number]
        consent = self.firm.store.ledger.consent(number)
        reply = (consent.weak_message_id if consent else None) or 0
        try:
            self.firm.store.consents.judge_weak(self.firm.actor, number, reply, revoke=revoke)
        except Refused:
            assert not known.weak
        else:
            assert known.weak
            known.judged(revoke, self.carrier_now(), self.firm.clock())

    @rule(effect=st.sampled_from([Effect.ALLOW, Effect.DENY, None]), active=st.booleans())
    def an_admin_changes_what_bob_may(self, effect: Effect | None, active: bool) -> None:
        people, ann = self.firm.store.people, self.firm.actor
        people.set_permission(ann, self.bob.user, Permission.SMS, effect)
        (people.activate if active else people.deactivate)(ann, BOB)
        self.may[BOB] = active and effect is Effect.ALLOW

    @rule(pick=PICK, other=PICK)
    def a_lead_gets_another_number(self, pick: int, other: int) -> None:
        lead = self.lead(pick)
        number = self.numbers[other % 3]
        self.firm.store.leads.change(self.firm.actor, lead.id, mobile=number)
        waiting = self.firm.sql(
            "SELECT e164 FROM messages JOIN numbers ON numbers.id = number_id"
            " WHERE lead_id = :id AND messages.status = 'queued' AND kind <> 'automatic'",
            id=lead.id,
        )
        assert {waits_for for (waits_for,) in waiting} <= {number}

    # What clients and the carrier do

    @rule(
        pick=PICK,
        body=st.sampled_from(list(WORDS)),
        late=st.sampled_from([-70, -5, -2, -1, 0, 1, 2, 3, 30, 70, 400, 4_000, 100_000]),
    )
    def a_client_replies(self, pick: int, body: str, late: int) -> None:
        number, now = self.numbers[pick % 3], self.firm.clock()
        at = self.carrier_now() - timedelta(seconds=late)
        carrier_id = f"reply-{len(self.heard)}"
        texted = self.texted(number)
        assert self.firm.says(number, body, at=at, carrier_id=carrier_id)
        self.heard.append((number, body))
        self.known[number].hears(body, at, now, texted)

    @rule(pick=PICK, first=WORD, then=WORD, apart=APART)
    def two_words_come_close_together(self, pick: int, first: str, then: str, apart: int) -> None:
        self.a_client_replies(pick, first, 0)
        self.every_message_moved_along_its_path()
        self.a_client_replies(pick, then, -apart)

    @rule(pick=PICK, words=st.permutations(["START", "STOP", "HELP"]), times=st.integers(1, 3))
    def a_phone_answers_by_itself(self, pick: int, words: list[str], times: int) -> None:
        for word in words * times:
            self.firm.clock.passes(seconds=2)
            self.a_client_replies(pick, word, 0)
            self.every_message_moved_along_its_path()
            self.the_worker_claims_a_message(True)
            self.every_message_moved_along_its_path()
            if self.claims:
                self.the_carrier_answers(len(self.claims) - 1, Accepted("x"), True)
                self.every_message_moved_along_its_path()

    @precondition(lambda self: self.heard)
    @rule(pick=PICK)
    def a_reply_is_read_once_more(self, pick: int) -> None:
        n = pick % len(self.heard)
        assert not self.firm.says(*self.heard[n], carrier_id=f"reply-{n}")

    @precondition(lambda self: self.before)
    @rule(pick=PICK, report=st.sampled_from(REPORTS), by_id=st.booleans())
    def the_carrier_reports(self, pick: int, report: tuple[str, str], by_id: bool) -> None:
        message = self.firm.message(list(self.before)[-1 - pick % len(self.before)])
        ref = None if by_id else message.client_ref
        record = ReportRecord("SMS", f"x-{message.id}", ref, *report)
        told = self.firm.sql(
            "SELECT 1 FROM consent_events WHERE message_id = :id AND cause = 'carrier'",
            id=message.id,
        )
        moved = self.firm.store.reports.apply(record)
        known, now, at = self.known[message.number], self.firm.clock(), self.carrier_now()
        if report[1]:
            # Heard once for each message, also where its status says nothing new.
            if not told and (ref or message.carrier_id == record.carrier_id):
                known.revoke(at, now)
        elif moved and message.kind is Kind.AUTHORIZATION and report[0] not in WENT_WELL:
            known.request_failed(message.id, at, now)

    # What the worker and the clock do

    @rule(fresh=st.booleans())
    def the_worker_claims_a_message(self, fresh: bool) -> None:
        worker = self.firm.store.worker
        worker.renew(self.firm.fence)
        if fresh:
            worker.polled(self.firm.clock())
        claim = self.firm.store.dispatch.claim(self.firm.fence)
        if claim is not None:
            self.claims.append(claim)
            self.claimed[claim.message_id] += 1
            self.may_be_claimed(claim)

    @precondition(lambda self: self.claims)
    @rule(pick=PICK, outcome=st.sampled_from(OUTCOMES), dated=st.booleans())
    def the_carrier_answers(self, pick: int, outcome: Outcome, dated: bool) -> None:
        claim = self.claims.pop(pick % len(self.claims))
        taken_at = second(self.carrier_now()) if dated else None
        if isinstance(outcome, Accepted):
            outcome = Accepted(outcome.carrier_id and f"x-{claim.message_id}", taken_at)
        settled = self.firm.store.dispatch.settle(claim, outcome)
        assert settled is (claim.fence == self.firm.fence)
        if not settled:
            return
        if isinstance(outcome, Held):
            self.returned[claim.message_id] += 1
        elif isinstance(outcome, Rejected) and outcome.code == "1240":
            self.known[claim.to].revoke(self.carrier_now(), self.firm.clock())
        elif isinstance(outcome, Accepted | Unknown) and claim.kind is Kind.AUTHORIZATION:
            self.it_was_asked(claim, taken_at if isinstance(outcome, Accepted) else None)

    @precondition(lambda self: self.claims)
    @rule(pick=PICK)
    def the_worker_looks_once_more(self, pick: int) -> None:
        claim = self.claims[pick % len(self.claims)]
        if self.firm.store.dispatch.still_valid(claim):
            self.may_still_go(claim)

    @rule(
        pick=PICK,
        request=st.booleans(),
        body=st.sampled_from(["STOP", "START", "Yes", "No", "Stop by at 5"]),
        late=st.sampled_from([0, 1, 30]),
        outcome=st.sampled_from([*OUTCOMES, Accepted("x"), Accepted("x")]),
        then=st.sampled_from(["Yes", "No", "Who is this?", "START"]),
        then_late=st.sampled_from([0, 1, 22, 23, 400]),
    )
    def a_reply_crosses_a_message(
        self,
        pick: int,
        request: bool,
        body: str,
        late: int,
        outcome: Outcome,
        then: str,
        then_late: int,
    ) -> None:
        if request:
            self.somebody_asks_for_authorization(pick, 0, "call")
        else:
            self.somebody_writes_a_text(pick, 0)
        self.every_message_moved_along_its_path()
        self.the_worker_claims_a_message(True)
        self.every_message_moved_along_its_path()
        number = self.numbers.index(str(self.lead(pick).number))
        self.a_client_replies(number, body, late)
        self.every_message_moved_along_its_path()
        if self.claims:
            last = len(self.claims) - 1
            self.the_worker_looks_once_more(last)
            self.the_carrier_answers(last, outcome, True)
        self.firm.clock.passes(seconds=20)
        self.a_client_replies(number, then, then_late)

    @rule()
    def the_worker_crashes_and_another_takes_over(self) -> None:
        lost = [claim for claim in self.claims if claim.fence == self.firm.fence]
        self.firm.store.worker.release(self.firm.fence)
        self.firm.fence = 0
        assert self.firm.store.dispatch.recover(self.firm.work()) == len(lost)
        for claim in lost:
            if claim.kind is Kind.AUTHORIZATION:
                self.it_was_asked(claim)

    @rule(ahead=st.sampled_from([-25, -2, 0, 1, 25]))
    def the_worker_learns_the_carriers_clock(self, ahead: int) -> None:
        self.ahead = timedelta(seconds=ahead)
        self.firm.store.worker.carrier_clock(self.ahead)

    @rule(seconds=st.sampled_from([1, 30, 300, 1_000, 14_400, 40_000, 2_600_000]))
    def time_passes(self, seconds: int) -> None:
        self.firm.clock.passes(seconds=seconds)

    @rule(days=st.sampled_from([1, 1, 2]))
    def a_new_day_begins(self, days: int) -> None:
        """At 10:00 in San Francisco, when texts may go out and a number may be asked again."""
        today = self.firm.clock().replace(hour=18, minute=0, second=0, microsecond=0)
        self.firm.clock.now = today + timedelta(days=days)


@pytest.mark.timeout(600)  # For the search of a short story, should they not hold.
def test_the_rules_hold_whatever_happens() -> None:
    run_state_machine_as_test(Rules, settings=settings(max_examples=100, stateful_step_count=40))


@pytest.mark.long
@pytest.mark.timeout(1500)
def test_the_rules_hold_for_long() -> None:
    run_state_machine_as_test(Rules, settings=settings(max_examples=1_200, stateful_step_count=100))
