"""The log on the lead screen: what arrives, moving in it, and what can be done from it."""

from __future__ import annotations

from data.carriage import Unknown
from data.models import Lead, MessageStatus
from firm import Firm
from sitting import sitting


def maria(firm: Firm) -> Lead:
    return firm.authorized(name="Maria Lopez", file="LT-10482")


async def test_new_messages_arrive_by_themselves_and_are_read(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        await seat.open(lead)
        other = firm.store.clone()
        Firm(other, firm.clock, firm.actor).says(lead.number, "I am outside")
        await seat.until(lambda: "I am outside" in seat.shown)
        other.close()
        await seat.settle()
        assert firm.store.leads.get(lead.id).unread == 0
        assert firm.store.leads.get(lead.id).needs_reply


def long_log(firm: Firm, count: int) -> Lead:
    """A lead who has written so many messages, a second apart."""
    lead = maria(firm)
    for n in range(count):
        firm.clock.passes(seconds=1)
        firm.says(lead.number, f"message number {n}")
    return lead


async def test_a_long_log_loads_older_pages_as_one_scrolls(firm: Firm) -> None:
    lead = long_log(firm, 230)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert "message number 229" in seat.shown
        assert "232 messages" in seat.shown or "23" in seat.shown
        for _ in range(60):
            await seat.press("pageup")
            if "message number 100 " in seat.shown:
                break
        assert "message number 100 " in seat.shown
        assert screen.desk.composer.has_focus


async def test_home_goes_to_the_oldest_message_and_end_to_the_newest(firm: Firm) -> None:
    lead = long_log(firm, 330)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("ctrl+l", "home")
        assert "Acme Relief: may we text you" in seat.shown
        oldest = screen.pane.messages.cursor_message
        assert oldest is not None
        assert oldest.author == "ann"
        for _ in range(40):
            await seat.press("pagedown")
        assert "message number 150 " in seat.shown or "message number 329 " in seat.shown
        await seat.press("end")
        assert "message number 329 " in seat.shown


async def test_the_log_is_scrolled_from_where_one_writes(firm: Firm) -> None:
    lead = long_log(firm, 60)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Half a sen")
        await seat.press("pageup")
        assert "message number 59 " not in seat.shown
        await seat.write("tence")
        assert screen.desk.composer.text == "Half a sentence"
        await seat.press("pagedown")
        assert "message number 59 " in seat.shown


async def test_a_key_goes_to_the_log_and_back_to_the_text(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("ctrl+l")
        assert screen.pane.messages.has_focus
        await seat.press("ctrl+l")
        assert screen.desk.composer.has_focus


async def test_a_queued_text_can_be_cancelled_from_the_log(firm: Firm) -> None:
    lead = maria(firm)
    message = firm.text(lead, "Wrong words")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        screen.pane.messages.focus()
        await seat.press("end", "enter")
        assert "Cancel this message" in seat.shown
        await seat.click("#CANCEL")
        assert firm.message(message.id).status is MessageStatus.CANCELLED
        assert "cancelled" in seat.shown


async def test_only_a_person_sends_an_uncertain_text_again(firm: Firm) -> None:
    lead = maria(firm)
    firm.text(lead, "Your papers are ready.")
    claim = firm.send(Unknown("No answer."))
    firm.clock.passes(minutes=2)
    firm.work()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        screen.pane.messages.focus()
        await seat.press("end", "enter")
        assert "the client may have it already" in seat.shown
        await seat.click("#SEND_AGAIN")
        assert firm.message(claim.message_id).status is MessageStatus.CANCELLED
        again = [m for m in firm.store.log.newest(lead.id) if m.status is MessageStatus.QUEUED]
        assert [m.body for m in again] == ["Your papers are ready."]


async def test_what_a_client_writes_is_only_read(firm: Firm) -> None:
    lead = maria(firm)
    firm.says(lead.number, "[/b] [@click=app.quit]tap[/] \x1b]52;c;aGk=\x07 [Reply STOP]")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert "[@click=app.quit]tap[/]" in seat.shown
        assert "[Reply STOP]" in seat.shown
        assert "\x1b" not in seat.shown
        screen.pane.messages.focus()
        await seat.press("end", "enter")
        assert "[@click=app.quit]tap[/]" in seat.shown


async def test_a_lead_can_be_opened_at_a_message(firm: Firm) -> None:
    lead = maria(firm)
    for n in range(300):
        firm.clock.passes(seconds=1)
        firm.says(lead.number, f"message number {n}")
    wanted = next(m for m in firm.store.log.newest(lead.id, 290) if m.body == "message number 20")
    async with sitting(firm) as seat:
        await seat.open(lead, wanted.id)
        assert "message number 20 " in seat.shown
        assert "message number 299" not in seat.shown
