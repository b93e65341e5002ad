from __future__ import annotations

from typing import Any

from data.models import Permission
from firm import Firm
from screens.inbox import Inbox
from screens.search import Search
from screens.widgets.composer import Composer
from searching import audited, search_of
from sitting import NARROW, sitting


def everything_but_the_audit(firm: Firm) -> dict[str, list[Any]]:
    names = firm.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'audit'")
    tables = [name for (name,) in names if not name.startswith(("sqlite_", "messages_fts"))]
    return {name: firm.sql(f"SELECT * FROM {name}") for name in tables if name != "messages_words"}


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


async def test_before_anything_is_typed_the_language_is_shown_and_nothing_is_searched(
    firm: Firm,
) -> None:
    firm.says(firm.lead().number, "The papers")
    async with sitting(firm, NARROW) as seat:
        await seat.press("f3")
        assert "a phrase" in seat.shown
        assert "Demo Client" not in seat.shown
        await seat.pilot.pause(1.2)
    assert audited(firm) == []
