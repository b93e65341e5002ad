"""One user with one lead open in two sessions, each with a text of its own."""

from __future__ import annotations

from data.models import Lead
from firm import Firm
from screens.inbox import Inbox
from screens.lead import LeadScreen
from sitting import Sitting, sitting

SAYS_SO = "This lead is open elsewhere"


def draft(firm: Firm, lead: Lead) -> str:
    return firm.store.drafts.get(firm.actor.user.id, lead.id)[0]


async def elsewhere(seat: Sitting, lead: Lead, words: str) -> None:
    """The other session's draft is in the store, and this one has seen it."""
    seat.firm.store.drafts.save(seat.firm.actor.user.id, lead.id, words, "General")
    await seat.lead.follow()
    await seat.settle()


async def disputed(seat: Sitting, lead: Lead) -> LeadScreen:
    """Something is being written here, and something else is kept already."""
    screen = await seat.open(lead)
    await seat.write("Written here")
    await elsewhere(seat, lead, "Written elsewhere")
    return screen


async def test_who_has_written_nothing_here_goes_on_with_what_was_written_elsewhere(
    firm: Firm,
) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await elsewhere(seat, lead, "Written elsewhere")
        assert screen.desk.composer.text == "Written elsewhere"
        assert screen.desk.category.selection == "General"
        assert SAYS_SO not in seat.shown


async def test_what_was_sent_elsewhere_is_not_offered_here_again(firm: Firm) -> None:
    lead = firm.authorized()
    firm.store.drafts.save(firm.actor.user.id, lead.id, "See you", None)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        firm.text(lead, "See you")
        await seat.lead.follow()
        await seat.settle()
        assert screen.desk.composer.text == ""


async def test_neither_text_replaces_the_other_and_the_hint_says_so(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await disputed(seat, lead)
        await seat.write(" and more")
        screen.desk.composer.keep_draft()
        await seat.settle()
        assert screen.desk.composer.text == "Written here and more"
        assert draft(firm, lead) == "Written elsewhere"
        assert SAYS_SO in seat.shown


async def test_a_save_that_finds_another_draft_is_refused_and_says_so(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Written here")
        firm.store.drafts.save(firm.actor.user.id, lead.id, "Written elsewhere", None)
        screen.desk.composer.keep_draft()
        await seat.settle()
        assert screen.desk.composer.text == "Written here"
        assert draft(firm, lead) == "Written elsewhere"
        assert SAYS_SO in seat.shown


async def test_ctrl_o_takes_the_other_draft_and_ctrl_z_brings_back_ones_own(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await disputed(seat, lead)
        await seat.press("ctrl+o")
        assert screen.desk.composer.text == "Written elsewhere"
        assert SAYS_SO not in seat.shown
        await seat.press("ctrl+z")
        assert screen.desk.composer.text == "Written here"
        screen.desk.composer.keep_draft()
        await seat.settle()
        assert draft(firm, lead) == "Written here"


async def test_when_the_other_draft_is_gone_ones_own_is_kept(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await disputed(seat, lead)
        await elsewhere(seat, lead, "")
        assert SAYS_SO not in seat.shown
        await seat.until(lambda: draft(firm, lead) == "Written here")
        assert screen.desk.composer.text == "Written here"


async def test_sending_ones_own_leaves_the_other_draft_alone(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead, "The first")
    async with sitting(firm) as seat:
        screen = await disputed(seat, lead)
        await seat.press("enter")
        assert firm.store.log.newest(lead.id, 1)[0].body == "Written here"
        assert screen.desk.composer.text == ""
        assert draft(firm, lead) == "Written elsewhere"
        assert SAYS_SO in seat.shown


async def test_leaving_a_text_that_is_kept_nowhere_asks_first(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await disputed(seat, lead)
        await seat.press("escape")
        assert "Your text is not kept" in seat.shown
        await seat.press("escape")
        assert seat.lead is screen
        await seat.press("escape", "right", "enter")
        assert isinstance(seat.app.screen, Inbox)
        assert draft(firm, lead) == "Written elsewhere"
