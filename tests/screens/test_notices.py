"""Notices: out of the way of who types, and gone when one goes elsewhere."""

from __future__ import annotations

import pytest

from data.errors import Problem
from firm import Firm
from screens.place import Place
from sitting import BOTH, sitting

NOBODY = "No other lead needs a reply."


@pytest.mark.parametrize("size", BOTH)
async def test_a_notice_stands_at_the_top_and_leaves_the_search_box_free(
    firm: Firm, size: tuple[int, int]
) -> None:
    lead = firm.authorized()
    async with sitting(firm, size) as seat:
        await seat.open(lead)
        await seat.press("ctrl+n")
        lines = seat.shown.splitlines()
        [row] = [row for row, line in enumerate(lines) if NOBODY in line]
        assert row < len(lines) // 2
        assert any("search this log" in line and "messages" in line for line in lines)


async def test_a_notice_does_not_follow_to_another_place_and_an_error_does(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen: Place = await seat.open(lead)
        await seat.press("ctrl+n")
        screen.tell(Problem("The disk is full."))
        await seat.settle()
        assert NOBODY in seat.shown
        await seat.press("f8", "escape")
        assert NOBODY in seat.shown
        await seat.press("escape")
        assert NOBODY not in seat.shown
        assert "The disk is full." in seat.shown
