"""What a search says that found nothing, when something else may have been meant."""

from __future__ import annotations

import pytest

from firm import Firm
from screens.search import Search
from sitting import sitting


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("chen", "No message says “chen”. Chen Demo: from:chen, to:chen or file:D-10031"),
        ("D-10031", "No message says “D-10031”. Chen Demo: file:D-10031"),
        ("chen demo", 'from:"chen demo", to:"chen demo" or file:D-10031'),
        ("gus", "No message says “gus”. 2 clients are called so: from:gus or to:gus"),
        ("zzz", "no messages"),
        ("42", "no messages; numbers need three digits or more"),
        ("-chen", "no messages"),
    ],
)
async def test_who_types_a_clients_name_is_told_how_to_find_them(
    firm: Firm, typed: str, words: str
) -> None:
    firm.lead(name="Chen Demo", file="D-10031")
    firm.lead(name="Gus Demo", file="D-1")
    firm.lead(name="Gus Other", file="D-2")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write(typed)
        lines = [line.strip() for line in seat.shown.splitlines()]
        assert any(line.endswith(words) for line in lines), seat.shown


async def test_what_is_advised_can_be_typed(firm: Firm) -> None:
    lead = firm.lead(name="Chen Demo", file="D-10031")
    firm.says(lead.number, "Hello")
    async with sitting(firm) as seat:
        await seat.press("f3")
        for query in ("from:chen", 'from:"chen demo"', "file:D-10031"):
            screen = seat.app.screen
            assert isinstance(screen, Search)
            screen.box.write(query)
            await seat.settle()
            assert "1 message" in seat.shown


async def test_a_query_that_cannot_be_read_leaves_no_filter_on_the_controls(firm: Firm) -> None:
    lead = firm.lead(name="Chen Demo")
    firm.says(lead.number, "Hello")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("in:")
        screen = seat.app.screen
        assert isinstance(screen, Search)
        assert screen.controls.said[0] == "in"
        await seat.write(" nobody:x")
        assert set(screen.controls.said) == {"any"}
