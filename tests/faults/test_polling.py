"""However the carrier's records come, each text counts once, in order, and STOP before sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.models import Status
from faults_nursery import Nursery
from faults_yard import Yard
from vonage_http import Answer

HOUR, DAY = 3600, 86_400


@pytest.fixture
def yard(tmp_path: Path, nursery: Nursery) -> Iterator[Yard]:
    with Yard(tmp_path, nursery, poll_overlap=180) as yard:
        yard.round()
        yield yard


def at(yard: Yard, **ago: float) -> datetime:
    """A moment by the carrier's clock, so long ago."""
    return yard.server.book.now() - timedelta(**ago)


def stops(yard: Yard, moment: datetime, product: str = "MESSAGES") -> None:
    """The second lead's STOP arrives at the carrier at that moment; a text to them is queued."""
    lead = yard.leads[1]
    assert lead.number is not None
    assert yard.queue(lead), yard.refused
    yard.server.receive(lead.number, body="STOP", at=moment, product=product)


def stopped(yard: Yard) -> None:
    """It was applied before anything was sent."""
    assert yard.store.leads.get(yard.leads[1].id).status is Status.REVOKED
    papers = [post for post in yard.server.posts if "papers" in str(post.body["text"])]
    assert papers == []


def heard(yard: Yard) -> list[str]:
    """What the first lead wrote, in the order of the log."""
    messages = yard.store.log.newest(yard.leads[0].id, 10_000)
    return [message.body for message in messages if message.direction == "in"]


def write(yard: Yard, body: str, moment: datetime, product: str = "MESSAGES") -> None:
    number = yard.leads[0].number
    assert number is not None
    yard.server.receive(number, body=body, at=moment, product=product)


def test_a_record_that_comes_twice_counts_once(yard: Yard) -> None:
    write(yard, "Hello", at(yard, seconds=2))
    stops(yard, at(yard, seconds=1))
    yard.server.book.records += yard.server.book.records[-2:]
    assert yard.round() == 2
    assert yard.round() == 0
    assert heard(yard) == ["Hello"]
    stopped(yard)


def test_records_in_any_order_are_put_in_theirs(yard: Yard) -> None:
    for n in (3, 1, 4, 2, 5):
        write(yard, f"line {n}", at(yard, seconds=10 - n))
    stops(yard, at(yard, seconds=11))
    assert yard.round() == 6
    assert heard(yard) == [f"line {n}" for n in (1, 2, 3, 4, 5)]
    stopped(yard)


def test_records_that_show_minutes_late_are_met_in_the_overlap(yard: Yard) -> None:
    moment = at(yard, seconds=100)
    write(yard, "second", moment + timedelta(seconds=1))
    yard.round()
    write(yard, "first", moment)
    stops(yard, moment)
    assert yard.round() == 2
    assert heard(yard) == ["first", "second"]
    stopped(yard)


def test_what_shows_later_than_the_overlap_is_met_within_a_day(yard: Yard) -> None:
    write(yard, "late by an hour", at(yard, hours=1))
    assert yard.round() == 0
    yard.clock.passes(DAY)
    yard.server.set_clock(DAY)
    assert yard.round() == 1
    assert heard(yard) == ["late by an hour"]


@pytest.mark.parametrize("late", [210, 240, 900, 3600, 7200])
def test_what_shows_up_to_two_hours_late_is_met_before_anything_is_sent(
    yard: Yard, late: float
) -> None:
    stops(yard, at(yard, seconds=1))
    yard.server.book.records[-1].visible_at += timedelta(seconds=late)
    [(waiting,)] = yard.sql("SELECT id FROM messages WHERE status = 'queued'")
    yard.store.outbox.cancel(yard.actor, waiting)
    yard.round()
    yard.passes(late + 1)
    assert yard.queue(yard.leads[1])
    assert yard.round() == 1
    stopped(yard)


@pytest.mark.parametrize("status", ["TRUNCATED", "SUCCESS"])
def test_every_page_is_read_whatever_its_status_says(yard: Yard, status: str) -> None:
    yard.server.book.page_size, yard.server.book.cut_off = 2, status
    for n in range(5):
        write(yard, f"line {n}", at(yard, seconds=9 - n))
    stops(yard, at(yard, seconds=1))
    assert yard.round() == 6
    stopped(yard)


@pytest.mark.parametrize("product", ["MESSAGES", "SMS"])
@pytest.mark.parametrize("fault", [500, 403, "garbage", "truncated"])
def test_nothing_is_sent_while_one_product_cannot_be_read(
    yard: Yard, product: str, fault: str | int
) -> None:
    assert yard.queue(yard.leads[0])
    if product == "SMS":
        yard.server.fail_next(Answer(200, {"records": []}), on="GET")
    yard.server.fail_next(fault, on="GET")
    yard.round()
    assert yard.server.posts == []
    assert [each.product for each in yard.store.polls.unread()] == [product]
    yard.server.clear_faults()
    yard.round()
    assert yard.store.polls.unread() == ()
    assert len(yard.server.posts) == 1


def test_a_carriers_clock_that_leapt_once_skips_nothing(yard: Yard) -> None:
    leapt = yard.server.book.now() + timedelta(hours=2)
    date = leapt.strftime("%a, %d %b %Y %H:%M:%S GMT")
    yard.server.fail_next(Answer(200, {"records": []}, {"Date": date}), times=2, on="GET")
    yard.round()
    stops(yard, at(yard, seconds=1))
    assert yard.round() == 1
    stopped(yard)
    yard.passes(HOUR)
    write(yard, "an hour later", at(yard, seconds=1))
    yard.round()
    assert heard(yard) == ["an hour later"]


@pytest.mark.parametrize("count", [pytest.param(300), pytest.param(5000, marks=pytest.mark.long)])
def test_thousands_in_one_window_come_over_pages(yard: Yard, count: int) -> None:
    yard.server.book.page_size = count // 5 - 7
    start = at(yard, seconds=30)
    for n in range(count):
        write(yard, f"line {n}", start + timedelta(milliseconds=n % 1000, seconds=n // 1000))
    stops(yard, at(yard, seconds=20))
    assert yard.round() == count + 1
    assert yard.round() == 0
    assert sorted(heard(yard), key=lambda line: int(line[5:])) == [
        f"line {n}" for n in range(count)
    ]
    stopped(yard)


def test_one_message_under_both_products_is_one(yard: Yard) -> None:
    moment = at(yard, seconds=3)
    for product in ("SMS", "MESSAGES"):
        write(yard, "Hello", moment, product)
    stops(yard, moment, "SMS")
    assert yard.round() == 2
    assert heard(yard) == ["Hello"]
    stopped(yard)


def test_an_unreadable_record_is_set_aside_among_good_ones(yard: Yard) -> None:
    write(yard, "before", at(yard, seconds=4))
    yard.server.receive("+14155550001", raw={"message_id": 7, "from": None})
    write(yard, "after", at(yard, seconds=2))
    stops(yard, at(yard, seconds=1))
    assert yard.round() == 3
    assert yard.round() == 0
    assert heard(yard) == ["before", "after"]
    assert len(yard.store.received.set_aside_list()) == 1
    stopped(yard)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_record_from_an_end_of_the_calendar_waits_for_a_person(yard: Yard, year: str) -> None:
    raw = {"message_id": "x", "from": "14155559999", "message_body": "Hello"}
    raw["date_received"] = f"{year}-12-31T23:59:59+00:00"
    yard.server.receive("+14155559999", raw=raw)
    stops(yard, at(yard, seconds=1))
    assert yard.round() == 2
    assert yard.round() == 0
    consent = yard.store.ledger.consent("+14155559999")
    assert consent is not None
    assert consent.weak_words == "Hello"
    stopped(yard)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_wrong_loses_nothing(yard: Yard, hours: int) -> None:
    yard.clock.passes(hours * HOUR)
    write(yard, "Hello", at(yard, seconds=5))
    stops(yard, at(yard, seconds=4))
    assert yard.round() == 2
    yard.clock.passes(-hours * HOUR)
    write(yard, "again", at(yard, seconds=3))
    assert yard.round() == 1
    assert heard(yard) == ["Hello", "again"]
    stopped(yard)


def test_four_days_without_a_worker_are_read_before_anything_is_sent(yard: Yard) -> None:
    yard.clock.passes(4 * DAY)
    yard.server.set_clock(4 * DAY)
    for day in (1, 3, 2):
        write(yard, f"{day} days ago", at(yard, days=day))
    stops(yard, at(yard, days=3, hours=20))
    assert yard.round() == 4
    assert yard.round() == 0
    assert heard(yard) == ["3 days ago", "2 days ago", "1 days ago"]
    stopped(yard)


def test_a_poll_counts_from_when_the_carrier_was_asked(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = yard.rig.store.polls.mark

    def stands_still(*args: object, **kwargs: object) -> None:
        mark(*args, **kwargs)
        yard.clock.passes(HOUR)

    monkeypatch.setattr(yard.rig.store.polls, "mark", stands_still)
    yard.clock.passes(60)
    yard.rig.worker._polling.run(yard.rig.store.worker.acquire("elsewhere:1:1"))
    polled = yard.store.worker.health().last_poll_at
    assert polled is not None
    assert yard.clock() - polled >= timedelta(hours=1)
    assert datetime.now(UTC) > polled - timedelta(hours=2)
