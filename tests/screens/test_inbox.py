from __future__ import annotations

import threading
from asyncio import Future
from collections.abc import Callable
from typing import TypeVar

import pytest
from textual import events

from data.models import Status
from data.store import Store
from data.store.inbox import Inbox as StoreInbox
from firm import Firm
from screens.inbox import Inbox
from screens.lead import LeadScreen
from screens.session import Session
from sitting import BOTH, NARROW, sitting

T = TypeVar("T")


def lines_of(shown: str, *names: str) -> list[str]:
    """The names in the order their lines stand on screen."""
    places = {name: line for line in shown.splitlines() for name in names if name in line}
    return sorted(places, key=lambda name: shown.index(name))


@pytest.mark.parametrize("size", BOTH)
async def test_leads_that_need_a_reply_are_on_top(firm: Firm, size: tuple[int, int]) -> None:
    waits = firm.authorized(name="Waits Demo")
    firm.says(waits.number, "When do you open?")
    firm.clock.passes(minutes=5)
    firm.authorized(name="Later Demo")
    async with sitting(firm, size) as seat:
        assert lines_of(seat.shown, "Waits Demo", "Later Demo") == ["Waits Demo", "Later Demo"]
        assert waits.file in seat.shown
        assert "● Authorized" in seat.shown
        assert "When do" in seat.shown


async def test_an_empty_inbox_says_what_to_do(firm: Firm) -> None:
    async with sitting(firm) as seat:
        assert "No leads yet" in seat.shown
        assert "sms-tui lead import" in seat.shown


@pytest.mark.parametrize("typed", ["mar", "F-77", "555-0199", "0199"])
async def test_typing_filters_by_name_file_and_digits(firm: Firm, typed: str) -> None:
    firm.lead(name="Maria Demo", file="F-77", mobile="+14155550199")
    firm.lead(name="Other Demo", file="G-1", mobile="+14155550100")
    async with sitting(firm) as seat:
        await seat.press("slash")
        await seat.write(typed)
        assert "Maria Demo" in seat.shown
        assert "Other Demo" not in seat.shown
        assert "1 lead" in seat.shown
        await seat.press("escape")
        assert "Other Demo" in seat.shown
        assert "2 leads" in seat.shown


async def test_a_filter_without_a_match_says_so(firm: Firm) -> None:
    firm.lead()
    async with sitting(firm) as seat:
        await seat.press("slash", "z", "z")
        assert "No lead matches" in seat.shown


async def test_a_question_mark_typed_into_the_filter_is_no_call_for_help(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("slash", "question_mark", "q", "n")
        assert isinstance(seat.app.screen, Inbox)
        assert seat.app.screen.box.value == "?qn"


async def test_enter_in_the_filter_opens_what_was_found(firm: Firm) -> None:
    firm.lead(name="Other Demo")
    maria = firm.lead(name="Maria Demo")
    async with sitting(firm) as seat:
        await seat.press("slash", "m", "a", "r", "enter")
        assert seat.lead.lead_id == maria.id


async def test_back_from_a_filtered_lead_the_slash_begins_another_filter(firm: Firm) -> None:
    firm.lead(name="Gus Demo")
    maria = firm.lead(name="Maria Demo")
    async with sitting(firm) as seat:
        inbox = seat.app.screen
        assert isinstance(inbox, Inbox)
        await seat.press("slash", "m", "a", "r", "enter")
        assert seat.lead.lead_id == maria.id
        await seat.press("escape")
        assert inbox.focused is inbox.leads
        assert inbox.box.value == "mar"
        await seat.press("slash")
        assert "/ Filter" not in seat.shown.splitlines()[-1]
        await seat.write("gus")
        assert inbox.box.value == "gus"
        assert "Gus Demo" in seat.shown


async def test_enter_opens_the_selected_lead_and_escape_comes_back(firm: Firm) -> None:
    first, second = firm.lead(name="First Demo"), firm.lead(name="Second Demo")
    async with sitting(firm) as seat:
        await seat.press("down", "enter")
        assert seat.lead.lead_id in {first.id, second.id}
        assert "Inbox › " in seat.shown
        await seat.press("escape")
        assert isinstance(seat.app.screen, Inbox)


async def test_a_click_on_the_selected_line_opens_it(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.pilot.click("LeadList", offset=(10, 1))
        await seat.settle()
        assert seat.lead.lead_id == lead.id


async def test_two_quick_enters_open_one_screen(firm: Firm) -> None:
    firm.lead()
    async with sitting(firm) as seat:
        seat.app.screen.query_one("LeadList").action_open()  # type: ignore[attr-defined]
        seat.app.screen.query_one("LeadList").action_open()  # type: ignore[attr-defined]
        await seat.settle()
        assert [type(s) for s in seat.app.screen_stack] == [Inbox, LeadScreen]


async def test_n_opens_the_next_that_needs_a_reply(firm: Firm) -> None:
    quiet, waits = firm.authorized(), firm.authorized()
    firm.says(waits.number, "Hello?")
    firm.clock.passes(minutes=1)
    firm.text(quiet)
    async with sitting(firm) as seat:
        await seat.press("n")
        assert seat.lead.lead_id == waits.id


async def test_n_says_when_nobody_waits(firm: Firm) -> None:
    firm.lead()
    async with sitting(firm) as seat:
        await seat.press("n")
        assert isinstance(seat.app.screen, Inbox)
        assert "No lead needs a reply" in seat.shown


async def test_a_lead_is_added_with_the_keyboard_alone(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("a")
        await seat.write("Maria Demo")
        await seat.press("enter")
        await seat.write("F-77")
        await seat.press("enter")
        await seat.write("415 555 0132")
        assert "+1 415 555 0132" in seat.shown
        await seat.press("enter", "enter")
        await seat.press("enter")
        lead = firm.store.leads.find("F-77")
        assert lead is not None
        assert (lead.name, lead.number, lead.status) == (
            "Maria Demo",
            "+14155550132",
            Status.NOT_AUTHORIZED,
        )
        assert seat.lead.lead_id == lead.id


async def test_the_form_says_what_is_wrong_as_it_is_typed(firm: Firm) -> None:
    firm.lead(name="Taken Demo", file="F-77")
    async with sitting(firm) as seat:
        await seat.press("a", "tab")
        await seat.write("f-77")
        assert "belongs to Taken Demo" in seat.shown
        await seat.press("tab")
        await seat.write("41")
        assert "too short" in seat.shown
        await seat.press("tab")
        await seat.write("Mars/Base")
        assert "unknown" in seat.shown
        assert seat.app.screen.query_one("#save").disabled


async def test_leaving_the_form_adds_nothing_and_keeps_what_was_typed(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("a")
        await seat.write("Maria Demo")
        await seat.press("enter", "4", "1", "escape")
        assert firm.store.leads.list() == []
        await seat.press("a")
        assert "Maria Demo" in seat.shown
        assert "41" in seat.shown


async def test_cancel_gives_up_what_was_typed_into_the_form(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("a")
        await seat.write("Marianne")
        await seat.click("#cancel")
        await seat.press("a")
        assert "Marianne" not in seat.shown


async def test_what_another_connection_records_shows_within_half_a_second(firm: Firm) -> None:
    lead = firm.authorized(name="Maria Demo")
    async with sitting(firm) as seat:
        other: Store = firm.store.clone()
        elsewhere = Firm(other, firm.clock, firm.actor)
        elsewhere.says(lead.number, "I am outside")
        took = await seat.until(lambda: "I am outside" in seat.shown)
        other.close()
        assert took < 0.5


async def test_an_order_that_changes_keeps_the_selected_lead(firm: Firm) -> None:
    first, second = firm.authorized(), firm.authorized()
    async with sitting(firm) as seat:
        inbox = seat.app.screen
        assert isinstance(inbox, Inbox)
        inbox.leads.select(first.id)
        firm.says(second.number, "Hello")
        seat.app.screen.call_next(inbox.follow)
        await seat.settle()
        assert inbox.leads.selected_id == first.id


async def test_what_a_client_is_called_is_only_read(firm: Firm) -> None:
    firm.lead(name="[b]Bold[/b] [@click=app.quit]x[/]\x1b[31m", file="F-[/]")
    async with sitting(firm) as seat:
        assert "[b]Bold[/b]" in seat.shown
        assert "\x1b" not in seat.shown
        await seat.press("enter")
        assert "[b]Bold[/b]" in seat.shown


async def test_only_ctrl_q_leaves_the_program(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("q")
        assert seat.app.is_running and not seat.app._exit
        await seat.pilot.press("ctrl+q")
        await seat.pilot.pause()
        assert not seat.app.is_running or seat.app._exit


async def test_what_is_wrong_in_the_form_is_said_in_full(firm: Firm) -> None:
    name = "Maria Elena Dolores Fernandez-Castellanos y Villanueva de la Torre"
    firm.lead(name=name, file="F-77")
    async with sitting(firm, NARROW) as seat:
        await seat.press("a", "tab")
        await seat.write("f-77")
        shown = " ".join(seat.shown.replace("│", " ").split())
        assert f"belongs to {name}" in shown


async def test_a_change_in_the_store_while_enter_looks_for_its_lead_stops_nothing(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = list[str](), threading.Event()
    whole, look = StoreInbox.ids, Session.look

    def ids(self: StoreInbox, search: str = "") -> list[int]:
        assert not search or answer.wait(10)
        return whole(self, search)

    def noted(self: Session, ask: Callable[[Store], T]) -> Future[T]:
        asked.append("asked")
        return look(self, ask)

    firm.lead(name="Other Demo")
    lead = firm.lead(name="Maria Demo")
    async with sitting(firm) as seat:
        inbox = seat.app.screen
        assert isinstance(inbox, Inbox)
        await seat.press("slash")
        monkeypatch.setattr(StoreInbox, "ids", ids)
        monkeypatch.setattr(Session, "look", noted)
        for key in (events.Key("m", "m"), events.Key("enter", None)):
            seat.app.post_message(key)
        await seat.until(lambda: len(asked) == 2)  # for the letter and for enter
        await inbox.follow()
        answer.set()
        await seat.until(lambda: seat.app.screen is not inbox)
        await seat.settle()
        assert seat.lead.lead_id == lead.id
