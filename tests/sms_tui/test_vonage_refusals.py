"""Whose fault a refusal is, as its type, its title and its status say, over real TLS."""

from __future__ import annotations

import pytest

from data.carriage import Held, Outcome, Rejected, Unknown
from data.refusal_codes import MESSAGES
from data.refusals import Refusal
from sms_tui.vonage import VonageCarrier
from vonage_server import VonageServer, error

R = Refusal


def send(carrier: VonageCarrier) -> Outcome:
    return carrier.send("+15551230001", "Your papers are ready.", "0" * 40)


def kind(outcome: Outcome) -> str:
    if isinstance(outcome, Held):
        return "account" if outcome.account else "a moment"
    return type(outcome).__name__


EXPECTED = {R.ACCOUNT: "account", R.TEMPORARY: "a moment", R.UNCERTAIN: "Unknown"}


@pytest.mark.parametrize("code", MESSAGES)
def test_each_code_in_an_answer_ends_a_send_as_its_class_says(
    server: VonageServer, carrier: VonageCarrier, code: str
) -> None:
    server.fail_next(error(400, code))
    outcome = send(carrier)
    assert kind(outcome) == EXPECTED.get(MESSAGES[code].answer, "Rejected")
    assert not isinstance(outcome, Rejected) or outcome.code == code
    assert MESSAGES[code].words in getattr(outcome, "words", "")
    assert len(server.posts) == 1


@pytest.mark.parametrize("status", [401, 402, 403, 404])
@pytest.mark.parametrize("code", ["1170", "1210", "1000", "low-balance", "made-up"])
def test_some_statuses_are_the_accounts_whatever_the_body_says(
    server: VonageServer, carrier: VonageCarrier, status: int, code: str
) -> None:
    server.fail_next(error(status, code))
    assert kind(send(carrier)) == "account"


@pytest.mark.parametrize("code", ["1000", "1170", "9999", "throttled"])
def test_408_and_429_come_before_what_the_body_says(
    server: VonageServer, carrier: VonageCarrier, code: str
) -> None:
    server.fail_next(error(408, code))
    server.fail_next(error(429, code))
    assert [kind(send(carrier)) for _ in range(2)] == ["Unknown", "a moment"]


@pytest.mark.parametrize(
    ("title", "number", "expected"),
    [
        ("Invalid recipient", "110", "1430"),
        ("", "110", "1430"),
        ("Invalid recipient", "1120", "1430"),
        ("1170", "1170", "1170"),
        ("Message too long", "1090", "1090"),
    ],
)
def test_status_422_numbers_errors_otherwise_and_its_title_decides(
    server: VonageServer, carrier: VonageCarrier, title: str, number: str, expected: str
) -> None:
    server.fail_next(error(422, number, title))
    outcome = send(carrier)
    assert isinstance(outcome, Rejected)
    assert outcome.code == expected


@pytest.mark.parametrize("status", [400, 409, 422])
@pytest.mark.parametrize("code", ["1030", "1320", "1490"])
def test_an_error_that_leaves_it_open_leaves_the_text_uncertain(
    server: VonageServer, carrier: VonageCarrier, status: int, code: str
) -> None:
    server.fail_next(error(status, code))
    assert isinstance(send(carrier), Unknown)
