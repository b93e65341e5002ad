"""Following what was sent: every message, at its ages, and what the carrier refuses is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from data.carriage import Page, ReportRecord, Unknown
from data.models import MessageStatus
from firm import Firm, Moment
from sms_tui.carrier import CarrierProblem
from sms_tui.polling import Polling
from sms_tui.practice import PracticeCarrier
from sms_tui.tracking import FEW, Tracking

REFUSED = CarrierProblem("Vonage does not let this API key read its records (403).", account=True)


class Statuses(PracticeCarrier):
    """Reports every message as delivered, until it is told to refuse."""

    def __init__(self, clock: Moment) -> None:
        super().__init__(clock)
        self.asked: list[str] = []
        self.windows: list[datetime] = []
        self.numbers: list[str] = []
        self.refuses_after: int | None = None
        self.word = "delivered"

    def statuses(self, product: str, ids: Sequence[str]) -> Page[ReportRecord]:
        if self.refuses_after is not None and len(self.asked) >= self.refuses_after:
            raise REFUSED
        self.asked += ids
        return Page(tuple(ReportRecord(product, one, None, self.word, "") for one in ids))

    def sent(
        self, product: str, start: datetime, end: datetime, to: str = ""
    ) -> Iterator[Page[ReportRecord]]:
        self.windows.append(start)
        self.numbers.append(to)
        yield Page(())


@pytest.fixture
def carrier(firm: Firm) -> Statuses:
    return Statuses(firm.clock)


@pytest.fixture
def polling(firm: Firm, carrier: Statuses) -> Polling:
    return Polling(firm.store, carrier, firm.clock, lambda: False)


@pytest.fixture
def tracking(firm: Firm, carrier: Statuses, polling: Polling) -> Tracking:
    return Tracking(firm.store, carrier, firm.clock, polling)


def sent(firm: Firm, count: int) -> list[int]:
    """That many texts the carrier took, and no other message of which the end is not known."""
    lead = firm.authorized()
    firm.sql("UPDATE messages SET check_at = NULL")
    texts = [firm.text(lead).id for _ in range(count)]
    for _ in texts:
        firm.send()
    return texts


def test_a_round_asks_for_more_than_a_thousand_messages(
    firm: Firm, carrier: Statuses, tracking: Tracking
) -> None:
    sent(firm, 1)
    lead = firm.store.leads.get(1)
    assert lead.consent is not None
    firm.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
        " INSERT INTO messages (lead_id, number_id, direction, kind, body, status, at, recorded_at,"
        " client_ref, segments) SELECT 1, :number, 'out', 'text', 'x', 'queued', :at, :at,"
        " printf('%040d', i), 1 FROM n",
        number=lead.consent.number_id,
        at="2026-11-23T18:00:00.000Z",
    )
    firm.sql(
        "UPDATE messages SET status = 'sending', fence = 1, claimed_at = at WHERE status = 'queued'"
    )
    firm.sql(
        "UPDATE messages SET status = 'sent', carrier_id = 'c' || id, check_at = at"
        " WHERE status = 'sending'"
    )
    assert tracking.run(firm.work(), everything=True) == 1101
    assert len(carrier.asked) == 1101


def test_what_moved_before_a_refusal_is_counted_and_the_refusal_is_told(
    firm: Firm, carrier: Statuses, tracking: Tracking, polling: Polling
) -> None:
    sent(firm, 102)
    carrier.refuses_after = 100
    assert tracking.run(firm.work(), everything=True) == 100
    assert tracking.problem == str(REFUSED)
    assert firm.store.worker.health().problem == str(REFUSED)
    polling.run(firm.work())
    assert firm.store.worker.health().problem == str(REFUSED)
    assert firm.store.worker.health().carrier == "practice"
    carrier.refuses_after = None
    assert tracking.run(firm.work(), everything=True) == 2
    assert (tracking.problem, firm.store.worker.health().problem) == ("", "")


def test_a_round_asks_for_every_uncertain_message_however_old(
    firm: Firm, carrier: Statuses, tracking: Tracking
) -> None:
    firm.text(firm.authorized())
    claim = firm.send(Unknown("No answer."))
    firm.sql("UPDATE messages SET check_at = NULL")
    firm.clock.passes(days=9)
    firm.work()
    assert firm.store.reports.next_look() is None
    assert tracking.run(firm.work()) == 0
    assert carrier.windows == []
    tracking.run(firm.work(), everything=True)
    assert carrier.windows == [claim.claimed_at - timedelta(minutes=2)]
    assert firm.message(claim.message_id).status is MessageStatus.UNCERTAIN


def test_looking_often_does_not_put_off_the_next_look(
    firm: Firm, carrier: Statuses, tracking: Tracking
) -> None:
    [text] = sent(firm, 1)
    carrier.word = "submitted"
    claimed_at = firm.clock()
    firm.clock.passes(seconds=4)
    for _ in range(12):
        tracking.run(firm.work(), everything=True)
    assert firm.store.reports.next_look() == claimed_at + timedelta(seconds=8)
    firm.clock.now = claimed_at + timedelta(hours=71)
    tracking.run(firm.work())
    assert firm.store.reports.next_look() == claimed_at + timedelta(hours=72)
    firm.clock.now = claimed_at + timedelta(hours=72)
    tracking.run(firm.work())
    assert firm.store.reports.next_look() is None
    assert firm.message(text).status is MessageStatus.SENT


def test_a_message_claimed_in_the_future_is_asked_for_now_and_then(
    firm: Firm, carrier: Statuses, tracking: Tracking
) -> None:
    sent(firm, 1)
    carrier.word = "submitted"
    firm.clock.passes(days=-30)
    tracking.run(firm.work(), everything=True)
    assert firm.store.reports.next_look() == firm.clock() + timedelta(hours=6)


def test_a_wait_the_carrier_asks_for_keeps_no_status_unread_for_a_day(
    firm: Firm, carrier: Statuses, tracking: Tracking, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(firm, 1)
    carrier.refuses_after = 0
    monkeypatch.setattr(REFUSED, "retry_after", 86_400.0)
    firm.clock.passes(seconds=10)
    tracking.run_if_due(firm.fence)
    carrier.refuses_after = None
    firm.clock.passes(seconds=290)
    firm.work()
    tracking.run_if_due(firm.fence)
    assert carrier.asked == []
    firm.clock.passes(seconds=11)
    tracking.run_if_due(firm.fence)
    assert len(carrier.asked) == 1


def test_few_lost_answers_are_looked_for_among_the_texts_to_their_own_numbers(
    firm: Firm, carrier: Statuses, tracking: Tracking
) -> None:
    leads = [firm.authorized() for _ in range(3)]
    firm.sql("UPDATE messages SET check_at = NULL")
    for lead in leads:
        firm.text(lead)
        firm.send(Unknown("No answer."))
    firm.clock.passes(seconds=4)
    tracking.run(firm.work())
    assert carrier.numbers == [lead.number for lead in leads]


def test_many_lost_answers_are_looked_for_among_all_texts_of_that_time(
    firm: Firm, carrier: Statuses, tracking: Tracking
) -> None:
    lead = firm.authorized()
    firm.sql("UPDATE messages SET check_at = NULL")
    for _ in range(FEW + 1):
        firm.text(lead)
        firm.send(Unknown("No answer."))
    firm.clock.passes(seconds=4)
    tracking.run(firm.work())
    assert set(carrier.numbers) == {""}
