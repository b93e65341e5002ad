"""Recording by hand what a client said elsewhere than by text."""

from __future__ import annotations

import pytest

from data.models import Lead, Permission, Status
from firm import Firm
from screens.actions import actions_of
from screens.record_consent import RecordConsent
from sitting import BOTH, Sitting, sitting


def words(seat: Sitting) -> str:
    return " ".join(seat.shown.replace("│", " ").split())


def recorded(firm: Firm, lead: Lead) -> list[tuple[str, str, str]]:
    return firm.sql(
        "SELECT after, source, note FROM consent_events JOIN leads USING (number_id)"
        " WHERE leads.id = :id AND source <> '' ORDER BY consent_events.id",
        id=lead.id,
    )


@pytest.mark.parametrize("size", BOTH)
async def test_a_stop_on_the_phone_is_recorded_with_the_keyboard_alone(
    firm: Firm, size: tuple[int, int]
) -> None:
    lead = firm.authorized(name="Maria Lopez", file="LT-3")
    for file in ("LT-1", "LT-2"):
        firm.lead(mobile=lead.number, file=file)
    async with sitting(firm, size) as seat:
        await seat.open(lead)
        await seat.press("f7")
        assert isinstance(seat.app.screen, RecordConsent)
        await seat.press("enter", "down", "enter")
        assert "+1 415 555 0100 becomes Revoked; also for files LT-1 and LT-2." in words(seat)
        await seat.press("tab", "enter", "down", "enter", "tab")
        assert seat.app.screen.query_one("#save").disabled
        await seat.write("rang at ten: no texts please")
        await seat.press("enter", "enter")
        assert firm.status(lead) is Status.REVOKED
        assert "⊘ Revoked" in seat.shown
    assert recorded(firm, lead) == [("Revoked", "call", "rang at ten: no texts please")]


async def test_an_agreement_by_letter_is_recorded_with_the_mouse(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        buttons = [button.id for button in seat.app.screen.query("GateLine Button")]
        assert len(buttons) == 2
        assert await seat.pilot.click(seat.app.screen.query("GateLine Button")[1])
        await seat.settle()
        for field, line in (("#status", 2), ("#source", 3)):
            await seat.pilot.click(f"{field} SelectCurrent")
            await seat.settle()
            await seat.pilot.click(f"{field} SelectOverlay", offset=(2, line))
            await seat.settle()
        await seat.click("#note")
        await seat.write("letter of 20 November")
        await seat.click("#save")
        assert firm.status(lead) is Status.AUTHORIZED
    assert recorded(firm, lead)[0][2] == "letter of 20 November"


async def test_who_may_not_record_consent_is_not_offered_it(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm, actor=firm.user("bob", Permission.SMS)) as seat:
        screen = await seat.open(lead)
        assert "Record consent" not in seat.shown
        assert "record" not in {action.action for action in actions_of(screen)}
        await seat.press("f7")
        assert seat.lead is screen


async def test_who_loses_the_permission_meanwhile_is_refused_and_keeps_the_note(
    firm: Firm,
) -> None:
    lead, bob = firm.lead(), firm.user("bob", Permission.SMS, Permission.CONSENT)
    async with sitting(firm, actor=bob) as seat:
        await seat.open(lead)
        await seat.press("f7", "enter", "down", "enter", "tab", "enter", "down", "enter", "tab")
        await seat.write("rang at ten")
        firm.store.people.set_permission(firm.actor, bob.user, Permission.CONSENT, None)
        await seat.press("enter", "enter")
        assert "Record Consent" in words(seat)
        assert "rang at ten" in seat.shown
        assert firm.status(lead) is Status.NOT_AUTHORIZED


async def test_cancel_records_nothing(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("f7", "enter", "down", "enter")
        await seat.click("#cancel")
        assert seat.lead is screen
        assert recorded(firm, lead) == []
