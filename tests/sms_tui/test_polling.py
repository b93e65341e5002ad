"""Polling: what was read counts, whatever fails after it, and nothing is sent on half a poll."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data.carriage import InboundRecord, Outcome, Page
from data.models import Lead, MessageStatus, Status
from data.overlaps import Mark
from firm import OURS, Firm, Moment
from sms_tui.carrier import CarrierProblem, always
from sms_tui.practice import PracticeCarrier
from sms_tui.worker import Counts, Worker

Answers = Sequence[Page[InboundRecord] | CarrierProblem]


class Records(PracticeCarrier):
    """Takes every text; what it tells of replies is written down by product, failures too."""

    name = "vonage"
    products = ("MESSAGES", "SMS")

    def __init__(self, clock: Moment) -> None:
        super().__init__(clock)
        self.answers: dict[str, Answers] = {}
        self.texts: list[str] = []
        self.asked: list[tuple[str, datetime]] = []

    def received(
        self, product: str, start: datetime, end: datetime
    ) -> Iterator[Page[InboundRecord]]:
        self.asked.append((product, start))
        for answer in self.answers.get(product, ()):
            if isinstance(answer, CarrierProblem):
                raise answer
            yield answer

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        self.texts.append(body)
        return super().send(to, body, client_ref, last_look)


class Desk:
    """A firm, one lead that may be texted, and a worker over scripted records."""

    def __init__(self, path: Path) -> None:
        self.firm = Firm.open(path)
        self.lead = self.firm.authorized()
        self.firm.store.worker.release(self.firm.fence)
        self.carrier = Records(self.firm.clock)
        self.worker = Worker(self.firm.store, self.carrier, clock=self.firm.clock)

    def once(self, **answers: Answers) -> Counts:
        self.carrier.answers = answers
        self.carrier.asked.clear()
        return self.worker.once()

    def says(self, body: str, product: str = "MESSAGES", **ago: float) -> InboundRecord:
        at = self.firm.clock() - timedelta(**ago)
        assert self.lead.number is not None
        return InboundRecord(product, f"in-{body}-{at}", self.lead.number, OURS, body, at)

    def now(self) -> Lead:
        return self.firm.store.leads.get(self.lead.id)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "firm.db")
    yield desk
    desk.firm.store.close()


DOWN = CarrierProblem("Vonage answered with an error of its own (503).")


def test_a_stop_on_a_page_counts_although_the_next_page_fails(desk: Desk) -> None:
    text = desk.firm.text(desk.lead)
    marks = desk.firm.store.polls.marks("MESSAGES")
    counts = desk.once(MESSAGES=[Page((desk.says("STOP", seconds=5),)), DOWN])
    assert desk.now().status is Status.REVOKED
    assert desk.firm.message(text.id).status is MessageStatus.CANCELLED
    assert (counts.received, counts.sent) == (1, 0)
    assert desk.firm.store.polls.marks("MESSAGES") == marks


def test_what_was_read_before_a_failure_is_applied_in_its_order(desk: Desk) -> None:
    records = (desk.says("START", seconds=5), desk.says("STOP", seconds=9))
    desk.once(MESSAGES=[Page(records), DOWN])
    assert desk.now().status is Status.AUTHORIZED


def test_a_product_is_read_although_another_cannot_be(desk: Desk) -> None:
    text = desk.firm.text(desk.lead)
    polled = desk.firm.store.worker.health().last_poll_at
    desk.firm.clock.passes(minutes=1)
    desk.once(MESSAGES=[DOWN], SMS=[Page((desk.says("STOP", "SMS", seconds=5),))])
    assert desk.now().status is Status.REVOKED
    assert desk.firm.message(text.id).status is MessageStatus.CANCELLED
    assert desk.firm.store.worker.health().last_poll_at == polled
    assert "503" in desk.firm.store.worker.health().problem


def test_a_round_that_could_not_read_everything_sends_nothing(desk: Desk) -> None:
    text = desk.firm.text(desk.lead)
    assert desk.once(SMS=[DOWN]) == Counts(held=1)
    assert desk.carrier.texts == []
    assert desk.once().sent == 1
    assert desk.firm.message(text.id).status is not MessageStatus.QUEUED


def test_a_fault_of_the_program_is_logged_and_closes_the_number_it_met(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    record = desk.firm.store.received.record

    def faulty(one: InboundRecord) -> bool:
        if one.body == "divide":
            raise ZeroDivisionError
        return record(one)

    monkeypatch.setattr(desk.firm.store.received, "record", faulty)
    pages = [Page((desk.says("divide", seconds=9), desk.says("Hello", seconds=5)))]
    assert desk.once(MESSAGES=pages).received == 2
    assert desk.once(MESSAGES=pages).received == 0
    [(_, _, why, raw)] = desk.firm.store.received.set_aside_list()
    reference = why.partition("reference ")[2][:6]
    [logged] = [each for each in caplog.records if each.exc_info]
    assert reference in logged.getMessage()
    assert "divide" in raw
    consent = desk.now().consent
    assert consent is not None
    assert consent.weak_message_id is not None


@pytest.mark.parametrize(("ahead", "held"), [(60, False), (-60, False), (75, True), (-75, True)])
def test_nothing_is_sent_while_this_machines_clock_is_wrong(
    desk: Desk, ahead: int, held: bool
) -> None:
    text = desk.firm.text(desk.lead)
    theirs = desk.firm.clock() - timedelta(seconds=ahead)
    counts = desk.once(MESSAGES=[Page((), carrier_now=theirs)])
    assert (counts.held, counts.sent) == ((1, 0) if held else (0, 1))
    health = desk.firm.store.worker.health()
    assert health.carrier == ("clock" if held else "ok")
    if held:
        way = "ahead of" if ahead > 0 else "behind"
        words = f"This machine's clock is 75 s {way} the carrier's. Set it by NTP."
        assert (health.problem, desk.firm.message(text.id).reason) == (words, words)
        assert desk.once(MESSAGES=[Page((), carrier_now=desk.firm.clock())]).sent == 1


def test_a_wrong_clock_learned_from_a_poll_that_fails_holds_at_once(desk: Desk) -> None:
    theirs = desk.firm.clock() - timedelta(hours=3)
    desk.once(MESSAGES=[Page((), carrier_now=theirs), DOWN])
    health = desk.firm.store.worker.health()
    assert health.carrier == "clock"
    assert "10800 s ahead of the carrier's" in health.problem


def test_a_yes_soon_after_the_request_counts_although_this_clock_is_fast(desk: Desk) -> None:
    lead = desk.lead = desk.firm.lead()
    desk.firm.store.outbox.enqueue_authorization(desk.firm.actor, lead.id)
    slow = timedelta(seconds=59)
    assert desk.once(MESSAGES=[Page((), carrier_now=desk.firm.clock() - slow)]).sent == 1
    desk.firm.clock.passes(seconds=20)
    agreed = desk.says("YES", seconds=slow.total_seconds() + 10)
    desk.once(MESSAGES=[Page((agreed,), carrier_now=desk.firm.clock() - slow)])
    assert desk.now().status is Status.AUTHORIZED


def test_a_day_is_read_again_although_the_last_time_seems_to_be_to_come(desk: Desk) -> None:
    now = desk.firm.clock()
    desk.once()
    for product in desk.carrier.products:
        ahead = now + timedelta(days=365)
        desk.firm.store.polls.mark(product, "daily", Mark(ahead, ahead))
    desk.firm.clock.passes(minutes=1)
    desk.once()
    assert {start < now - timedelta(hours=25) for _, start in desk.carrier.asked} == {True, False}
    desk.once()
    assert all(start > now - timedelta(hours=1) for _, start in desk.carrier.asked)


def tells(desk: Desk, seconds: float, *records: InboundRecord) -> None:
    """A round in which every answer shows the carrier's clock so far ahead."""
    desk.carrier._clock = lambda: desk.firm.clock() + timedelta(seconds=seconds)
    desk.once(MESSAGES=[Page(records, carrier_now=desk.carrier._clock())])


def ahead(desk: Desk) -> float:
    """By how many seconds the store takes the carrier's clock to be ahead."""
    context = desk.firm.store._context
    return (context.carrier_now() - context.now()).total_seconds()


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ([0.0], 0),
        ([-0.7], 0),  # the answer is cut to the second
        ([-1.9], 0),
        ([0.3], 0.3),
        ([-30.4], -30.4),
        ([-30.9, -30.1, -30.6], -30.1),  # of several the largest is the nearest
        ([20.0, 12.0], 12.0),
        ([5.0, 3.0], 5.0),
    ],
)
def test_the_carriers_clock_is_learned_from_its_answers_for_consent(
    desk: Desk, told: list[float], known: float
) -> None:
    for seconds in told:
        tells(desk, seconds)
    assert ahead(desk) == known


@pytest.mark.parametrize("fast", [-50, 50])
@pytest.mark.parametrize(("later", "after"), [(0, "REVOKED"), (1, "AUTHORIZED")])
def test_what_is_recorded_by_hand_keeps_the_carriers_time(
    desk: Desk, fast: int, later: int, after: str
) -> None:
    tells(desk, -fast)
    number = str(desk.lead.number)
    desk.firm.store.consents.revoke(desk.firm.actor, number, "call", "No texts")
    back = desk.says("START", seconds=fast - later)
    desk.firm.clock.passes(minutes=2)
    tells(desk, -fast, back)
    assert desk.now().status is Status[after]
    events = desk.firm.store.ledger.events(number)
    assert "by hand" in [event.cause for event in events]
