from __future__ import annotations

import pytest

from data.models import Lead
from firm import Firm
from screens.inbox import Inbox
from sitting import BOTH, WIDE, Sitting, sitting

SIZES = pytest.mark.parametrize("size", BOTH)


def maria(firm: Firm) -> Lead:
    return firm.authorized(name="Maria Lopez", file="LT-10482")


@SIZES
async def test_all_eight_parts_of_the_guide_are_on_screen(
    firm: Firm, size: tuple[int, int]
) -> None:
    lead = maria(firm)
    firm.says(lead.number, "Can I drop the papers off?")
    async with sitting(firm, size) as seat:
        await seat.open(lead)
        shown = seat.shown
        assert "Maria Lopez" in shown  # 1
        assert "LT-10482" in shown  # 2
        assert "● Authorized" in shown  # 3
        assert "+1 415 555 0100" in shown  # 4
        assert "SMS" in shown
        assert "search this log" in shown  # 5
        assert "Can I drop the papers off?" in shown  # 6
        assert "Category" in shown  # 7
        assert "To Maria Lopez · LT-10482" in shown  # 8
        assert "10:0" in shown  # the lead's own time
        assert "PST" in shown


@SIZES
async def test_two_files_with_one_mobile_say_so(firm: Firm, size: tuple[int, int]) -> None:
    first = firm.lead(mobile="+14155550132", file="LT-1")
    firm.lead(mobile="+14155550132", file="LT-2")
    async with sitting(firm, size) as seat:
        await seat.open(first)
        assert "LT-2" in seat.shown


@SIZES
async def test_a_long_name_gives_way_to_file_and_badge(firm: Firm, size: tuple[int, int]) -> None:
    name = "Maria Alexandra Guadalupe de la Santísima Trinidad Lopez-Hernandez y Fernandez"
    lead = firm.authorized(name=name, file="LT-10482")
    async with sitting(firm, size) as seat:
        await seat.open(lead)
        panel = "\n".join(seat.shown.splitlines()[1:12])
        assert "LT-10482" in panel
        assert "● Authorized" in panel
        assert "… · LT-10482" in seat.shown
        assert ("Fernandez" in panel) if size == WIDE else ("…  LT-10482" in panel)
        firm.says(lead.number, "STOP")
        await refresh(seat)
        assert "… · LT-10482" in seat.shown


async def test_what_is_written_elsewhere_does_not_paint_the_composer_anew(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        painted: list[object] = []
        for widget in (screen.desk.composer, screen.desk.gate):
            monkeypatch.setattr(widget, "refresh", lambda *given, **named: painted.append(given))
        firm.lead()
        await refresh(seat)
        assert painted == []


# Search.


async def test_the_search_filters_marks_counts_and_clears(firm: Firm) -> None:
    lead = maria(firm)
    for body in ("the blue papers", "nothing here", "more papers please"):
        firm.clock.passes(minutes=1)
        firm.says(lead.number, body)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("ctrl+f")
        await seat.write("paper")
        assert "2 of 2" in seat.shown
        assert "nothing here" not in seat.shown
        await seat.press("up")
        assert "1 of 2" in seat.shown
        await seat.press("escape")
        assert "nothing here" in seat.shown
        assert not screen.pane.searching
        assert seat.app.screen is screen
        assert screen.desk.composer.has_focus


async def test_enter_on_a_hit_shows_it_among_its_neighbours(firm: Firm) -> None:
    lead = maria(firm)
    for body in ("the blue papers", "nothing here"):
        firm.clock.passes(minutes=1)
        firm.says(lead.number, body)
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("ctrl+f")
        await seat.write("blue")
        await seat.press("enter")
        assert "nothing here" in seat.shown
        message = seat.lead.pane.messages.cursor_message
        assert message is not None
        assert message.body == "the blue papers"


@pytest.mark.parametrize("query", ['"', "before:soon", "-", "status:", "AND OR NOT", "()*^:"])
async def test_nothing_typed_into_the_search_raises(firm: Firm, query: str) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("ctrl+f")
        await seat.paste(query)
        await seat.press("escape")
        assert "messages" in seat.shown


# Ways.


async def test_the_sms_button_goes_to_the_text_or_asks(firm: Firm) -> None:
    lead, other = maria(firm), firm.lead()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        screen.pane.messages.focus()
        await seat.click("#sms")
        assert screen.desk.composer.has_focus
        await seat.press("escape")
        await seat.open(other)
        await seat.click("#sms")
        assert type(seat.app.screen).__name__ == "SendAuthorization"


async def test_next_goes_to_the_next_that_waits_and_keeps_the_draft(firm: Firm) -> None:
    lead, waits = maria(firm), firm.authorized()
    firm.says(waits.number, "Hello?")
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.write("Half a sen")
        await seat.press("ctrl+n")
        assert seat.lead.lead_id == waits.id
        assert seat.lead.desk.composer.text == ""
        assert firm.store.drafts.get(firm.actor.user.id, lead.id)[0] == "Half a sen"
        await seat.press("escape")
        assert isinstance(seat.app.screen, Inbox)


async def test_who_comes_back_from_the_last_of_several_leads_finds_it_selected(firm: Firm) -> None:
    first, second, third = maria(firm), firm.authorized(), firm.authorized()
    firm.says(second.number, "Hello?")
    async with sitting(firm) as seat:
        await seat.open(third)
        await seat.press("ctrl+n")
        assert seat.lead.lead_id == second.id
        await seat.press("escape")
        assert isinstance(seat.app.screen, Inbox)
        assert seat.app.screen.leads.selected_id == second.id
        await seat.open(first)
        await seat.press("escape")
        assert seat.app.screen.leads.selected_id == first.id


async def test_a_smaller_window_keeps_what_one_writes_in_view(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.write("Half a sen")
        await seat.pilot.resize_terminal(80, 14)
        await seat.settle()
        assert "Half a sen" in seat.shown
        screen.set_focus(screen.panel.query_one("#sms"))
        await seat.pilot.resize_terminal(120, 36)
        await seat.pilot.resize_terminal(120, 14)
        await seat.settle()
        assert any(row[:36].strip() == "SMS" for row in seat.shown.splitlines()[6:])


async def test_f2_goes_to_the_inbox_from_a_lead(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f2")
        assert isinstance(seat.app.screen, Inbox)
        assert len(seat.app.screen_stack) == 1


async def test_no_reply_needed_takes_a_lead_off_the_list(firm: Firm) -> None:
    lead = maria(firm)
    firm.says(lead.number, "Thank you!")
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f9")
        assert not firm.store.leads.get(lead.id).needs_reply


async def test_midnight_and_minutes_turn_without_a_write(firm: Firm) -> None:
    lead = maria(firm)
    async with sitting(firm) as seat:
        await seat.open(lead)
        firm.clock.passes(minutes=7)
        await seat.until(lambda: "10:07 PST" in seat.shown)


async def refresh(seat: Sitting) -> None:
    """What the firm's own connection wrote is seen as if another had written it."""
    await seat.lead.follow()
    await seat.settle()
