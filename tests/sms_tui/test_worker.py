"""The worker with the real store and the real SDK, against the stand-in over TLS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.models import MessageStatus, Status
from data.store.worker import this_process
from firm_over_vonage import NUMBER, Firm
from sms_tui.background import WorkerThread
from sms_tui.worker import Counts, Worker, WorkerBusy
from vonage_server import VonageServer
from waiting import eventually


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    with VonageServer() as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", server.ca_path)
        firm = Firm(tmp_path / "firm.db", server)
        yield firm
        firm.close()


def test_a_yes_authorizes_and_is_confirmed_once(firm: Firm) -> None:
    firm.store.outbox.enqueue_authorization(firm.actor, firm.lead.id)
    assert firm.once() == Counts(sent=1)
    assert firm.now().status is Status.PENDING
    firm.server.receive(NUMBER, body="yes")
    assert firm.once() == Counts(received=1, sent=1)
    assert firm.now().status is Status.AUTHORIZED
    assert firm.once() == Counts()
    bodies = [str(post.body["text"]) for post in firm.server.posts]
    assert bodies[0].startswith("Acme Relief: may we text you")
    assert bodies[1].startswith("Acme Relief: you agreed")


def test_a_delivery_report_reaches_the_message(firm: Firm) -> None:
    firm.authorize()
    message_id = firm.text()
    firm.once()
    assert firm.status(message_id) is MessageStatus.SENT
    carrier_id = firm.store.log.get(message_id).carrier_id
    assert carrier_id is not None
    firm.server.deliver(carrier_id)
    assert firm.once().settled == 1
    assert firm.status(message_id) is MessageStatus.DELIVERED


def test_a_stop_that_waits_at_the_carrier_is_applied_before_a_queued_text(firm: Firm) -> None:
    firm.authorize()
    message_id = firm.text()
    firm.server.receive(NUMBER, body="STOP")
    firm.once()
    assert firm.now().status is Status.REVOKED
    assert firm.status(message_id) is MessageStatus.CANCELLED
    [confirmation] = firm.server.posts
    assert "no more texts" in str(confirmation.body["text"])


def test_a_stop_from_a_number_no_lead_has_is_kept(firm: Firm) -> None:
    firm.server.receive("+15551239999", body="STOP")
    firm.once()
    consent = firm.store.ledger.consent("+15551239999")
    assert consent is not None
    assert consent.status is Status.REVOKED


LOST = ("close", "reset", "timeout", "close-after-accept", "reset-after-accept", "truncated", 503)
KEPT = ("reset-on-connect", "tls", 401, 429)


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_leaves_the_text_uncertain_and_is_never_repeated(
    firm: Firm, fault: str | int
) -> None:
    firm.authorize()
    message_id = firm.text()
    firm.server.fail_next(fault, on="POST")
    firm.once()
    taken = bool(firm.server.messages.get(firm.store.log.get(message_id).client_ref or ""))
    expected = MessageStatus.SENT if taken else MessageStatus.UNCERTAIN
    assert firm.status(message_id) is expected
    firm.once()
    assert len(firm.server.posts) == 1


@pytest.mark.parametrize("fault", KEPT)
def test_a_text_the_carrier_did_not_take_goes_out_later_once(firm: Firm, fault: str | int) -> None:
    firm.authorize()
    message_id = firm.text()
    firm.server.fail_next(fault, on="POST" if isinstance(fault, int) else "any")
    firm.carrier.close()
    firm.once()
    firm.server.clear_faults()
    firm.clock.ahead += timedelta(seconds=90)
    firm.server.set_clock(90)
    firm.worker = Worker(firm.store, firm.carrier, clock=firm.clock)
    firm.once()
    assert firm.status(message_id) is MessageStatus.SENT
    assert len(firm.server.messages) == 3


def test_an_accepted_text_whose_answer_was_lost_is_found_by_its_reference(firm: Firm) -> None:
    firm.authorize()
    message_id = firm.text()
    firm.server.show_late(3600)
    firm.server.fail_next("reset-after-accept", on="POST")
    assert firm.once().uncertain == 1
    assert firm.status(message_id) is MessageStatus.UNCERTAIN
    for record in firm.server.book.records:
        record.visible_at = record.received
    assert firm.once().settled == 1
    assert firm.status(message_id) is MessageStatus.SENT


def test_an_opt_out_the_carrier_reports_later_revokes(firm: Firm) -> None:
    firm.authorize()
    message_id = firm.text()
    firm.once()
    carrier_id = firm.store.log.get(message_id).carrier_id
    assert carrier_id is not None
    firm.server.deliver(carrier_id, "rejected", "1240")
    firm.once()
    assert firm.status(message_id) is MessageStatus.FAILED
    assert firm.now().status is Status.REVOKED
    consent = firm.now().consent
    assert consent is not None
    assert consent.cause == "carrier"


def test_nothing_is_sent_while_replies_cannot_be_read(firm: Firm) -> None:
    firm.authorize()
    firm.clock.ahead += timedelta(hours=1)
    firm.server.set_clock(3600)
    message_id = firm.text()
    firm.server.fail_next(503, on="GET", times=20)
    firm.once()
    assert firm.server.posts == []
    assert firm.status(message_id) is MessageStatus.QUEUED
    assert "STOP may be waiting" in firm.store.log.get(message_id).reason


def test_many_replies_in_one_window_come_once_and_in_order(firm: Firm) -> None:
    firm.authorize()
    firm.server.book.page_size = 20
    at = datetime.now(UTC) - timedelta(minutes=2)
    for n in range(70):
        firm.server.receive(NUMBER, body=f"line {n}", at=at + timedelta(milliseconds=n))
    assert firm.once().received == 70
    assert firm.once().received == 0
    bodies = [m.body for m in firm.store.log.newest(firm.lead.id, 200) if m.body[:4] == "line"]
    assert bodies == [f"line {n}" for n in range(70)]


def test_a_message_under_both_products_is_one(firm: Firm) -> None:
    at = datetime.now(UTC)
    for product in ("MESSAGES", "SMS"):
        firm.server.receive(NUMBER, body="Hello", at=at, product=product)
    assert firm.once().received == 1


def test_four_days_of_downtime_are_walked_in_windows(firm: Firm) -> None:
    firm.once()
    firm.clock.ahead = timedelta(days=4)
    firm.server.set_clock(4 * 86_400)
    for day in range(4):
        at = firm.clock() - timedelta(days=day, hours=1)
        firm.server.receive(NUMBER, body=f"day {day}", at=at)
    assert firm.once().received == 4


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wrong_clock_loses_no_reply(firm: Firm, hours: int) -> None:
    firm.server.set_clock(hours * 3600)
    firm.server.receive(NUMBER, body="Hello", at=firm.server.book.now() - timedelta(seconds=5))
    assert firm.once().received == 1
    assert firm.store.worker.health().last_poll_at is not None


def test_a_record_that_cannot_be_read_is_set_aside_and_blocks_nothing(firm: Firm) -> None:
    firm.server.receive(NUMBER, raw={"message_id": 7, "from": None})
    firm.server.receive(NUMBER, body="Hello")
    assert firm.once().received == 1
    assert len(firm.store.received.set_aside_list()) == 1


def test_a_second_worker_does_nothing_while_the_first_holds_the_lease(firm: Firm) -> None:
    fence = firm.store.worker.acquire(f"elsewhere:1:{1}")
    assert fence is not None
    with pytest.raises(WorkerBusy):
        firm.once()


def test_what_a_dead_worker_left_in_sending_becomes_uncertain(firm: Firm) -> None:
    firm.authorize()
    message_id = firm.text()
    fence = firm.store.worker.acquire("a process that is gone")
    assert fence is not None
    firm.store.worker.renew(fence)
    assert firm.store.dispatch.claim(fence) is not None
    firm.clock.ahead += timedelta(seconds=95)
    firm.once()
    assert firm.status(message_id) is MessageStatus.UNCERTAIN
    assert firm.server.posts == []


def test_the_worker_beside_the_app_sends_what_another_connection_queues(firm: Firm) -> None:
    firm.authorize()
    background = WorkerThread(firm.store, firm.carrier)
    background.start()
    message_id = firm.text()
    eventually(lambda: firm.status(message_id) is MessageStatus.SENT)
    background.stop()
    assert firm.store.worker.health().alive is False


def test_a_worker_without_a_carrier_says_so_and_leaves_the_lease_free(firm: Firm) -> None:
    background = WorkerThread(firm.store, None)
    background.start()
    eventually(lambda: firm.store.worker.health().carrier == "none")
    assert firm.store.worker.acquire(this_process()) is not None
    background.stop()


def test_looking_for_one_lost_answer_is_not_billed_for_other_texts(firm: Firm) -> None:
    firm.authorize()
    text = firm.text()
    firm.server.show_late(3600)
    firm.server.fail_next("reset-after-accept", on="POST")
    firm.once()
    assert firm.status(text) is MessageStatus.UNCERTAIN
    for n in range(600):
        firm.server.book.take({"from": "15559870000", "to": f"1415556{n:04}", "text": "x"})
    for record in firm.server.book.records:
        record.visible_at = record.received
    served = firm.server.book.records_served
    assert firm.once().settled >= 1
    assert firm.status(text) is MessageStatus.SENT
    assert firm.server.book.records_served - served < 20
