"""What can be done with one message, and reading it when it is long."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from data.carriage import Rejected
from data.models import Lead
from firm import Firm
from screens.lead import LeadScreen
from sitting import BOTH, NARROW, Sitting, sitting

LANDLINE = Rejected("1320", "It is a landline.")


def failed(firm: Firm, body: str = "Your papers are ready.") -> Lead:
    """A lead whose last text did not arrive."""
    lead = firm.authorized(name="Maria Lopez")
    firm.text(lead, body)
    firm.send(LANDLINE)
    return lead


async def look_at_the_last(seat: Sitting, lead: Lead) -> LeadScreen:
    """Open the sheet of the newest message."""
    screen = seat.lead if seat.app.screen_stack[1:] else await seat.open(lead)
    screen.set_focus(screen.pane.messages)
    await seat.press("end", "enter")
    return screen


async def test_a_failed_text_can_be_written_again(firm: Firm) -> None:
    lead = failed(firm)
    async with sitting(firm) as seat:
        screen = await look_at_the_last(seat, lead)
        assert "It did not arrive." in seat.shown
        await seat.click("#WRITE_AGAIN")
        assert screen.desk.composer.text == "Your papers are ready."
        assert screen.desk.composer.has_focus
        assert screen.desk.category.selection == "General"
        assert len(firm.store.log.newest(lead.id)) == 4


async def test_over_another_text_it_asks_and_stands_below(firm: Firm) -> None:
    lead = failed(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Half a text")
        await look_at_the_last(seat, lead)
        await seat.click("#WRITE_AGAIN")
        await seat.press("enter")
        assert screen.desk.composer.text == "Half a text"
        await look_at_the_last(seat, lead)
        await seat.click("#WRITE_AGAIN")
        await seat.click("#yes")
        assert screen.desk.composer.text == "Half a text\nYour papers are ready."


@pytest.mark.parametrize("size", BOTH)
async def test_a_long_message_is_read_from_its_top_with_the_buttons_in_view(
    firm: Firm, size: tuple[int, int]
) -> None:
    lead = failed(firm, "\n".join(f"line number {n}." for n in range(50)))
    async with sitting(firm, size) as seat:
        await look_at_the_last(seat, lead)
        assert "line number 0." in seat.shown
        for button in seat.app.screen.query(Button):
            assert str(button.label) in seat.shown
        for _ in range(60):
            await seat.press("down")
        assert "line number 49." in seat.shown
        assert "Close" in seat.shown
        for _ in range(60):
            await seat.press("up")
        assert "line number 0." in seat.shown


async def test_a_message_that_arrived_is_not_written_again(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    firm.send()
    async with sitting(firm, NARROW) as seat:
        await look_at_the_last(seat, lead)
        assert "Write it again" not in seat.shown
