from __future__ import annotations

import asyncio

import pytest

from firm import Firm
from screens.lead import LeadScreen
from screens.search import Search
from searching import search_of
from sitting import BOTH, NARROW, sitting


@pytest.mark.parametrize("size", BOTH)
async def test_results_come_as_one_types_newest_first(firm: Firm, size: tuple[int, int]) -> None:
    lead = firm.authorized(name="Maria Demo", file="F-77")
    firm.says(lead.number, "The older papers are here")
    firm.clock.passes(days=1)
    firm.text(lead, "Your papers are ready.")
    async with sitting(firm, size) as seat:
        await seat.press("f3")
        await seat.write("pap")
        shown = seat.shown
        assert "2 messages, newest first" in shown
        assert shown.index("Your papers") < shown.index("The older papers")
        [facts] = [line for line in shown.splitlines() if "General" in line]
        for fact in ("Maria Demo", "F-77", "out", "queued", "18:0"):
            assert fact in facts
        [facts] = [line for line in shown.splitlines() if "received" in line]
        assert "in" in facts.split()
        assert "23 Nov" in facts


async def test_the_hit_is_marked_and_in_view_in_a_long_text(firm: Firm) -> None:
    lead = firm.lead()
    firm.says(lead.number, "so " * 100 + "finally the Papers are signed")
    async with sitting(firm, NARROW) as seat:
        await seat.press("f3")
        await seat.write("paper")
        [line] = [line for line in seat.shown.splitlines() if "Papers" in line]
        assert "…" in line
        row = seat.shown.splitlines().index(line)
        strip = seat.app.screen._compositor.render_strips()[row]
        marked = [s.text for s in strip if s.style and s.style.bold and s.style.underline]
        assert marked == ["Paper"]


async def test_the_number_is_shown_and_marked_when_digits_find_it(firm: Firm) -> None:
    lead = firm.lead(mobile="+14155550132")
    firm.says(lead.number, "Hello")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("50132")
        assert "+1 415 555 0132" in seat.shown
        assert "Hello" in seat.shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("status:lost", "lost is no status. There are queued"),
        ("color:red", "There is no operator color:."),
        ("before:soon", "soon is not a day. Write it like before:2026-11-01."),
        ("category:Nope", "There is no category Nope."),
        ("x" * 1001, "A search has at most 1000 characters."),
    ],
)
async def test_a_wrong_operator_is_a_sentence_under_the_box(
    firm: Firm, typed: str, words: str
) -> None:
    firm.says(firm.lead().number, "Hello x")
    async with sitting(firm, NARROW) as seat:
        await seat.press("f3")
        await seat.write("hello")
        search_of(seat).box.write(typed)
        await seat.settle()
        assert words in " ".join(seat.shown.split())
        assert "Demo Client" not in seat.shown
        search_of(seat).box.write("hello")
        await seat.settle()
        assert "Demo Client" in seat.shown


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "-",
        "*",
        "a OR b NEAR(",
        "[/b] [@click=app.quit]x[/]",
        "\x1b[31m\x9b",
        "\ud800",
        "file:",
    ],
)
async def test_nothing_typed_raises(firm: Firm, typed: str) -> None:
    firm.says(firm.lead().number, "a OR b [/b]")
    async with sitting(firm) as seat:
        await seat.press("f3")
        for sign in typed:
            await seat.paste(sign)
        assert isinstance(seat.app.screen, Search)
        assert "\x1b" not in seat.shown


async def test_controls_write_the_operator_and_follow_what_is_typed(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "The papers")
    firm.text(lead, "Your papers")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("papers")
        await seat.press("f4", "enter", "down", "enter")
        assert search_of(seat).box.text == "in: papers"
        assert "1 message" in seat.shown
        assert "Direction in" in seat.shown
        await seat.press("enter", "down", "down", "enter")
        assert search_of(seat).box.text == "out: papers"
        assert "Your papers" in seat.shown
        await seat.press("enter", "home", "enter")
        assert search_of(seat).box.text == "papers"
        search_of(seat).box.write("category:General on:2026-11 -status:failed")
        await seat.settle()
        for words in ("Category General", "Days 1 Nov – 30 Nov", "Status not failed"):
            assert words in seat.shown


async def test_a_day_to_be_typed_is_asked_for_in_the_box(firm: Firm) -> None:
    firm.says(firm.lead().number, "The papers")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write('"the papers')
        await seat.press("f4", "right", "right", "right", "enter", "end", "up", "enter")
        assert "after: needs a day" in seat.shown
        await seat.write("2026-11-01")
        assert search_of(seat).box.text == 'after:2026-11-01 "the papers'
        assert "1 message" in seat.shown


async def test_controls_work_with_the_mouse(firm: Firm) -> None:
    firm.says(firm.lead().number, "The papers")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("papers")
        assert await seat.pilot.click("SearchControls", offset=(22, 0))
        await seat.settle()
        assert "category:General" in seat.shown
        await seat.press("escape")
        assert await seat.pilot.click("ResultList", offset=(10, 1))
        await seat.settle()
        assert isinstance(seat.app.screen, LeadScreen)


async def test_a_search_that_is_over_is_stopped(firm: Firm) -> None:
    """Only what is being looked for now runs: the thread is free at once."""
    async with sitting(firm) as seat:
        session = seat.app.session
        endless = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )
        first = asyncio.ensure_future(session.look(lambda store: store._database.value(endless)))
        await seat.pilot.pause(0.1)
        first.cancel()
        async with asyncio.timeout(5):
            assert await session.look(lambda store: 1) == 1


async def test_the_query_is_still_there_when_one_comes_again(firm: Firm) -> None:
    firm.says(firm.lead().number, "The papers")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("papers")
        await seat.press("escape", "f3")
        assert search_of(seat).box.text == "papers"
        assert "1 message" in seat.shown
