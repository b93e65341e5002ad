"""Settings › Categories, by keyboard and by mouse."""

from __future__ import annotations

import pytest

from firm import Firm
from sitting import BOTH, sitting


def names(firm: Firm) -> list[str]:
    return [category.name for category in firm.store.categories.list()]


@pytest.mark.parametrize("size", BOTH)
async def test_the_list_is_changed_with_the_keyboard_alone(
    firm: Firm, size: tuple[int, int]
) -> None:
    async with sitting(firm, size) as seat:
        await seat.press("f6", "3", "a")
        await seat.write("Court")
        await seat.press("enter")
        assert names(firm)[-1] == "Court"
        await seat.press("u", "shift+up")
        assert names(firm) == ["General", "Documents", "Court", "Appointment", "Payment"]
        await seat.press("d")
        assert names(firm)[3] == "Court"
        await seat.press("r", "s", "enter")
        assert names(firm)[3] == "Courts"
        await seat.press("x")
        assert "Courts" not in names(firm)
        assert "Courts  (archived)" in seat.shown
        await seat.press("o")
        assert "Courts" in names(firm)


async def test_the_footer_does_the_same_by_mouse(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("f6", "3")
        assert await seat.pilot.click("CategoryRows", offset=(4, 1))
        await seat.settle()
        line = seat.shown.splitlines()[-1]
        assert await seat.pilot.click(offset=(line.index("Archive"), 35))
        await seat.settle()
        assert "Documents" not in names(firm)
        line = seat.shown.splitlines()[-1]
        assert "Archive" not in line
        assert await seat.pilot.click(offset=(line.index("Offer again"), 35))
        await seat.settle()
        assert "Documents" in names(firm)


async def test_a_name_that_is_taken_is_refused_and_stays_typed(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("f6", "3", "a")
        await seat.write("payment")
        await seat.press("enter")
        assert "There is already a category Payment" in seat.shown


async def test_past_texts_keep_the_name_their_category_had(firm: Firm) -> None:
    message = firm.text(firm.authorized())
    async with sitting(firm) as seat:
        await seat.press("f6", "3", "r", *["backspace"] * 7)
        await seat.write("Other")
        await seat.press("enter")
        assert "Other" in names(firm)
    assert firm.message(message.id).category == "General"


async def test_the_last_category_stays(firm: Firm) -> None:
    for name in names(firm)[1:]:
        firm.store.categories.archive(firm.actor, name)
    async with sitting(firm) as seat:
        await seat.press("f6", "3", "x")
        assert names(firm) == ["General"]
        notices = " ".join(notice.message for notice in seat.app._notifications)
        assert "last category cannot be archived" in notices
