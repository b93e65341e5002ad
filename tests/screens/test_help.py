from __future__ import annotations

import pytest

from firm import Firm
from screens.actions import actions_of
from screens.help import Help
from sitting import BOTH, sitting


@pytest.mark.parametrize("size", BOTH)
async def test_f1_lists_the_keys_that_work_here(firm: Firm, size: tuple[int, int]) -> None:
    lead = firm.authorized()
    async with sitting(firm, size) as seat:
        screen = await seat.open(lead)
        expected = actions_of(screen)
        await seat.press("f1")
        assert isinstance(seat.app.screen, Help)
        words = " ".join(str(line.render()) for line in seat.app.screen.query(".key-line"))
        assert {"Send", "New line", "Search this log", "Category", "Back"} <= {
            a.name for a in expected
        }
        assert all(action.words in words for action in expected)
        assert "Authorization" not in {action.name for action in expected}
        await seat.press("escape")
        assert seat.lead is screen


async def test_the_question_mark_helps_only_when_one_is_not_typing(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await seat.press("question_mark")
        assert isinstance(seat.app.screen, Help)
        await seat.press("escape")
        screen = await seat.open(lead)
        await seat.press("question_mark")
        assert seat.lead is screen
        assert screen.desk.composer.text == "?"


async def test_help_explains_the_parts_of_the_screen(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f1")
        words = " ".join(str(line.render()) for line in seat.app.screen.query(".explanation"))
        assert "owner of the mobile number" in words
        assert "how fresh the clients' replies are" in words


async def test_help_can_be_asked_for_in_a_dialog(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("f5", "f1")
        assert isinstance(seat.app.screen, Help)
        words = " ".join(str(line.render()) for line in seat.app.screen.query(".explanation"))
        assert "A YES authorizes" in words


async def test_the_palette_has_every_action_and_nothing_else(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        names = {command.title for command in seat.app.get_system_commands(screen)}
        assert names == {a.name for a in actions_of(screen)} - {"palette"}
        assert not names & {"Theme", "Screenshot", "Maximize"}


async def test_an_action_of_the_palette_does_what_its_key_does(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await seat.press("ctrl+p")
        await seat.write("Number")
        await seat.pilot.pause(0.2)
        await seat.press("enter")
        await seat.until(lambda: type(seat.app.screen).__name__ == "NumberSheet")


async def test_the_footer_shows_only_what_works_now(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        footer = seat.shown.splitlines()[-1]
        assert "Authorization" in footer
        assert "Send " not in footer
        assert "Category" not in footer
