from __future__ import annotations

from typing import Any

from textual.events import Key

from firm import Firm
from screens.search import Search
from screens.search_run import PAGE
from searching import say_much, search_of
from sitting import NARROW, sitting


async def test_the_list_goes_on_to_the_very_end(firm: Firm) -> None:
    lead = firm.lead()
    say_much(firm, lead, 3 * PAGE + 7)
    async with sitting(firm, NARROW) as seat:
        await seat.press("f3")
        await seat.write("paper")
        assert f"{3 * PAGE + 7} messages" in seat.shown
        results = search_of(seat).results
        assert len(results.messages) == PAGE
        for _ in range(30):
            await seat.press("pagedown")
        assert [m.body for m in results.messages] == [
            f"paper number {n}" for n in range(3 * PAGE + 7, 0, -1)
        ]
        assert results.selected is results.messages[-1]
        assert "paper number 1\n" in "\n".join(line.rstrip() for line in seat.shown.splitlines())


async def test_enter_opens_the_lead_at_the_message_and_back_is_where_one_was(firm: Firm) -> None:
    lead = firm.lead(name="Maria Demo")
    say_much(firm, lead, 400)
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write('"number 200"')
        search_of(seat).box.write("paper")
        await seat.settle()
        results = search_of(seat).results
        for _ in range(16):
            await seat.press("pagedown")
        chosen, top = results.selected, results.top_line
        assert chosen is not None
        assert top > 0
        await seat.press("enter")
        log = seat.lead.pane.messages
        assert seat.lead.lead_id == lead.id
        assert log.cursor_message == chosen
        assert f"{chosen.body} " in seat.shown.replace("│", " ")
        assert "Search › Maria Demo" in seat.shown
        await seat.press("escape")
        assert search_of(seat).results.selected == chosen
        assert search_of(seat).results.top_line == top
        assert search_of(seat).box.text == "paper"


async def test_the_surroundings_of_a_message_go_on_both_ways(firm: Firm) -> None:
    lead = firm.lead()
    say_much(firm, lead, 400)
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("paper 200")
        await seat.press("enter")
        log = seat.lead.pane.messages
        assert log.cursor_message is not None
        assert log.cursor_message.body == "paper number 200"
        assert "paper number 199" in seat.shown
        assert "paper number 201" in seat.shown
        for _ in range(12):
            await seat.press("home")
        assert "paper number 1 " in seat.shown
        for _ in range(60):
            await seat.press("pagedown")
        assert "paper number 400" in seat.shown


async def test_a_message_of_a_number_without_a_lead_is_shown_but_not_opened(firm: Firm) -> None:
    firm.says("+14155559876", "Wrong number, who is this")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("wrong")
        assert "+1 415 555 9876" in seat.shown
        assert "no lead" in seat.shown
        await seat.press("enter")
        assert isinstance(seat.app.screen, Search)
        assert "No lead has the number" in seat.shown


async def test_what_is_typed_ahead_of_the_list_opens_what_was_typed(firm: Firm) -> None:
    for name in ("First", "Second", "Third"):
        firm.says(firm.lead(name=f"{name} Demo").number, f"{name} words")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("words")
        for key in ("ctrl+u", *"second", "enter"):  # at once, as after a pause of the line
            seat.app._driver.process_message(_key(key))  # type: ignore[union-attr]
        await seat.settle()
        assert seat.lead.view.lead.name == "Second Demo"


def _key(key: str) -> Any:
    return Key(key, key if len(key) == 1 else None)


async def test_new_messages_come_in_above_without_moving_the_selection(firm: Firm) -> None:
    lead = firm.lead()
    say_much(firm, lead, 40)
    async with sitting(firm, NARROW) as seat:
        await seat.press("f3")
        await seat.write("paper")
        for _ in range(3):
            await seat.press("pagedown")
        before = seat.shown.splitlines()[5:-1]
        selected = search_of(seat).results.selected
        say_much(firm, lead, 2, "paper of later {}")
        seat.app.screen.call_next(search_of(seat).follow)
        await seat.settle()
        assert "42 messages" in seat.shown
        assert search_of(seat).results.selected == selected
        assert [line[:77] for line in seat.shown.splitlines()[5:-1]] == [old[:77] for old in before]
