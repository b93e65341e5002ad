"""Sending: the queue gives way to replies, keeps its pace and its lease, and looks once more."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest

from data.carriage import Accepted, Held, Outcome
from data.models import MessageStatus
from firm import Firm, Moment
from sms_tui.practice import PracticeCarrier
from sms_tui.sending import Sending


class Scripted(PracticeCarrier):
    """Gives the outcomes it was told, then takes everything; does something before each."""

    def __init__(self, clock: Moment, *outcomes: Outcome) -> None:
        super().__init__(clock)
        self.outcomes = list(outcomes)
        self.first: Callable[[], object] = lambda: None
        self.sent_bodies: list[str] = []

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = lambda: True
    ) -> Outcome:
        self.first()
        if not last_look():
            return Held("withdrawn")
        self.sent_bodies.append(body)
        return self.outcomes.pop(0) if self.outcomes else Accepted(f"out-{client_ref[:8]}")


@pytest.fixture
def carrier(firm: Firm) -> Scripted:
    return Scripted(firm.clock)


@pytest.fixture
def sending(firm: Firm, carrier: Scripted) -> Sending:
    return Sending(firm.store, carrier, firm.clock)


class Passing(Event):
    """An event nobody sets; waiting for it moves the clock instead."""

    def __init__(self, clock: Moment) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.passes(seconds=timeout or 0)
        return False


def test_a_long_queue_gives_way_when_replies_are_due(firm: Firm, sending: Sending) -> None:
    lead = firm.authorized()
    for _ in range(3):
        firm.text(lead)
    done = sending.run(firm.work(), Passing(firm.clock), lambda: True)
    assert done.sent == 1
    assert sending.cut_short
    assert sending.waiting
    done = sending.run(firm.work(), Passing(firm.clock))
    assert done.sent == 2
    assert not sending.cut_short


def test_a_slow_pace_keeps_the_lease(
    firm: Firm, sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = firm.authorized()
    monkeypatch.setitem(firm.store._context.pinned, "per_second", 0.005)
    firm.store._context.forget_rules()
    for _ in range(3):
        firm.text(lead)
    before = firm.clock()
    assert sending.run(firm.work(), Passing(firm.clock)).sent == 3
    assert (firm.clock() - before).total_seconds() >= 400


def test_what_the_carrier_did_not_take_goes_out_after_the_pause_without_another_event(
    firm: Firm, sending: Sending, carrier: Scripted
) -> None:
    message = firm.text(firm.authorized())
    carrier.outcomes = [Held("slow down")]
    sending.run(firm.work(), Passing(firm.clock))
    assert not sending.waiting
    sending.run(firm.work(), Passing(firm.clock))  # the store changed meanwhile
    assert firm.message(message.id).status is MessageStatus.QUEUED
    firm.clock.passes(seconds=10)
    assert sending.waiting
    sending.run(firm.work(), Passing(firm.clock))
    assert firm.message(message.id).status is MessageStatus.SENT


def test_a_stop_that_is_recorded_while_connecting_keeps_the_text_back(
    firm: Firm, sending: Sending, carrier: Scripted
) -> None:
    lead = firm.authorized()
    message = firm.text(lead)
    carrier.first = lambda: firm.says(lead.number, "STOP")
    sending.run(firm.work(), Passing(firm.clock))
    assert "papers" not in "".join(carrier.sent_bodies)
    assert firm.message(message.id).status is MessageStatus.CANCELLED


def test_a_claim_that_grew_old_while_connecting_is_made_anew(
    firm: Firm, sending: Sending, carrier: Scripted
) -> None:
    message = firm.text(firm.authorized())
    waits = [11.0]
    carrier.first = lambda: firm.clock.passes(seconds=waits.pop() if waits else 0)
    assert sending.run(firm.work(), Passing(firm.clock)).sent == 1
    assert len(carrier.sent_bodies) == 1
    assert firm.message(message.id).status is MessageStatus.SENT


def test_a_carrier_that_fails_in_an_unknown_way_leaves_the_text_uncertain(
    firm: Firm, sending: Sending, carrier: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = firm.text(firm.authorized())

    def fails(*args: object) -> Outcome:
        last_look = args[-1]
        assert callable(last_look)
        assert last_look()
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(carrier, "send", fails)
    with pytest.raises(RuntimeError):
        sending.run(firm.work(), Passing(firm.clock))
    assert sending.waiting
    sending.write_unwritten()
    assert firm.message(message.id).status is MessageStatus.UNCERTAIN


def test_without_a_carrier_nothing_is_claimed(firm: Firm) -> None:
    text = firm.text(firm.authorized())
    Sending(firm.store, None, firm.clock).run(firm.work(), Passing(firm.clock))
    assert firm.message(text.id).status is MessageStatus.QUEUED
