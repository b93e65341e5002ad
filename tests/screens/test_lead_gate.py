from __future__ import annotations

import pytest

from data.carriage import InboundRecord
from data.models import Effect, Lead, MessageStatus, Permission, Status
from firm import OURS, Firm
from screens.watch import MinuteTurned
from sitting import BOTH, Sitting, sitting

SIZES = pytest.mark.parametrize("size", BOTH)


def maria(firm: Firm) -> Lead:
    return firm.authorized(name="Maria Lopez", file="LT-10482")


@SIZES
async def test_nobody_asked_yet_offers_to_ask(firm: Firm, size: tuple[int, int]) -> None:
    lead = firm.lead()
    async with sitting(firm, size) as seat:
        screen = await seat.open(lead)
        assert "Not authorized." in seat.shown
        assert "Send Authorization" in seat.shown
        assert not screen.desk.composer.display


async def test_waiting_says_since_when_and_when_to_ask_again(firm: Firm) -> None:
    lead = firm.lead(name="Maria Lopez")
    firm.request(lead)
    firm.clock.passes(hours=1)
    firm.work()
    async with sitting(firm) as seat:
        await seat.open(lead)
        assert "◔ Pending Authorization" in seat.shown
        assert "asked 1 h ago" in seat.shown
        assert "Waiting for Maria's reply since 23 Nov." in seat.shown
        assert "Send again from tomorrow 18:00" in seat.shown


async def test_a_stop_closes_the_composer_within_a_second_and_keeps_the_text(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Your papers")
        other = firm.store.clone()
        Firm(other, firm.clock, firm.actor).says(lead.number, "STOP")
        took = await seat.until(lambda: 'Maria revoked SMS on 23 Nov ("STOP").' in seat.shown)
        other.close()
        assert "⊘ Revoked" in seat.shown
        assert took < 1
        assert "Ask again…" in seat.shown
        assert screen.desk.composer.text == "Your papers"
        assert not screen.desk.composer.display
        assert "What you wrote is kept." in seat.shown


async def test_the_text_is_there_again_when_the_gate_opens(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Your papers")
        firm.says(lead.number, "STOP")
        firm.clock.passes(seconds=20)
        await refresh(seat)
        await seat.write("x")
        firm.says(lead.number, "START")
        await refresh(seat)
        assert screen.desk.composer.display
        assert screen.desk.composer.text == "Your papers"


async def test_an_open_list_of_categories_stays_open_whatever_happens(firm: Firm) -> None:
    lead = maria(firm)
    firm.text(lead, "The first")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("See you")
        await seat.press("f4")
        firm.says(lead.number, "I am outside")
        await refresh(seat)
        firm.clock.passes(minutes=1)
        screen.post_message(MinuteTurned())
        await seat.settle()
        assert screen.desk.category.expanded
        await seat.write("pay")
        await seat.press("enter")
        assert screen.desk.category.selection == "Payment"
        assert screen.desk.composer.text == "See you"
        assert [m.body for m in firm.store.log.newest(lead.id, 2)] == ["The first", "I am outside"]


async def test_a_gate_that_closes_sends_the_keys_to_the_log_and_closes_the_list(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("f4")
        firm.says(lead.number, "STOP")
        await refresh(seat)
        assert not screen.desk.category.expanded
        assert seat.app.focused is screen.pane.messages


async def test_a_gate_that_opens_over_a_written_text_leaves_the_keys_in_the_log(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Your papers")
        firm.says(lead.number, "STOP")
        firm.clock.passes(seconds=20)
        await refresh(seat)
        firm.says(lead.number, "START")
        await refresh(seat)
        assert screen.desk.composer.display
        assert seat.app.focused is screen.pane.messages


async def test_who_lacks_allow_sms_is_told_why(firm: Firm) -> None:
    lead = maria(firm)
    actor = firm.user("ira", Permission.SEARCH)
    firm.store.groups.add(firm.actor, "Interns")
    firm.store.groups.join(firm.actor, "Interns", actor.user)
    group = firm.store.groups.known("Interns")
    firm.store.people.set_permission(firm.actor, group, Permission.SMS, Effect.DENY)
    async with sitting(firm, actor=actor) as seat:
        screen = await seat.open(lead)
        assert "You do not have Allow SMS (denied by group Interns)." in seat.shown
        await seat.press("f5")
        assert seat.app.screen is screen


async def test_outside_the_hours_a_text_may_be_written_and_will_wait(firm: Firm) -> None:
    lead = maria(firm)
    firm.clock.passes(hours=12)
    firm.work()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert screen.desk.composer.display
        assert "will be held until 16:00: quiet hours" in seat.shown
        await seat.press("f4", "down", "enter")
        await seat.write("See you")
        await seat.press("enter")
        [text] = [m for m in firm.store.log.newest(lead.id) if m.body == "See you"]
        assert text.status is MessageStatus.QUEUED
        assert "◷ held until 16:00" in seat.shown


async def test_when_replies_were_not_read_texts_wait_and_the_header_says_so(firm: Firm) -> None:
    lead = maria(firm)
    firm.store.worker.poll_state("ok")
    firm.clock.passes(minutes=20)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert "texts are held" in seat.shown.splitlines()[0]
        assert screen.desk.composer.display
        assert "will be held: replies were not" in seat.shown


async def test_a_hold_without_an_end_is_the_one_that_is_told(firm: Firm) -> None:
    lead = maria(firm)
    firm.store.worker.poll_state("none")
    firm.clock.passes(hours=12)
    async with sitting(firm) as seat:
        await seat.open(lead)
        assert "will be held: no carrier is set up" in seat.shown


# A reply that may be an opt-out.


async def test_a_weak_sign_closes_the_composer_until_someone_judges_it(firm: Firm) -> None:
    lead = maria(firm)
    firm.says(lead.number, "cancel my appointment")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert 'Maria wrote "cancel my appointment". Is that an opt-out?' in seat.shown
        await seat.press("tab")
        while not getattr(seat.app.focused, "choice", None):
            await seat.press("tab")
        await seat.press("tab", "enter")
        assert "Not an opt-out?" in seat.shown
        await seat.press("right", "enter")
        assert firm.status(lead) is Status.AUTHORIZED
        assert screen.desk.composer.display


async def test_a_reply_that_comes_while_one_is_judged_is_judged_by_itself(firm: Firm) -> None:
    lead = maria(firm)
    firm.says(lead.number, "stop by at 5?")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        screen.action_judge(False)
        await seat.settle()
        assert "stop by at 5?" in seat.shown
        firm.says(lead.number, "Stop by if you can")
        await seat.click("#yes")
        assert firm.consent(lead).weak_words == "Stop by if you can"
        assert 'Maria wrote "Stop by if you can". Is that an opt-out?' in seat.shown
        assert not screen.desk.composer.display


async def test_a_reply_somebody_else_has_judged_is_not_judged_again(firm: Firm) -> None:
    lead = maria(firm)
    firm.says(lead.number, "stop by at 5?")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        screen.action_judge(False)
        await seat.settle()
        firm.says(lead.number, "Stop by if you can")
        firm.store.consents.judge_weak(firm.actor, str(lead.number), firm.weak(lead), revoke=False)
        await seat.click("#yes")
        assert "That reply is judged already; another one may be an" in seat.shown
        assert firm.consent(lead).weak_words == "Stop by if you can"


async def test_a_text_whose_words_are_missing_closes_the_composer_too(firm: Firm) -> None:
    lead = maria(firm)
    assert lead.number is not None
    record = InboundRecord("SMS", "x", lead.number, OURS, "", firm.clock(), "no text came with it")
    firm.store.received.record(record)
    async with sitting(firm) as seat:
        await seat.open(lead)
        assert "The words of Maria's text are missing. Is that an opt-out?" in seat.shown


async def test_a_reply_from_a_number_that_ends_like_the_leads_is_shown_and_judged(
    firm: Firm,
) -> None:
    lead = firm.authorized("+12125551234", name="Maria Demo")
    firm.says("+2125551234", "please call me")
    async with sitting(firm) as seat:
        await seat.open(lead)
        assert "please call me" in seat.shown
        assert "a number no lead has" in seat.shown
        await seat.click("GateLine Button")
        await seat.click("#yes")
        assert firm.status(lead) is Status.REVOKED


async def test_revoke_asks_before_it_revokes(firm: Firm) -> None:
    lead = maria(firm)
    firm.says(lead.number, "cancel my appointment")
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.click("GateLine Button")
        assert "Revoke?" in seat.shown
        await seat.press("enter")
        assert firm.status(lead) is Status.AUTHORIZED
        await seat.click("GateLine Button")
        await seat.click("#yes")
        assert firm.status(lead) is Status.REVOKED


async def refresh(seat: Sitting) -> None:
    """What the firm's own connection wrote is seen as if another had written it."""
    await seat.lead.follow()
    await seat.settle()
