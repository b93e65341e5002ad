"""Pages of records: every one that an answer speaks of is read, whatever its status says.

The names and shapes are those of the vendor's guide to pagination and of its samples, read in
November 2026: https://developer.vonage.com/en/reports/guides/how-to-handle-pagination
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.clock import utc_now
from sms_tui.carrier import CarrierProblem
from sms_tui.vonage import VonageCarrier
from sms_tui.vonage_records import UnreadableError, envelope
from vonage_server import Answer, VonageServer, account

CURSOR, IV = "VwwxWeDs_SHrf-5eDb", "QnJtvajk5bH0wMX-8JHLRQ"
SAME = {"cursor": CURSOR, "iv": IV}
RECORDS = "https://api.nexmo.com/v2/reports/records?account_id=abcd1234&product=SMS"
NEXT = {"next": {"href": f"{RECORDS}&cursor={CURSOR}&iv={IV}"}, "self": {"href": RECORDS}}
EMPTY = {"next": {"href": f"{RECORDS}&cursor=&iv="}}
ONWARD = {"next": {"href": f"{RECORDS}&page=2"}}


@pytest.mark.parametrize("status", ["TRUNCATED", "SUCCESS", "PENDING", None])
@pytest.mark.parametrize(
    "beside",
    [SAME | {"_links": NEXT}, SAME, {"_links": NEXT}, {"cursor": "", "iv": "", "_links": NEXT},
     {"cursor": None, "_links": NEXT}],
)  # fmt: skip
def test_a_cursor_or_a_next_link_is_followed_whatever_the_status_says(
    status: str | None, beside: dict[str, object]
) -> None:
    answer = {"request_status": status, "items_count": 0, "records": []} | beside
    assert envelope(answer).more == SAME


@pytest.mark.parametrize("status", ["SUCCESS", None])
@pytest.mark.parametrize(
    "beside",
    [{}, {"cursor": ""}, {"cursor": None, "iv": None}, {"_links": {"self": {"href": RECORDS}}},
     {"_links": {"next": None}}, {"_links": {"next": {"href": ""}}}, {"_links": EMPTY},
     {"cursor": "", "iv": "", "_links": EMPTY}],
)  # fmt: skip
def test_an_empty_cursor_or_none_ends_the_pages(
    status: str | None, beside: dict[str, object]
) -> None:
    assert envelope({"request_status": status, "records": []} | beside).more is None


@pytest.mark.parametrize(
    "answer",
    [
        {"request_status": "TRUNCATED"},
        {"request_status": "TRUNCATED", "cursor": ""},
        {"request_status": "TRUNCATED", "_links": EMPTY},
        {"request_status": "SUCCESS", "_links": ONWARD},
        {"request_status": "SUCCESS", "cursor": 7},
        {"request_status": "SUCCESS", "cursor": ["a"]},
        {"request_status": "ABORTED", "cursor": CURSOR},
        {"request_status": "FAILED", "_links": NEXT},
    ],
)
def test_more_that_cannot_be_asked_for_is_a_failure(answer: dict[str, object]) -> None:
    with pytest.raises(UnreadableError):
        envelope({"records": []} | answer)


def bodies(server: VonageServer) -> list[str]:
    """What one question for the last hour brings."""
    carrier = VonageCarrier(account(server), timeout=1)
    now = utc_now()
    try:
        pages = list(carrier.received("MESSAGES", now - timedelta(hours=1), now))
    finally:
        carrier.close()
    return [record.body for page in pages for record in page.records]


@pytest.mark.parametrize("status", ["TRUNCATED", "SUCCESS"])
def test_all_pages_are_read_through_the_real_client(server: VonageServer, status: str) -> None:
    server.book.page_size, server.book.cut_off = 2, status
    written = [f"line {n}" for n in range(5)]
    for body in written:
        server.receive("+14155550132", body=body, at=utc_now() - timedelta(minutes=5))
    assert bodies(server) == written
    assert len(server.gets) == 3


def test_a_cursor_that_comes_again_is_not_asked_for_ever_beside_success(
    server: VonageServer,
) -> None:
    again = {"request_status": "SUCCESS", "records": []} | SAME
    server.fail_next(Answer(200, again), times=50)
    with pytest.raises(CarrierProblem, match="over and over"):
        bodies(server)
    assert len(server.gets) == 2
