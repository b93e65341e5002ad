"""The practice carrier keeps the protocol, and its phones do what their last digit says."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from data.carriage import Accepted, InboundRecord
from data.models import Template
from data.rules import DEFAULT_TEXTS
from sms_tui.carrier import Carrier
from sms_tui.practice import PracticeCarrier

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
REQUEST = DEFAULT_TEXTS[Template.REQUEST]


class Wristwatch:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def watch() -> Wristwatch:
    return Wristwatch()


@pytest.fixture
def carrier(watch: Wristwatch) -> PracticeCarrier:
    return PracticeCarrier(watch)


def number(digit: int) -> str:
    return f"+1555123000{digit}"


def heard(carrier: PracticeCarrier) -> list[InboundRecord]:
    pages = carrier.received("MESSAGES", NOON, NOON + timedelta(days=1))
    return [record for page in pages for record in page.records]


def bodies(carrier: PracticeCarrier) -> list[str]:
    return [record.body for record in heard(carrier)]


def sent_id(carrier: PracticeCarrier, to: str, body: str = "hello") -> str:
    outcome = carrier.send(to, body, "0" * 40)
    assert isinstance(outcome, Accepted)
    assert outcome.carrier_id
    return outcome.carrier_id


def test_it_is_a_carrier(carrier: PracticeCarrier) -> None:
    a_carrier: Carrier = carrier
    assert a_carrier.check().ok
    assert a_carrier.products == ("MESSAGES",)


@pytest.mark.parametrize(
    ("digit", "answer"),
    [(0, "YES"), (1, "NO"), (2, None), (3, "who is this?"), (5, "YES"), (8, "YES"), (9, None)],
)
def test_a_request_is_answered_after_two_seconds_as_the_last_digit_says(
    carrier: PracticeCarrier, watch: Wristwatch, digit: int, answer: str | None
) -> None:
    carrier.send(number(digit), REQUEST, "0" * 40)
    watch.wait(1.9)
    assert heard(carrier) == []
    watch.wait(0.1)
    assert bodies(carrier) == ([] if answer is None else [answer])
    assert all(record.sender == number(digit) for record in heard(carrier))


def test_every_other_text_gets_an_answer(carrier: PracticeCarrier, watch: Wristwatch) -> None:
    for _ in range(4):
        carrier.send(number(0), "Your papers are ready.", "0" * 40)
        watch.wait(60)
    assert bodies(carrier) == ["Thank you!", "Can I drop the papers off today?"]


def test_a_phone_that_ends_in_eight_stops_at_the_first_text(
    carrier: PracticeCarrier, watch: Wristwatch
) -> None:
    carrier.send(number(8), "Your papers are ready.", "0" * 40)
    watch.wait(3)
    assert bodies(carrier) == ["STOP"]


@pytest.mark.parametrize("template", [Template.CONFIRMED, Template.STOPPED, Template.HELP])
def test_automatic_texts_are_not_answered(
    carrier: PracticeCarrier, watch: Wristwatch, template: Template
) -> None:
    for digit in range(10):
        carrier.send(number(digit), DEFAULT_TEXTS[template], "0" * 40)
    watch.wait(60)
    assert heard(carrier) == []


def test_a_text_is_delivered_after_a_second_unless_the_phone_is_out_of_reach(
    carrier: PracticeCarrier, watch: Wristwatch
) -> None:
    ids = [sent_id(carrier, number(0)), sent_id(carrier, number(9))]
    assert {one.status for one in carrier.statuses("MESSAGES", ids).records} == {"submitted"}
    watch.wait(1)
    page = carrier.statuses("MESSAGES", [*ids, "of an earlier run"])
    assert [one.status for one in page.records] == ["delivered", "undeliverable"]
    assert page.carrier_now == watch.now


def test_what_was_sent_is_found_by_its_reference(carrier: PracticeCarrier) -> None:
    carrier.send(number(0), "hello", "f" * 40)
    [page] = carrier.sent("MESSAGES", NOON, NOON + timedelta(seconds=1))
    assert [record.client_ref for record in page.records] == ["f" * 40]
    [before] = carrier.sent("MESSAGES", NOON - timedelta(hours=1), NOON)
    assert before.records == ()


def test_windows_include_their_start_and_not_their_end(carrier: PracticeCarrier) -> None:
    carrier.write(number(0), "hello")
    second = timedelta(seconds=1)
    [at_noon] = carrier.received("MESSAGES", NOON, NOON + second)
    [until_noon] = carrier.received("MESSAGES", NOON - second, NOON)
    assert (len(at_noon.records), len(until_noon.records)) == (1, 0)


def test_threads_may_use_it_together(carrier: PracticeCarrier, watch: Wristwatch) -> None:
    def sends() -> None:
        for _ in range(50):
            carrier.send(number(0), REQUEST, "0" * 40)

    threads = [threading.Thread(target=sends) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    watch.wait(2)
    assert len({record.carrier_id for record in heard(carrier)}) == 200
