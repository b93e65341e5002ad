from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from data.models import Lead, Permission
from firm import Firm
from screens.inbox import Inbox
from screens.lead import LeadScreen
from screens.search import Search
from screens.search_run import PAGE
from screens.widgets.composer import Composer
from sitting import NARROW, WIDE, Sitting, sitting


def search_of(seat: Sitting) -> Search:
    screen = seat.app.screen
    assert isinstance(screen, Search), screen
    return screen


def say_much(firm: Firm, lead: Lead, count: int, words: str = "paper number {}") -> None:
    """So many messages of a client, a minute apart, numbered from 1."""
    for number in range(1, count + 1):
        firm.clock.passes(minutes=1)
        firm.says(lead.number, words.format(number))


def audited(firm: Firm, kind: str = "search") -> list[str]:
    """The queries on record, the first first."""
    return [entry.subject for entry in reversed(firm.store.audit.entries(kind=kind))]


def everything_but_the_audit(firm: Firm) -> dict[str, list[Any]]:
    names = firm.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'audit'")
    tables = [name for (name,) in names if not name.startswith(("sqlite_", "messages_fts"))]
    return {name: firm.sql(f"SELECT * FROM {name}") for name in tables if name != "messages_words"}


@pytest.mark.parametrize("size", [WIDE, NARROW])
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
    from textual.events import Key

    return Key(key, key if len(key) == 1 else None)


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


async def test_each_settled_query_is_on_record_once(firm: Firm) -> None:
    firm.says(firm.lead().number, "The papers")
    async with sitting(firm) as seat:
        await seat.press("f3")
        await seat.write("pap")
        assert audited(firm) == []
        await seat.until(lambda: audited(firm) == ["pap"])
        await seat.write("ers")
        await seat.press("enter", "escape")
        assert audited(firm) == ["pap", "papers"]
        await seat.pilot.pause(1.2)
        assert audited(firm) == ["pap", "papers"]
        search_of(seat).box.write("status:nothing")
        await seat.pilot.pause(1.2)
        search_of(seat).box.write("the")
        await seat.settle()
    assert audited(firm) == ["pap", "papers", "the"]


async def test_support_lands_on_search_and_changes_nothing(firm: Firm) -> None:
    lead = firm.authorized(name="Maria Demo")
    firm.says(lead.number, "Where are my papers?")
    support = firm.user("sue", Permission.SEARCH)
    before = everything_but_the_audit(firm)
    async with sitting(firm, actor=support) as seat:
        assert isinstance(seat.app.screen, Search)
        await seat.write("papers")
        await seat.press("escape")
        assert isinstance(seat.app.screen, Search)
        await seat.press("enter")
        assert "You do not have Allow SMS" in seat.shown
        assert not seat.lead.query_one(Composer).display
        await seat.write("Hello")
        await seat.press("enter", "escape", "escape")
        assert isinstance(seat.app.screen, Search)
        assert "Export" not in seat.shown.splitlines()[-1]
    after = everything_but_the_audit(firm)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert audited(firm) == ["papers"]


async def test_who_lacks_search_logs_is_told_so(firm: Firm) -> None:
    agent = firm.user("abe", Permission.SMS)
    async with sitting(firm, actor=agent) as seat:
        await seat.press("f3")
        assert isinstance(seat.app.screen, Inbox)
        assert "Search needs Search Logs" in seat.shown


async def test_who_loses_search_logs_sees_nothing_more(firm: Firm) -> None:
    firm.says(firm.lead().number, "The papers")
    support = firm.user("sue", Permission.SEARCH)
    async with sitting(firm, actor=support) as seat:
        await seat.write("papers")
        assert "Demo Client" in seat.shown
        firm.store.people.set_permission(firm.actor, support.user, Permission.SEARCH, None)
        seat.app.screen.call_next(search_of(seat).follow)
        await seat.settle()
        assert "Demo Client" not in seat.shown
        assert "Search needs Search Logs" in seat.shown


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


async def test_a_search_that_is_over_is_stopped(firm: Firm) -> None:
    """Only what is being looked for now runs: the thread is free at once."""
    async with sitting(firm) as seat:
        session = seat.app.session
        import asyncio

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


async def test_before_anything_is_typed_the_language_is_shown_and_nothing_is_searched(
    firm: Firm,
) -> None:
    firm.says(firm.lead().number, "The papers")
    async with sitting(firm, NARROW) as seat:
        await seat.press("f3")
        assert "a phrase" in seat.shown
        assert "Demo Client" not in seat.shown
        await seat.pilot.pause(timedelta(seconds=1.2).total_seconds())
    assert audited(firm) == []
