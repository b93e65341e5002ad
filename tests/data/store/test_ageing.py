"""How old a message may grow in the queue: from when it could go out, or from what it answers."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from data.models import MessageStatus
from firm import Firm


def test_a_text_that_waited_too_long_dies_instead_of_going_out_late(firm: Firm) -> None:
    firm.store.settings.save(firm.actor, "hours_open", time(0))
    firm.store.settings.save(firm.actor, "hours_close", time.max)
    message = firm.text(firm.authorized())
    firm.clock.passes(hours=12, seconds=1)
    assert firm.claim() is None
    assert firm.message(message.id).status is MessageStatus.FAILED
    assert firm.message(message.id).reason.startswith("Too old to send")


# 05:05 UTC is 21:05 in San Francisco and 00:05 in New York; an unknown zone opens at 12:00 there.
@pytest.mark.parametrize(
    ("mobile", "opens", "closes"),
    [
        ("+1 415 555 0199", time(9), time(20)),
        ("+1 415 555 0199", time(8), time(21)),
        ("+1 800 555 0199", time(8), time(21)),
    ],
)
@pytest.mark.parametrize(("late", "goes"), [(0, True), (2, True), (2.01, False)])
def test_a_text_held_for_the_hours_goes_out_when_they_open_as_promised(
    firm: Firm, mobile: str, opens: time, closes: time, late: float, goes: bool
) -> None:
    firm.store.settings.save(firm.actor, "hours_open", opens)
    firm.store.settings.save(firm.actor, "hours_close", closes)
    firm.store.settings.save(firm.actor, "too_old_after", timedelta(hours=2))
    lead = firm.lead(mobile)
    firm.store.consents.grant(firm.actor, str(lead.number), "call", "Agreed")
    firm.clock.now = datetime(2026, 11, 24, 5, 5, tzinfo=UTC)
    firm.work()
    queued = firm.store.outbox.enqueue_text(firm.actor, lead.id, "Hello", "General")
    promised = queued.verdict.opens_at
    assert promised is not None
    assert firm.claim() is None
    assert firm.message(queued.message_id).held_until == promised
    firm.clock.now = promised
    firm.clock.passes(hours=late)
    claim = firm.claim()
    assert (claim is not None) is goes
    status = MessageStatus.SENDING if goes else MessageStatus.FAILED
    assert firm.message(queued.message_id).status is status


def test_a_text_queued_by_day_is_not_promised_a_morning_it_will_not_see(firm: Firm) -> None:
    message = firm.text(firm.authorized())  # 10:00 in San Francisco
    firm.clock.passes(hours=11, minutes=30)
    assert firm.claim() is None
    assert firm.message(message.id).status is MessageStatus.FAILED
    assert firm.message(message.id).reason == (
        "Too old to send: it will be when the hours open again."
    )


def test_the_confirmation_of_a_stop_is_due_within_five_minutes_of_it(firm: Firm) -> None:
    lead = firm.authorized()
    stopped_at = firm.clock()
    firm.clock.passes(minutes=4)
    firm.says(lead.number, "STOP", at=stopped_at)
    firm.clock.passes(minutes=1, seconds=1)
    assert firm.claim() is None
    confirmation = firm.store.log.newest(lead.id)[-1]
    assert confirmation.status is MessageStatus.FAILED


def test_a_later_stop_gives_an_old_confirmation_no_new_life(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.clock.passes(days=1)
    firm.says(lead.number, "STOP")
    assert firm.claim() is None
