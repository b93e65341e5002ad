"""Settings › Users and Groups: permissions by keyboard and by mouse, and who is touched."""

from __future__ import annotations

import pytest

from data.models import Effect, Group, Permission
from firm import Firm
from screens.inbox import Inbox
from screens.settings.settings import Settings
from screens.settings.unsaved import Unsaved
from sitting import BOTH, Sitting, sitting

ALLOW, DENY = Effect.ALLOW, Effect.DENY
SMS, ADMIN = Permission.SMS, Permission.ADMIN


def said(firm: Firm, name: str) -> dict[Permission, Effect]:
    return firm.store.people.said(firm.store.people.known_user(name))


def agents(firm: Firm, *names: str, effect: Effect | None = ALLOW) -> Group:
    """A group that says `effect` of Allow SMS, with new users of these names."""
    group = firm.store.groups.add(firm.actor, "Agents")
    firm.store.people.set_permission(firm.actor, group, SMS, effect)
    for name in names:
        firm.store.groups.join(firm.actor, "Agents", firm.user(name).user)
    return group


async def click_words(seat: Sitting, words: str) -> None:
    """Click where these words stand on screen, the header's line left out."""
    lines = list(enumerate(seat.shown.splitlines()))[1:]
    places = [(line.index(words) + 1, y) for y, line in lines if words in line]
    assert places, seat.shown
    assert await seat.pilot.click(offset=places[0])
    await seat.settle()


def told(seat: Sitting) -> str:
    """What the notices say."""
    return " ".join(notice.message for notice in seat.app._notifications)


@pytest.mark.parametrize("size", BOTH)
async def test_a_user_is_allowed_to_text_with_the_keyboard_alone(
    firm: Firm, size: tuple[int, int]
) -> None:
    firm.user("bob")
    async with sitting(firm, size) as seat:
        await seat.press("f6", "down", "enter")
        assert "Category: System" in seat.shown
        assert "No: neither this user nor a group of theirs" in " ".join(seat.shown.split())
        await seat.press("space")
        assert "[x]" in seat.shown
        assert "Allow: allowed for this user" in seat.shown
        assert "This gives Allow SMS to 1 person: bob." in seat.shown
        assert said(firm, "bob") == {}
        await seat.press("ctrl+s")
        assert said(firm, "bob") == {SMS: ALLOW}
        assert "Saved." in seat.shown
        assert "This gives" not in seat.shown


@pytest.mark.parametrize("size", BOTH)
async def test_a_user_is_denied_with_the_mouse_alone(firm: Firm, size: tuple[int, int]) -> None:
    firm.user("bob", SMS)
    async with sitting(firm, size) as seat:
        await seat.press("f6")
        await click_words(seat, "bob")
        await seat.click("#sms #deny")
        assert "This takes Allow SMS from 1 person: bob." in seat.shown
        await click_words(seat, " Save ")
        assert said(firm, "bob") == {SMS: DENY}


async def test_ticking_one_box_clears_the_other_and_none_means_inherited(firm: Firm) -> None:
    agents(firm, "bob")
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter")
        assert "Allow: allowed by group Agents" in seat.shown
        await seat.press("space", "right", "space")
        assert seat.shown.count("[x]") == 1
        assert "Deny: denied for this user" in seat.shown
        await seat.press("space")
        assert seat.shown.count("[x]") == 0
        assert "Allow: allowed by group Agents" in seat.shown
        assert not seat.app.screen.query_one("#buttons").display


async def test_before_a_group_is_saved_everybody_it_touches_is_named(firm: Firm) -> None:
    agents(firm, "bob", "carol", "dave", "eve")
    async with sitting(firm) as seat:
        await seat.press("f6", "2", "enter")
        assert "4 of 4 members may" in seat.shown
        await seat.press("right", "space")
        assert "This takes Allow SMS from 4 people: bob, carol, dave, eve." in seat.shown
        assert "0 of 4 members may" in seat.shown


@pytest.mark.parametrize(
    ("keys", "expected"),
    [(("enter",), {SMS: ALLOW}), (("right", "enter"), {}), (("right", "right", "enter"), None)],
)
async def test_unsaved_changes_are_asked_about_before_they_are_left(
    firm: Firm, keys: tuple[str, ...], expected: dict[Permission, Effect] | None
) -> None:
    """Save, Discard and Stay, and the way out by each key that leads away."""
    firm.user("bob")
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter", "space", "f2")
        assert isinstance(seat.app.screen, Unsaved)
        await seat.press(*keys)
        if expected is None:
            assert isinstance(seat.app.screen, Settings)
            assert seat.app.screen.unsaved
        else:
            assert isinstance(seat.app.screen, Inbox)
            assert said(firm, "bob") == expected


@pytest.mark.parametrize("away", ["escape", "f2", "ctrl+q", "2"])
async def test_no_key_leads_away_from_unsaved_changes_without_asking(firm: Firm, away: str) -> None:
    firm.user("bob")
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter", "space", away)
        assert isinstance(seat.app.screen, Unsaved)
        await seat.press("escape")
        assert isinstance(seat.app.screen, Settings)
        assert seat.app.screen.unsaved


async def test_another_user_is_not_shown_over_unsaved_changes(firm: Firm) -> None:
    firm.user("bob")
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter", "space")
        await click_words(seat, "ann")
        assert isinstance(seat.app.screen, Unsaved)
        await seat.press("right", "enter")
        assert isinstance(seat.app.screen, Settings)
        assert not seat.app.screen.unsaved
        assert said(firm, "bob") == {}


async def test_escape_goes_to_the_list_and_then_out(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("f6", "enter", "escape")
        assert isinstance(seat.app.screen, Settings)
        await seat.press("escape")
        assert isinstance(seat.app.screen, Inbox)


async def test_two_admins_at_once_the_second_is_told_what_changed(firm: Firm) -> None:
    bob = firm.user("bob").user
    other = firm.store.clone()
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter", "space")
        other.people.set_permission(firm.actor, bob, SMS, DENY)
        await seat.settle()
        assert "Somebody else has just changed this" in seat.shown
        await seat.press("ctrl+s")
        assert "Allow SMS was inherited and is now denied" in told(seat)
        assert said(firm, "bob") == {SMS: DENY}
        assert "Deny: denied for this user" in seat.shown
    other.close()


async def test_what_was_ticked_beside_a_change_of_somebody_else_stays(firm: Firm) -> None:
    bob = firm.user("bob").user
    other = firm.store.clone()
    async with sitting(firm) as seat:
        await seat.press("f6", "down", "enter")
        await seat.press("space", "down", "space")
        other.people.set_permission(firm.actor, bob, SMS, DENY)
        await seat.press("ctrl+s")
        assert "Allow SMS was inherited and is now denied" in told(seat)
        assert "The rest of what you ticked is still here" in told(seat)
        assert said(firm, "bob") == {SMS: DENY}
        await seat.press("ctrl+s")
        assert said(firm, "bob") == {SMS: DENY, Permission.SEARCH: ALLOW}
    other.close()


async def test_what_another_admin_changes_shows_at_once_when_nothing_is_staged(firm: Firm) -> None:
    bob = firm.user("bob").user
    other = firm.store.clone()
    async with sitting(firm) as seat:
        await seat.press("f6", "down")
        other.people.set_permission(firm.actor, bob, SMS, ALLOW)
        await seat.until(lambda: "Allow: allowed for this user" in seat.shown, 1)
    other.close()


async def test_the_last_admin_cannot_be_lost_on_screen(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("f6", "enter", "end")
        await seat.click("#admin #deny")
        await seat.press("ctrl+s")
        assert "leave no Admin" in told(seat)
        assert said(firm, "ann")[ADMIN] is ALLOW
        await seat.press("escape", "right", "enter", "x")
        assert "ann is the last Admin." in told(seat)
        assert "Deactivate ann?" not in seat.shown
        assert firm.store.people.known_user("ann").active


async def test_others_see_why_they_cannot_open_the_settings(firm: Firm) -> None:
    async with sitting(firm, actor=firm.user("bob", SMS)) as seat:
        await seat.press("f6")
        assert isinstance(seat.app.screen, Inbox)
        assert "Settings needs Admin, which you do not have (neither this user nor" in told(seat)


async def test_who_loses_admin_is_shown_out_with_the_reason(firm: Firm) -> None:
    bob = firm.user("bob", ADMIN)
    other = firm.store.clone()
    async with sitting(firm, actor=bob) as seat:
        await seat.press("f6", "a")
        other.people.set_permission(firm.actor, bob.user, ADMIN, DENY)
        await seat.until(lambda: isinstance(seat.app.screen, Inbox), 1)
        await seat.settle()
        assert "You no longer have Admin" in seat.shown
    other.close()
