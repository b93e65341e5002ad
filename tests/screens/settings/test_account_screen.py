"""Settings › Account: the firm's settings, judged as they are typed, and the connection test."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from typing import Any

import pytest
from textual.widgets import TextArea

from data.models import Template
from data.store.checks import WAIT
from data.store.setting_names import SETTINGS
from firm import Firm
from screens.settings.account import Account
from screens.settings.account_lines import account_lines
from screens.settings.settings import Settings
from screens.settings.trial import Trial
from screens.settings.unsaved import Unsaved
from screens.settings.value_editor import ValueEditor
from sitting import BOTH, NARROW, Sitting, sitting

FIXED: dict[str, Any] = {
    "fixed_by": {"business_name": "/etc/firm.toml: [business] name"},
    "sending_number": "15559870000",
}


async def go_to(seat: Sitting, key: str) -> None:
    """Open the settings at one of Account, and step into it."""
    await seat.press("f6", "4")
    await go_down(seat, key)
    await seat.press("enter")


async def go_down(seat: Sitting, key: str) -> None:
    """Down to a setting, or up to one above, as fast as somebody who holds the key."""
    keys = [each for each, _ in account_lines() if each is not None]
    rows = account(seat).rows
    assert rows.selected is not None
    steps = keys.index(key) - keys.index(rows.selected)
    await seat.press_at_once(*["down" if steps > 0 else "up"] * abs(steps))
    assert rows.selected == key


def account(seat: Sitting) -> Account:
    screen = seat.app.screen
    assert isinstance(screen, Settings)
    assert isinstance(screen.section, Account)
    return screen.section


def editor(seat: Sitting) -> ValueEditor:
    return seat.app.screen.query_one(ValueEditor)


def go_to_start(seat: Sitting) -> None:
    """Bring the cursor before the first character."""
    area = editor(seat).box
    assert isinstance(area, TextArea)
    area.move_cursor((0, 0))


@pytest.mark.parametrize("size", BOTH)
async def test_a_duration_is_changed_with_the_keyboard_alone(
    firm: Firm, size: tuple[int, int]
) -> None:
    async with sitting(firm, size) as seat:
        await go_to(seat, "stale_after")
        assert "15 min" in seat.shown
        await seat.press(*["backspace"] * 6)
        await seat.write("soon")
        assert "Write it as 15 s" in seat.shown
        await seat.press("ctrl+s")
        assert firm.store.rules().stale_after == timedelta(minutes=15)
        await seat.press(*["backspace"] * 4)
        await seat.write("20 min")
        await seat.press("ctrl+s")
        assert firm.store.rules().stale_after == timedelta(minutes=20)


async def test_saving_twice_in_a_hurry_is_no_conflict_with_oneself(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await go_to(seat, "hours_open")
        await seat.press_at_once("backspace", "1", "ctrl+s", "ctrl+s")
        assert firm.store.rules().hours_open == time(8, 1)
        assert "Saved." in seat.shown
        assert "Somebody else" not in seat.shown


async def test_a_text_is_previewed_with_its_cost_and_refused_without_its_words(firm: Firm) -> None:
    wording = firm.store.rules().texts[Template.STOPPED]
    async with sitting(firm) as seat:
        await go_to(seat, "texts.stopped")
        assert "Acme Relief: you will get no more texts. Reply START to resume." in seat.shown
        assert "63/160 · GSM-7 · 1 SMS" in seat.shown
        await seat.write(" Bye.")
        assert "68/160 · GSM-7 · 1 SMS" in seat.shown
        go_to_start(seat)
        await seat.press(*["delete"] * 10)
        assert "It must say “{business}”." in seat.shown
        await seat.press("ctrl+s")
        assert firm.store.rules().texts[Template.STOPPED] == wording


async def test_a_curly_quote_is_shown_to_be_no_plain_sms(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await go_to(seat, "texts.stopped")
        await seat.paste("“Bye”")
        assert "UCS-2" in seat.shown
        assert "Not plain SMS characters" in seat.shown


async def test_who_answers_stop_is_chosen_by_mouse(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await go_to(seat, "reply_stop")
        assert "(x) this program" in seat.shown
        assert await seat.pilot.click("ChoiceList", offset=(3, 1))
        await seat.settle()
        assert "(x) the carrier" in seat.shown
        await seat.click("Account #save")
        assert firm.store.rules().reply_stop == "carrier"


async def test_the_words_of_the_us_rule_cannot_be_taken_out(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await go_to(seat, "words.stop")
        go_to_start(seat)
        await seat.press(*["delete"] * len("stop, "))
        assert "The US rule demands “stop”: it cannot be removed." in seat.shown
        await seat.press("ctrl+s")
        assert "stop" in firm.store.rules().words.stop


@pytest.mark.parametrize("size", BOTH)
async def test_words_are_tried_on_all_past_messages_before_they_are_saved(
    firm: Firm, size: tuple[int, int]
) -> None:
    lead = firm.authorized(name="Demo Client Halt")
    firm.says(lead.number, "Halt!")
    firm.says(lead.number, "Hello")
    async with sitting(firm, size) as seat:
        await go_to(seat, "words.stop")
        await seat.write(", halt")
        await seat.press("ctrl+t")
        assert isinstance(seat.app.screen, Trial)
        assert "It would have caught 1 past message, of all 3." in seat.shown
        assert "Demo Client Halt: “Halt!”" in seat.shown
        assert "STOP" in seat.shown
        await seat.press("escape")
        assert editor(seat).unsaved
        assert "halt" not in firm.store.rules().words.stop
        await seat.press("ctrl+s")
        assert "halt" in firm.store.rules().words.stop


async def test_what_the_configuration_fixes_is_shown_with_its_place_and_stays(firm: Firm) -> None:
    async with sitting(firm, **FIXED) as seat:
        await go_to(seat, "business_name")
        assert "Acme Relief" in seat.shown
        assert "Fixed by /etc/firm.toml: [business] name" in seat.shown
        assert not seat.app.screen.query(ValueEditor)
        await go_down(seat, "sending_number")
        assert "+1 555 987 0000" in seat.shown
        assert "SMS_TUI_VONAGE_FROM" in seat.shown


async def test_every_setting_can_be_looked_at(firm: Firm) -> None:
    async with sitting(firm, NARROW) as seat:
        await seat.press("f6", "4")
        for setting in SETTINGS:
            await go_down(seat, setting.key)
            assert setting.name in seat.shown
            assert not any(line.display for line in seat.app.screen.query("#problems"))
            assert not any(box.unsaved for box in seat.app.screen.query(ValueEditor))


async def test_the_store_may_change_at_any_moment_while_a_setting_is_put_on_screen(
    firm: Firm,
) -> None:
    async with sitting(firm) as seat:
        await go_to(seat, "hours_open")
        section = account(seat)
        shown = asyncio.create_task(section.show("texts.stopped"))
        while not shown.done():
            section.follow()
            await asyncio.sleep(0)
        await seat.settle()
        assert editor(seat).setting.key == "texts.stopped"
        assert "63/160 · GSM-7 · 1 SMS" in seat.shown


async def test_leaving_a_setting_that_was_changed_asks(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await go_to(seat, "hours_open")
        await seat.press("backspace")
        await seat.press("escape")
        assert isinstance(seat.app.screen, Unsaved)
        await seat.press("right", "enter")
        assert not editor(seat).unsaved
        assert firm.store.rules().hours_open == time(8, 0)


async def test_two_admins_at_once_the_second_is_told_what_changed(firm: Firm) -> None:
    other = firm.store.clone()
    async with sitting(firm) as seat:
        await go_to(seat, "hours_open")
        await seat.press("backspace", "1")
        other.settings.save_text(firm.actor, "hours_open", "09:30")
        await seat.settle()
        assert "Somebody else has just saved this" in seat.shown
        await seat.press("ctrl+s")
        assert firm.store.rules().hours_open == time(9, 30)
        await seat.press("escape", "right", "enter")
        assert "09:30" in seat.shown
    other.close()


async def test_the_connection_test_shows_what_the_worker_writes_down(firm: Firm) -> None:
    worker = firm.store.clone()
    async with sitting(firm) as seat:
        await go_to(seat, "test")
        await seat.press("enter")
        assert "Waiting for the worker" in seat.shown
        check = worker.checks.take()
        assert check is not None
        await seat.until(lambda: "The worker is asking the carrier" in seat.shown, 2)
        worker.checks.answer(check, "vonage", ["SMS: The API key is wrong."], ["MESSAGES"])
        await seat.until(lambda: "! SMS: The API key is wrong." in seat.shown, 1)
        assert "● vonage answers for records of MESSAGES." in seat.shown
    worker.close()


async def test_without_a_worker_the_connection_test_says_so_after_20_seconds(firm: Firm) -> None:
    async with sitting(firm, NARROW) as seat:
        await go_to(seat, "test")
        await seat.click("#test")
        firm.clock.passes(seconds=WAIT.seconds)
        await seat.until(lambda: "No worker has answered within 20 seconds" in seat.shown, 2)


async def test_the_carrier_is_on_top_where_it_is_seen_at_once(firm: Firm) -> None:
    async with sitting(firm, NARROW, **FIXED) as seat:
        await seat.press("f6", "4")
        assert "Test connection" in seat.shown
        assert "+1 555 987 0000" in seat.shown
        assert "enter" not in seat.shown.splitlines()[-1]
        await seat.press("down", "enter", "enter")
        assert "Waiting for the worker" in seat.shown or "Asked at" in seat.shown
