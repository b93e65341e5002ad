"""Settings › Users and Groups: who there is, and who belongs to what, from both ends."""

from __future__ import annotations

from textual.widgets import Input

from data.models import Effect, Permission
from data.storable import storable
from drawn_samples import HOSTILE, OBEYED
from firm import Firm
from sitting import NARROW, sitting


async def test_a_user_is_added_renamed_deactivated_and_let_work_again(firm: Firm) -> None:
    people = firm.store.people
    async with sitting(firm) as seat:
        await seat.press("f6", "a")
        await seat.write("bob")
        await seat.press("enter")
        assert people.known_user("bob").active
        assert "bob" in seat.shown
        await seat.press("r", *["backspace"] * 3)
        await seat.write("robert")
        await seat.press("enter")
        assert people.user("bob") is None
        await seat.press("x", "right", "enter")
        assert not people.known_user("robert").active
        assert "(deactivated)" in seat.shown
        assert "this user is deactivated" in seat.shown
        await seat.press("o")
        assert people.known_user("robert").active


async def test_a_name_that_is_taken_is_refused_and_stays_typed(firm: Firm) -> None:
    async with sitting(firm, NARROW) as seat:
        await seat.press("f6", "a")
        await seat.write("ANN")
        await seat.press("enter")
        assert "There is already a user ANN" in seat.shown
        await seat.write("A")
        await seat.press("enter")
        assert firm.store.people.user("ANNA") is not None


async def test_deactivating_says_first_what_it_takes_and_can_be_left(firm: Firm) -> None:
    bob = firm.user("bob")
    group = firm.store.groups.add(firm.actor, "Agents")
    firm.store.people.set_permission(firm.actor, group, Permission.SMS, Effect.ALLOW)
    firm.store.groups.join(firm.actor, "Agents", bob.user)
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "x")
        assert "This takes Allow SMS from 1 person: bob." in seat.shown
        await seat.press("escape")
        assert firm.store.people.known_user("bob").active


async def test_a_group_is_added_filled_from_its_end_and_removed(firm: Firm) -> None:
    firm.user("bob")
    groups = firm.store.groups
    async with sitting(firm) as seat:
        await seat.press("f6", "2")
        assert "No groups yet" in seat.shown
        await seat.press("a")
        await seat.write("Agents")
        await seat.press("enter")
        await seat.press("tab", "right", "tab", "down", "space")
        assert "[x] bob" in seat.shown
        assert groups.members(groups.known("Agents")) == []
        await seat.press("ctrl+s")
        assert [user.name for user in groups.members(groups.known("Agents"))] == ["bob"]
        await seat.press("escape", "r", "s", "enter")
        assert groups.find("Agentss") is not None
        await seat.press("x", "right", "enter")
        assert groups.list() == []


async def test_a_user_joins_and_leaves_groups_from_their_own_end_by_mouse(firm: Firm) -> None:
    bob = firm.user("bob").user
    for name in ("Agents", "Interns"):
        firm.store.groups.add(firm.actor, name)
    firm.store.groups.join(firm.actor, "Interns", bob)
    async with sitting(firm) as seat:
        await seat.press("f6", "down")
        assert await seat.pilot.click("#tabs", offset=(18, 0))
        await seat.settle()
        assert "[x] Interns" in seat.shown
        for row in (0, 1):
            assert await seat.pilot.click("TickList", offset=(2, row))
            await seat.settle()
        assert "[x] Agents" in seat.shown
        await seat.click("#save")
        assert [group.name for group in firm.store.groups.of(bob)] == ["Agents"]


async def test_saving_twice_in_a_hurry_saves_what_both_tabs_hold(firm: Firm) -> None:
    bob = firm.user("bob").user
    firm.store.groups.add(firm.actor, "Agents")
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter", "space", "shift+tab", "right", "tab", "space")
        assert "[x] Agents" in seat.shown
        await seat.press_at_once("ctrl+s", "ctrl+s")
        assert "Somebody else" not in seat.shown
        assert [group.name for group in firm.store.groups.of(bob)] == ["Agents"]
        assert firm.store.access.directory().said(bob) != {}


async def test_the_sections_are_reached_by_mouse(firm: Firm) -> None:
    async with sitting(firm, NARROW) as seat:
        await seat.press("f6")
        for section, x in (("Groups", 12), ("Categories", 25), ("Account", 38), ("Audit", 50)):
            assert await seat.pilot.click("#sections", offset=(x, 0))
            await seat.settle()
            assert f"Settings › {section}" in seat.shown


async def test_names_are_only_text(firm: Firm) -> None:
    """Whatever a name holds, nothing of it is obeyed: not as markup, not by the terminal."""
    for n, name in enumerate(HOSTILE):
        firm.sql(
            "INSERT INTO users (name, created_at) VALUES (:name, '2026-11-01T00:00:00.000Z')",
            name=storable(f"{n} {name}"[:64]),
        )
        firm.sql(
            "INSERT INTO groups (name, created_at) VALUES (:name, '2026-11-01T00:00:00.000Z')",
            name=storable(f"{n} {name}"[:64]),
        )
    async with sitting(firm) as seat:
        await seat.press("f6", "x", "escape", "r", "escape", "tab", "right")
        assert not OBEYED & set(seat.shown.replace("\n", ""))
        await seat.press("2", "r", "escape", "x")
        assert not OBEYED & set(seat.shown.replace("\n", ""))


async def test_a_name_that_was_typed_is_there_again_after_escape(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("f6", "a")
        await seat.write("robert")
        await seat.press("escape", "a")
        assert "robert" in seat.shown
        await seat.press("enter")
        assert firm.store.people.user("robert") is not None
        await seat.press("a")
        assert seat.app.screen.query_one("#name", Input).value == ""
