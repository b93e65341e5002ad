"""Twenty queued texts meet a carrier that refuses, over real TLS: one POST, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.models import MessageStatus
from firm_over_vonage import Firm
from screens.standing import standing
from sms_tui.finding import State
from sms_tui.store_checks import worker as doctor
from sms_tui.worker import Worker
from vonage_server import Answer, VonageServer, error

PAGE = "<!DOCTYPE html>\n<html><body>Access denied by the office's filter.</body></html>"
REFUSED: list[tuple[str, str | Answer, str]] = [
    ("402 low balance", error(402, "low-balance", "Low balance"), "Top it up"),
    ("402 1070", error(402, "1070"), "no credit left"),
    ("402 without words", Answer(402, b""), "payment"),
    ("401", error(401, "unauthorized"), "refuses the API key or secret"),
    ("403 suspended", error(403, "account-suspended"), "suspended the account"),
    ("403 forbidden", error(403, "forbidden", "Forbidden"), "does not let this account send"),
    ("403 page", Answer(403, PAGE), "web page answered in place of Vonage (403)"),
    ("404", error(404, "not-found"), "api_host"),
    ("404 page", Answer(404, PAGE), "web page"),
    ("422 1120", error(422, "1120", "Invalid sender", "The from is invalid."), "sending number"),
    ("422 1060", error(422, "1060", "Invalid client reference"), "our reference"),
    ("422 1110", error(422, "1110", "Invalid channel parameters"), "channel's parameters"),
    ("422 1140", error(422, "1140", "Invalid message type"), "type of message"),
    ("400 1010", error(400, "1010"), "misses something"),
    ("400 not published", error(400, "9999", "Odd"), "Odd"),
    ("410", Answer(410, b"gone"), "without saying why (410)"),
    ("407 page", Answer(407, PAGE), "proxy or a filter"),
    ("302", Answer(302, b"", {"Location": "https://elsewhere.example/"}), "leads elsewhere (302)"),
    ("307", "redirect", "leads elsewhere (307)"),
    ("422 1460", error(422, "1460"), "daily limit"),
]
# One of each way to refuse; the others take the same way and are long.
QUICK = {"402 low balance", "403 page", "404", "422 1120", "302"}
UNCERTAIN: list[tuple[str, Answer]] = [
    ("a page with 200", Answer(200, PAGE)),
    ("a page with 502", Answer(502, PAGE)),
]


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    with VonageServer() as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca_path)
        firm = Firm(tmp_path / "firm.db", server)
        firm.authorize()
        yield firm
        firm.close()


def passes(firm: Firm, seconds: float) -> None:
    firm.clock.ahead += timedelta(seconds=seconds)
    firm.server.set_clock(firm.clock.ahead.total_seconds())


def statuses(firm: Firm, texts: list[int]) -> Counter[MessageStatus]:
    return Counter(firm.status(text) for text in texts)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(*row[1:], id=row[0], marks=[] if row[0] in QUICK else [pytest.mark.long])
        for row in REFUSED
    ],
)
def test_what_every_text_would_meet_holds_the_queue_after_one_and_goes_on_by_itself(
    firm: Firm, answer: str | Answer, words: str
) -> None:
    texts = [firm.text(f"text {n}") for n in range(20)]
    firm.server.fail_next(answer, times=100, on="POST")
    firm.once()
    firm.once()
    assert len(firm.server.posts) == 1
    assert statuses(firm, texts) == {MessageStatus.QUEUED: 20}
    health = firm.store.worker.health()
    assert health.carrier == "refused"
    assert words in health.problem
    state, said = doctor(firm.store)
    assert state is State.WRONG
    assert words in said
    assert "sms-tui resume" in said
    now = firm.clock()
    shown = standing(health, now, firm.store.rules().stale_after, held=20)
    assert shown.words == "the carrier refuses the account: 20 texts are held"
    # Another worker begins: the hold outlives the one that met it.
    firm.worker = Worker(firm.store, firm.carrier, clock=firm.clock)
    firm.once()
    assert len(firm.server.posts) == 1
    firm.server.clear_faults()
    passes(firm, 80)
    firm.once()
    assert len(firm.server.posts) == 21
    assert firm.server.posts[1].body["text"] == "text 1"
    assert statuses(firm, texts) == {MessageStatus.SENT: 20}
    assert len({str(post.body["client_ref"]) for post in firm.server.posts}) == 20
    assert firm.store.worker.health().carrier == "ok"


@pytest.mark.parametrize("answer", [row[1] for row in UNCERTAIN], ids=[row[0] for row in UNCERTAIN])
def test_a_page_after_which_a_text_may_have_gone_holds_the_rest(firm: Firm, answer: Answer) -> None:
    texts = [firm.text(f"text {n}") for n in range(20)]
    firm.server.show_late(3600)
    firm.server.fail_next(answer, times=100, on="POST")
    firm.once()
    firm.once()
    assert len(firm.server.posts) == 1
    assert statuses(firm, texts) == {MessageStatus.UNCERTAIN: 1, MessageStatus.QUEUED: 19}
    firm.server.clear_faults()
    passes(firm, 80)
    firm.once()
    assert len(firm.server.posts) == 20
    assert statuses(firm, texts) == {MessageStatus.UNCERTAIN: 1, MessageStatus.SENT: 19}


def test_a_cause_that_stays_is_tried_slowly_with_one_text_after_another(firm: Firm) -> None:
    for n in range(4):
        firm.text(f"text {n}")
    firm.server.fail_next(error(402, "1070"), times=100, on="POST")
    for _ in range(60):
        firm.once()
        passes(firm, 60)
    tried = [str(post.body["text"]) for post in firm.server.posts]
    assert 5 <= len(tried) <= 9
    assert tried[:5] == ["text 0", "text 1", "text 2", "text 3", "text 0"]


def test_a_text_that_alone_is_refused_fails_and_the_others_go_out(firm: Firm) -> None:
    texts = [firm.text(f"text {n}") for n in range(20)]
    firm.server.fail_next(error(422, "1020", "Invalid params"), on="POST")
    firm.once()
    assert statuses(firm, texts) == {MessageStatus.QUEUED: 20}
    passes(firm, 80)
    firm.text("one more")
    firm.server.book.refuses = "text 0"
    firm.once()
    assert statuses(firm, texts) == {MessageStatus.FAILED: 1, MessageStatus.SENT: 19}
    assert firm.status(texts[0]) is MessageStatus.FAILED
    assert "Other texts went out meanwhile" in firm.store.log.get(texts[0]).reason
    assert firm.store.worker.health().carrier == "ok"


def test_a_limit_reported_later_holds_the_rest_until_a_record_says_a_text_went(firm: Firm) -> None:
    first = firm.text("first")
    firm.once()
    rest = [firm.text(f"text {n}") for n in range(3)]
    carrier_id = firm.store.log.get(first).carrier_id or ""
    firm.server.deliver(carrier_id, "rejected", "1460")
    firm.store.reports.apply(next(iter(firm.carrier.statuses("MESSAGES", [carrier_id]).records)))
    assert firm.status(first) is MessageStatus.FAILED
    assert "It may be sent again." in firm.store.log.get(first).reason
    posts = len(firm.server.posts)
    for _ in range(10):
        firm.once()
        passes(firm, 60)
    assert len(firm.server.posts) == posts
    passes(firm, 900)
    firm.once()
    assert len(firm.server.posts) == posts + 1
    firm.once()  # the record says "submitted"
    firm.once()
    assert statuses(firm, rest) == {MessageStatus.SENT: 3}
