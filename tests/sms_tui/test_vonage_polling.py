"""Asking Vonage for records through the real SDK: windows, pages, ids, and every way to fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.carriage import NOT_A_CLIENT, InboundRecord
from data.clock import utc_now
from sms_tui.carrier import CarrierProblem, Check
from sms_tui.vonage import VonageCarrier
from vonage_server import Answer, VonageServer, account, error

MAYA = "+15551230001"
NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)
ONE = NOON + timedelta(hours=1)
REFERENCE = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VonageServer]:
    with VonageServer() as server:
        server.book.skew = NOON + timedelta(days=30) - utc_now()
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca_path)
        yield server


def carrier_for(server: VonageServer, **changes: str) -> VonageCarrier:
    return VonageCarrier(account(server, **changes), timeout=1, clock=server.book.now)


@pytest.fixture
def carrier(server: VonageServer) -> Iterator[VonageCarrier]:
    carrier = carrier_for(server)
    yield carrier
    carrier.close()


def received(
    carrier: VonageCarrier, start: datetime, end: datetime, product: str = "MESSAGES"
) -> list[InboundRecord]:
    return [record for page in carrier.received(product, start, end) for record in page.records]


def test_a_clients_text_comes_with_its_plus_and_the_carriers_time(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    message_id = server.receive(MAYA, body="YES", at=NOON)
    [page] = carrier.received("MESSAGES", NOON, ONE)
    [record] = page.records
    assert record == InboundRecord("MESSAGES", message_id, MAYA, "15559870000", "YES", NOON)
    assert page.carrier_now is not None
    assert abs(page.carrier_now - server.book.now()) < timedelta(seconds=5)


@pytest.mark.parametrize("product", ["MESSAGES", "SMS"])
def test_a_window_includes_its_start_and_not_its_end(
    server: VonageServer, carrier: VonageCarrier, product: str
) -> None:
    second = timedelta(seconds=1)
    for at in (NOON - second, NOON, ONE - second, ONE):
        server.receive(MAYA, body=f"{at:%H:%M:%S}", at=at, product=product)
    bodies = [record.body for record in received(carrier, NOON, ONE, product)]
    assert bodies == ["12:00:00", "12:59:59"]


def test_days_are_walked_in_windows_of_24_hours_without_gap_or_overlap(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    # 8 March 2026 is the day the clocks change in the United States.
    start, end = NOON - timedelta(hours=1, microseconds=7), NOON + timedelta(days=3)
    hours = [start + timedelta(hours=hour) for hour in range(73)]
    for number, at in enumerate(hours):
        server.receive(MAYA, body=str(number), at=at + timedelta(seconds=1))
    bodies = [record.body for record in received(carrier, start, end)]
    assert bodies == [str(number) for number in range(73)]
    assert len(server.gets) == 4
    ends = [params["date_end"] for params in server.gets]
    assert ends[:-1] == [params["date_start"] for params in server.gets[1:]]


@pytest.mark.parametrize("span", [timedelta(0), timedelta(seconds=-5), timedelta(microseconds=9)])
def test_a_window_without_time_in_it_asks_nothing(
    server: VonageServer, carrier: VonageCarrier, span: timedelta
) -> None:
    assert received(carrier, NOON, NOON + span) == []
    assert not server.gets


def test_every_page_is_asked_with_the_whole_question_and_the_link_is_not_followed(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    server.book.page_size = 2
    for number in range(5):
        server.receive(MAYA, body=str(number), at=NOON)
    pages = list(carrier.received("MESSAGES", NOON, ONE))
    assert [record.body for page in pages for record in page.records] == list("01234")
    assert len(server.gets) == 3
    first, *following = server.gets
    assert all(first.items() <= question.items() for question in following)
    assert (first["include_message"], first["account_id"]) == ("true", server.api_key)


def test_a_cursor_that_stands_only_in_the_link_is_used_without_its_host(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    link = "https://elsewhere.example/x?cursor=abc%3D&iv=%2B1&date_end=none"
    first = {"request_status": "TRUNCATED", "records": [], "_links": {"next": {"href": link}}}
    server.fail_next(Answer(200, first))
    server.fail_next(Answer(200, {"request_status": "SUCCESS", "records": []}))
    list(carrier.received("MESSAGES", NOON, ONE))
    assert server.gets[1]["cursor"] == "abc="
    assert server.gets[1]["iv"] == "+1"
    assert server.gets[1]["date_start"] == server.gets[0]["date_start"]


@pytest.mark.parametrize("link", [7, None, "https://[bad", "https://x/?date_end=1"])
def test_a_cut_off_answer_that_does_not_say_how_to_go_on_is_a_problem(
    server: VonageServer, carrier: VonageCarrier, link: object
) -> None:
    links = {"next": {"href": link}}
    server.fail_next(Answer(200, {"request_status": "TRUNCATED", "records": [], "_links": links}))
    with pytest.raises(CarrierProblem, match="more records follow"):
        received(carrier, NOON, ONE)


def test_a_carrier_that_repeats_its_cursor_is_not_asked_for_ever(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    again = {"request_status": "TRUNCATED", "cursor": "a", "iv": "b", "records": []}
    server.fail_next(Answer(200, again), times=50)
    with pytest.raises(CarrierProblem, match="over and over"):
        received(carrier, NOON, ONE)
    assert len(server.gets) == 2


def test_one_bad_record_does_not_hide_the_others(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    server.receive(MAYA, body="first", at=NOON)
    server.receive(MAYA, at=NOON, raw={"from": "Acme", "message_id": "1", "message_body": "Hi"})
    server.receive(MAYA, body="last 🙏 \ud83d \x00", at=NOON)
    [page] = carrier.received("MESSAGES", NOON, ONE)
    assert [record.body for record in page.records] == ["first", "last 🙏 \ufffd \ufffd"]
    [bad] = page.bad
    assert "Acme" in bad.raw
    assert bad.why == NOT_A_CLIENT


def test_a_late_record_is_not_there_until_it_shows(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    server.show_late(3600)
    server.receive(MAYA, body="late", at=NOON)
    assert received(carrier, NOON, ONE) == []
    server.set_clock((server.book.skew + timedelta(hours=2)).total_seconds())
    assert [one.body for one in received(carrier, NOON, ONE)] == ["late"]


def test_a_sent_text_is_found_by_its_reference(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    start = server.book.now() - timedelta(minutes=1)
    server.fail_next("reset-after-accept")
    carrier.send(MAYA, "hello", REFERENCE)
    server.set_clock((server.book.skew + timedelta(minutes=1)).total_seconds())
    [page] = carrier.sent("MESSAGES", start, server.book.now() - timedelta(seconds=1))
    [record] = page.records
    assert record.client_ref == REFERENCE
    assert record.carrier_id == server.messages[REFERENCE].message_id
    assert record.status == "submitted"
    assert "include_message" not in server.gets[0]


def test_statuses_are_asked_for_by_id_twenty_at_a_time(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    references = [f"{number:040}" for number in range(45)]
    for reference in references:
        carrier.send(MAYA, "hello", reference)
        server.deliver(reference, "rejected", "1240")
    ids = [server.messages[reference].message_id for reference in references]
    page = carrier.statuses("MESSAGES", ["", "unknown-id", *ids, ids[0]])
    assert [record.carrier_id for record in page.records] == ids
    assert {(one.status, one.error_code) for one in page.records} == {("rejected", "1240")}
    assert all(one.at is not None for one in page.records)
    assert [len(params["id"].split(",")) for params in server.gets] == [20, 20, 6]
    assert carrier.statuses("MESSAGES", []).records == ()
    assert len(server.gets) == 3


def test_reports_are_asked_with_key_and_secret_even_with_an_application(
    server: VonageServer,
) -> None:
    carrier = carrier_for(
        server, application_id=server.application_id, private_key=server.private_key
    )
    carrier.send(MAYA, "hello", REFERENCE)
    server.receive(MAYA, body="YES", at=NOON)
    assert len(received(carrier, NOON, ONE)) == 1
    carrier.send(MAYA, "hello", REFERENCE[::-1])
    assert [post.headers["Authorization"][:7] for post in server.posts] == ["Bearer "] * 2


@pytest.mark.parametrize(
    ("fault", "words", "is_account"),
    [
        (401, "refuses the API key or secret", True),
        (403, "does not let this API key read", True),
        (422, "does not accept the question", False),
        (429, "slow down", False),
        (402, "asks for payment", True),
        (500, "error of its own (500)", False),
        (503, "error of its own (503)", False),
        ("redirect", "error of its own (307)", False),
        ("reset-on-connect", "closed the connection", False),
        ("reset-before-read", "closed the connection", False),
        ("close", "closed the connection", False),
        ("reset", "closed the connection", False),
        ("tls", "certificate is not trusted", False),
        ("timeout", "did not answer in time", False),
        ("trickle", "could not be read", False),
        ("truncated", "could not be read", False),
        ("empty", "could not be read", False),
        ("garbage", "could not be read", False),
        ("wrong-json", "could not be read", False),
        (Answer(200, "[" * 100_000), "could not be read", False),
        (Answer(200, "9" * 5000), "could not be read", False),
        (Answer(200, "{}"), "could not be read", False),
        (Answer(200, '{"records": {}}'), "could not be read", False),
        (Answer(200, '{"request_status": "FAILED", "records": []}'), "failed at Vonage", False),
        (Answer(200, b"x" * 10, {"Content-Encoding": "gzip"}), "could not be read", False),
    ],
)
def test_a_failed_question_is_one_problem_in_plain_words(
    server: VonageServer,
    carrier: VonageCarrier,
    fault: str | int | Answer,
    words: str,
    is_account: bool,
) -> None:
    server.fail_next(fault)
    with pytest.raises(CarrierProblem) as raised:
        received(carrier, NOON, ONE)
    assert words in raised.value.what
    assert raised.value.account is is_account
    assert server.api_secret not in str(raised.value)
    assert len(server.gets) <= 1


def test_an_endless_answer_is_not_read_to_its_end(
    server: VonageServer, carrier: VonageCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sms_tui import vonage_wire

    monkeypatch.setattr(vonage_wire, "MAX_BODY", 1000)
    server.fail_next(Answer(200, '{"records": [], "x": "' + "x" * 1000 + '"}'))
    with pytest.raises(CarrierProblem, match="could not be read"):
        received(carrier, NOON, ONE)


def test_too_many_questions_say_how_long_to_wait(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    server.fail_next(error(429, "throttled", Retry_After="12"))
    with pytest.raises(CarrierProblem) as raised:
        carrier.statuses("MESSAGES", ["one"])
    assert raised.value.retry_after == 12
    assert raised.value.carrier_now is not None


def test_the_check_names_the_products_that_answer(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    assert carrier.check() == Check(problems=(), products=("MESSAGES", "SMS"))
    assert server.book.records_served == 0
    assert not server.posts


def test_the_check_says_what_is_wrong(server: VonageServer, tmp_path: Path) -> None:
    [problem, _] = carrier_for(server, api_secret="wrong").check().problems
    assert "MESSAGES: Vonage refuses the API key or secret (401)." in problem
    with server.down():
        assert "refuses connections" in carrier_for(server).check().problems[0]
    nowhere = carrier_for(server, api_host="no-such-host.invalid").check()
    assert "cannot be found (DNS)" in nowhere.problems[0]
    keyless = carrier_for(server, application_id="a", private_key=str(tmp_path / "none.key"))
    assert "private key" in keyless.check().problems[0]


@pytest.mark.parametrize(("ahead", "words"), [(-90, "behind"), (90, "ahead of")])
def test_the_check_notices_a_wrong_clock(server: VonageServer, ahead: int, words: str) -> None:
    carrier = VonageCarrier(
        account(server), timeout=1, clock=lambda: server.book.now() + timedelta(seconds=ahead)
    )
    problem = carrier.check().problems[0]
    assert f"s {words} Vonage's" in problem
