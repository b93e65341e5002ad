from __future__ import annotations

import pytest
from textual.widgets import Button

from data.models import Kind, Lead, Message, Permission, Status, Template
from firm import Firm
from screens.send_authorization import SendAuthorization
from sitting import BOTH, NARROW, sitting


def requests(firm: Firm, lead: Lead) -> list[Message]:
    return [m for m in firm.store.log.newest(lead.id) if m.kind is Kind.AUTHORIZATION]


def revoked(firm: Firm) -> Lead:
    lead = firm.authorized(name="Maria Lopez")
    firm.says(lead.number, "STOP")
    firm.clock.passes(hours=25)
    firm.work()
    return firm.store.leads.get(lead.id)


@pytest.mark.parametrize("size", BOTH)
async def test_it_shows_lead_number_and_the_exact_text(firm: Firm, size: tuple[int, int]) -> None:
    lead = firm.lead(name="Maria Lopez", file="LT-10482")
    async with sitting(firm, size) as seat:
        await seat.open(lead)
        await seat.press("f5")
        shown = " ".join(seat.shown.replace("│", " ").split())
        assert "Maria Lopez · LT-10482" in shown
        assert "+1 415 555 0100" in shown
        assert firm.store.rules().text(Template.REQUEST) in shown


async def test_cancel_sends_nothing_and_changes_nothing(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        for leave in ("#cancel", "escape"):
            await seat.press("f5")
            assert isinstance(seat.app.screen, SendAuthorization)
            if leave == "escape":
                await seat.press("escape")
            else:
                await seat.click(leave)
            assert seat.lead is screen
        assert requests(firm, lead) == []
        assert firm.status(lead) is Status.NOT_AUTHORIZED


async def test_the_button_queues_the_request(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f5", "enter")
        [request] = requests(firm, lead)
        assert request.body == firm.store.rules().text(Template.REQUEST)
        firm.send()
        await seat.lead.follow()
        await seat.settle()
        assert "◔ Pending Authorization" in seat.shown


async def test_the_button_in_the_gates_line_opens_it_too(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.click("GateLine Button")
        await seat.click("#send")
        assert len(requests(firm, lead)) == 1


async def test_who_revoked_is_asked_again_only_with_how_they_asked(firm: Firm) -> None:
    lead = revoked(firm)
    async with sitting(firm, NARROW) as seat:
        await seat.open(lead)
        await seat.press("f5")
        assert "This client revoked SMS" in seat.shown
        send = seat.app.screen.query_one("#send")
        assert send.disabled
        await seat.press("enter", "down", "enter")
        assert send.disabled
        await seat.press("tab")
        await seat.write("rang at ten")
        assert not send.disabled
        await seat.press("enter", "enter")
        assert len(requests(firm, lead)) == 2
        [(asked_by, note)] = firm.sql(
            "SELECT asked_by, note FROM messages WHERE asked_by IS NOT NULL"
        )
        assert asked_by in {"call", "email"}
        assert note == "rang at ten"


async def test_once_more_after_a_stop_needs_to_be_said_once_more(firm: Firm) -> None:
    lead = revoked(firm)
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id, asked_by="call", note="rang")
    firm.send()
    firm.clock.passes(hours=25)
    firm.work()
    async with sitting(firm) as seat:
        await seat.open(lead)
        assert "◔ Pending Authorization" in seat.shown
        await seat.press("f5")
        assert "This client revoked SMS" in seat.shown
        assert seat.app.screen.query_one("#send").disabled


async def test_a_note_is_there_again_after_escape_also_from_the_inbox(firm: Firm) -> None:
    lead = revoked(firm)
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f5", "enter", "down", "enter", "tab")
        await seat.write("rang at ten")
        await seat.press("escape", "escape")
        await seat.open(lead)
        await seat.press("f5")
        assert "rang at ten" in seat.shown
        assert not seat.app.screen.query_one("#send").disabled


async def test_within_a_day_it_says_when_to_ask_again(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=5)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("f5")
        assert "No request now" in seat.shown
        assert "Send again from" in seat.shown
        assert [str(button.label) for button in seat.app.screen.query(Button)] == ["Close"]
        await seat.press("enter")
        assert seat.lead is screen
        assert len(requests(firm, lead)) == 1


@pytest.mark.parametrize("admin", [True, False])
async def test_what_only_an_admin_can_set_is_said_so_to_others(firm: Firm, admin: bool) -> None:
    lead = firm.lead()
    firm.store._context.pinned["business_name"] = ""
    firm.store._context.forget_rules()
    actor = firm.actor if admin else firm.user("bob", Permission.SMS)
    async with sitting(firm, actor=actor) as seat:
        await seat.open(lead)
        await seat.press("f5")
        words = " ".join(seat.shown.replace("│", " ").split())
        remedy = "who asks. Set it in Settings, Account."
        assert (remedy in words) is admin
        assert ("An admin sets it in Settings, Account." in words) is not admin


async def test_at_night_it_says_until_when_the_request_will_wait(firm: Firm) -> None:
    lead = firm.lead()
    firm.clock.passes(hours=12)
    firm.work()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f5")
        assert "It will be held until" in seat.shown
        await seat.press("enter")
        assert len(requests(firm, lead)) == 1


async def test_an_authorized_lead_is_not_asked(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("f5")
        assert seat.lead is screen
        assert "f5" not in seat.shown.splitlines()[-1]
