"""Sending through the real SDK, over real TLS: one POST per text, and what each answer means."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data.carriage import Accepted, Held, Outcome, Rejected, Unknown
from sms_tui.vonage import VonageCarrier
from vonage_server import Answer, VonageServer, account, error

MAYA = "+15551230001"
REFERENCE = "0123456789abcdef0123456789abcdef01234567"


def send(carrier: VonageCarrier) -> Outcome:
    return carrier.send(MAYA, "Your papers are ready.", REFERENCE)


def test_a_text_is_one_post_with_our_reference_and_numbers_without_plus(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    outcome = send(carrier)
    [post] = server.posts
    assert outcome == Accepted(server.messages[REFERENCE].message_id)
    assert post.path == "/v1/messages"
    assert post.body == {
        "to": "15551230001",
        "from": "15559870000",
        "text": "Your papers are ready.",
        "client_ref": REFERENCE,
        "channel": "sms",
        "message_type": "text",
    }


@pytest.mark.parametrize(
    "fault", ["empty", "garbage", "wrong-json", "truncated", "trickle", "trickle-headers"]
)
def test_a_202_is_accepted_even_when_its_body_cannot_be_read(
    server: VonageServer, carrier: VonageCarrier, fault: str
) -> None:
    server.fail_next(fault)
    assert send(carrier) == Accepted(None)
    assert len(server.posts) == 1


@pytest.mark.parametrize("body", ['{"message_uuid": 7}', "null", "[" * 100_000, "1" * 5000, "{}"])
def test_no_json_of_a_202_makes_it_anything_but_accepted(
    server: VonageServer, carrier: VonageCarrier, body: str
) -> None:
    server.fail_next(Answer(202, body))
    assert send(carrier) == Accepted(None)
    assert len(server.posts) == 1


@pytest.mark.parametrize("status", [400, 402, 403, 404, 422])
def test_a_refused_text_is_rejected_for_good_with_the_code_of_its_type(
    server: VonageServer, carrier: VonageCarrier, status: int
) -> None:
    server.fail_next(error(status, "1240", "Illegal number", "barred"))
    outcome = send(carrier)
    assert isinstance(outcome, Rejected)
    assert outcome.code == "1240"
    assert outcome.words.startswith("The number is barred, or its owner has opted out.")
    assert len(server.posts) == 1
    assert not server.messages


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"type": 7}', '{"type": "no fragment"}'])
def test_a_refusal_that_is_not_vonages_own_or_says_nothing_holds_the_queue(
    server: VonageServer, carrier: VonageCarrier, body: str
) -> None:
    server.fail_next(Answer(422, body))
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert outcome.account
    assert outcome.words.endswith(".")


def test_vonages_own_words_are_kept_short_and_without_the_secret(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    server.fail_next(error(400, "9999", "Odd", f"{server.api_secret} " + "long " * 500))
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert outcome.account
    assert server.api_secret not in outcome.words
    assert len(outcome.words) <= 260


@pytest.mark.parametrize(("status", "code"), [(402, "1070"), (422, "1460"), (429, "1460")])
def test_no_credit_and_the_daily_limit_hold_the_queue(
    server: VonageServer, carrier: VonageCarrier, status: int, code: str
) -> None:
    server.fail_next(error(status, code))
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert outcome.account
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [("7", 7, 7), ("0.5", 0.5, 0.5), ("in an hour", 3000, 3600), ("9" * 9, 86400, 86400)],
)
def test_too_many_requests_hold_for_the_time_named(
    server: VonageServer, carrier: VonageCarrier, header: str, least: float, most: float
) -> None:
    if header == "in an hour":
        header = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.fail_next(error(429, "throttled", Retry_After=header))
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert outcome.retry_after is not None
    assert least <= outcome.retry_after <= most
    assert not outcome.account
    assert len(server.posts) == 1


@pytest.mark.parametrize("header", ["soon", "-3", "1e999", "٣", "Mon, 99 Nov 2026 99:00:00 GMT"])
def test_a_wait_that_cannot_be_read_leaves_the_backing_off_to_us(
    server: VonageServer, carrier: VonageCarrier, header: str
) -> None:
    headers = {"Retry-After": header} if header.isascii() else {}
    server.fail_next(Answer(429, b"", headers))
    assert send(carrier) == Held("Vonage asks us to slow down (429).")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599, 408, 409])
def test_an_error_of_the_carriers_own_leaves_it_unknown(
    server: VonageServer, carrier: VonageCarrier, status: int
) -> None:
    server.fail_next(Answer(status, b"", {"Retry-After": "1"}))
    assert isinstance(send(carrier), Unknown)
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    "fault",
    [
        *("close", "reset", "timeout", "reset-before-read"),
        *("close-after-accept", "reset-after-accept", "timeout-after-accept"),
    ],
)
def test_silence_after_the_request_left_is_unknown_and_never_sent_again(
    server: VonageServer, carrier: VonageCarrier, fault: str
) -> None:
    server.fail_next(fault)
    assert isinstance(send(carrier), Unknown)
    assert len(server.posts) == (0 if fault == "reset-before-read" else 1)
    assert len(server.messages) <= 1


def test_a_redirect_is_not_followed(server: VonageServer, carrier: VonageCarrier) -> None:
    server.fail_next("redirect")
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert outcome.account
    assert len(server.posts) == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("reset-on-connect", "closed the connection"),
        ("timeout-on-connect", "did not answer in time"),
        ("tls", "certificate is not trusted"),
    ],
)
def test_no_connection_is_held_because_nothing_left(
    server: VonageServer, carrier: VonageCarrier, fault: str, words: str
) -> None:
    server.fail_next(fault)
    outcome = send(carrier)
    assert isinstance(outcome, Held)
    assert words in outcome.words
    assert not outcome.account
    assert not server.posts
    assert isinstance(send(carrier), Accepted)


def test_a_refused_connection_is_held(server: VonageServer, carrier: VonageCarrier) -> None:
    with server.down():
        assert send(carrier) == Held(f"{server.host} refuses connections.")
    assert isinstance(send(carrier), Accepted)


def test_a_host_without_an_address_is_held(server: VonageServer) -> None:
    carrier = VonageCarrier(account(server, api_host="no-such-host.invalid"), timeout=1)
    outcome = send(carrier)
    assert outcome == Held("The name no-such-host.invalid cannot be found (DNS).")


def test_a_connection_closed_between_two_texts_costs_nothing(
    server: VonageServer, carrier: VonageCarrier
) -> None:
    for _ in range(3):
        assert isinstance(send(carrier), Accepted)
        server.drop_connections()
    assert len(server.posts) == 3


@pytest.mark.parametrize(
    ("to", "body", "reference"),
    [
        ("not a number", "hello", REFERENCE),
        (MAYA, "x" * 3201, REFERENCE),
        (MAYA, "half a pair: \ud83d", REFERENCE),
        (MAYA, "hello", "too short"),
    ],
)
def test_what_no_sms_can_be_is_rejected_without_asking(
    server: VonageServer, carrier: VonageCarrier, to: str, body: str, reference: str
) -> None:
    assert isinstance(carrier.send(to, body, reference), Rejected)
    assert not server.posts


def test_threads_share_nothing_on_the_wire(server: VonageServer, carrier: VonageCarrier) -> None:
    outcomes: list[Outcome] = []

    def sends_ten(first: int) -> None:
        for number in range(first, first + 10):
            outcomes.append(carrier.send(MAYA, f"text {number}", f"{number:040}"))
        carrier.close()

    threads = [threading.Thread(target=sends_ten, args=(first,)) for first in (0, 10, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(server.messages) == [f"{number:040}" for number in range(30)]
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)


@pytest.mark.parametrize("ahead", [-4000, 0, 4000])
def test_an_accepted_text_was_taken_at_the_carriers_time(
    server: VonageServer, carrier: VonageCarrier, ahead: int
) -> None:
    server.set_clock(ahead)
    outcome = send(carrier)
    assert isinstance(outcome, Accepted)
    assert outcome.at is not None
    assert outcome.at.microsecond == 0
    assert abs(outcome.at - server.book.now()) < timedelta(seconds=3)
