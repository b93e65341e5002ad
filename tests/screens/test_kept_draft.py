"""The draft of a text: kept by itself, of one lead and one user."""

from __future__ import annotations

from data.models import Lead, Message
from firm import Firm
from screens.lead import LeadScreen
from sitting import Sitting, sitting


def texts(firm: Firm, lead: Lead) -> list[Message]:
    return [m for m in firm.store.log.newest(lead.id) if m.category]


def draft(firm: Firm, lead: Lead) -> str:
    return firm.store.drafts.get(firm.actor.user.id, lead.id)[0]


async def begin(seat: Sitting, lead: Lead, category: bool = True) -> LeadScreen:
    """Open the lead with a category chosen, ready to type."""
    screen = await seat.open(lead)
    if category:
        await seat.press("f4", "down", "enter")
    assert screen.desk.composer.has_focus
    return screen


async def test_a_draft_is_saved_by_itself_and_restored(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.write("Half a sen")
        await seat.until(lambda: draft(firm, lead) == "Half a sen")
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert screen.desk.composer.text == "Half a sen"
        assert screen.desk.category.selection is not None


async def test_who_never_stops_typing_has_a_draft_all_the_same(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)

        def kept() -> bool:
            screen.desk.composer.insert("x")
            return bool(draft(firm, lead))

        await seat.until(kept)


async def test_half_a_text_that_was_kept_does_not_come_back_when_it_is_sent(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.write("See ")
        screen.desk.composer.keep_draft()
        await seat.write("you")
        await seat.press("enter")
        await seat.lead.follow()
        assert draft(firm, lead) == ""
        assert screen.desk.composer.text == ""


async def test_leaving_in_the_middle_of_a_word_keeps_it(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.pilot.press(*"Half", "escape")
        await seat.settle()
        assert draft(firm, lead) == "Half"


async def test_quitting_in_the_middle_of_a_word_keeps_it(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.pilot.press(*"Half", "ctrl+q")
    assert draft(firm, lead) == "Half"


async def test_deleting_a_draft_deletes_it(firm: Firm) -> None:
    lead = firm.authorized()
    firm.store.drafts.save(firm.actor.user.id, lead.id, "Old words", None)
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("ctrl+u")
        await seat.press("escape")
        assert draft(firm, lead) == ""


async def test_a_text_for_one_lead_never_reaches_another(firm: Firm) -> None:
    first, second = firm.authorized(), firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, first)
        await seat.pilot.press(*"For the first", "escape")
        await begin(seat, second)
        await seat.write("For the second")
        await seat.press("enter")
        assert texts(firm, first) == []
        assert [text.body for text in texts(firm, second)] == ["For the second"]
        assert draft(firm, first) == "For the first"
