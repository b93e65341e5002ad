"""Settings › Audit: who did what, filtered by person, kind and date, paged as one goes down."""

from __future__ import annotations

import pytest
from textual.widgets import Select

from data.models import Permission
from firm import Firm
from screens.settings.audit import PAGE, Audit
from screens.settings.audit_sheet import AuditSheet
from sitting import BOTH, Sitting, sitting


def audit(seat: Sitting) -> Audit:
    return seat.app.screen.query_one(Audit)


@pytest.mark.parametrize("size", BOTH)
async def test_the_newest_act_is_on_top_and_enter_shows_it_in_full(
    firm: Firm, size: tuple[int, int]
) -> None:
    firm.store.settings.save_text(firm.actor, "stale_after", "20 min")
    async with sitting(firm, size) as seat:
        await seat.press("f6", "5")
        assert "23 Nov 18:00" in seat.shown
        assert seat.shown.index("setting") > seat.shown.index("kind")
        await seat.press("enter")
        assert isinstance(seat.app.screen, AuditSheet)
        assert "2026-11-23 18:00:00 UTC" in seat.shown
        assert "15 min" in seat.shown
        assert "20 min" in seat.shown


async def test_it_is_filtered_by_person_and_kind(firm: Firm) -> None:
    bob = firm.user("bob", Permission.ADMIN)
    firm.store.categories.add(bob, "Court")
    async with sitting(firm) as seat:
        await seat.press("f6", "5", "slash", "tab", "enter", "down", "down", "enter")
        assert audit(seat).query_one("#person", Select).selection == "bob"
        assert "Court" in seat.shown
        assert "user bob: Admin" not in seat.shown
        await seat.press("tab", "enter", "end", "enter")
        assert audit(seat).query_one("#kind", Select).selection == "user"
        assert "Nothing on record matches." in seat.shown


async def test_it_is_searched_by_words_in_subject_values_and_note(firm: Firm) -> None:
    lead = firm.lead()
    assert lead.number is not None
    firm.store.consents.revoke(firm.actor, lead.number, "call", "rang 100% angry")
    firm.user("bob", Permission.SMS)
    async with sitting(firm) as seat:
        await seat.press("f6", "5", "slash")
        await seat.write("100% CALL")
        assert "Not Authorized → Revoked" in seat.shown
        assert "bob" not in seat.shown
        await seat.press("enter", "enter")
        assert "rang 100% angry" in seat.shown
        await seat.press("escape", "slash", *["backspace"] * 20)
        await seat.write("bob allow")
        assert "user bob: Allow SMS: nothing → allow" in seat.shown
        assert "Revoked" not in seat.shown


async def test_it_is_filtered_by_date_in_the_users_own_days(firm: Firm) -> None:
    firm.store.categories.add(firm.actor, "Monday")
    firm.clock.passes(days=1)
    firm.store.categories.add(firm.actor, "Tuesday")
    async with sitting(firm) as seat:
        await seat.press("f6", "5")
        await seat.click("#until")
        await seat.write("2026-11-2")
        assert "Write a date as 2026-11-23." in seat.shown
        await seat.write("3")
        assert "Monday" in seat.shown
        assert "Tuesday" not in seat.shown
        await seat.press("shift+tab")
        await seat.write("2026-11-24")
        assert "Nothing on record matches." in seat.shown


async def test_pages_come_as_one_goes_down(firm: Firm) -> None:
    for n in range(PAGE + 20):
        firm.store.categories.add(firm.actor, f"Category {n}")
    async with sitting(firm) as seat:
        await seat.press("f6", "5")
        assert len(audit(seat)._entries) == PAGE
        await seat.press("end")
        assert len(audit(seat)._entries) == PAGE + 20
        await seat.press("end")
        assert "Category 0" in seat.shown
