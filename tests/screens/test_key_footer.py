"""The footer: what stands there works, what does not fit is left out, what does nothing too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.app import App
from textual.dom import DOMNode

from data.models import Lead, Permission
from firm import Firm
from screens.widgets.key_footer import Entry, KeyFooter, fitting
from sitting import NARROW, WIDE, Sitting, sitting

BROAD = (240, 36)  # there is room for every key


def footer(seat: Sitting) -> str:
    return seat.shown.splitlines()[-1].strip()


def entries(seat: Sitting) -> list[Entry]:
    return seat.app.screen.query_one(KeyFooter).entries


def waiting(firm: Firm) -> Lead:
    """A lead who waits for an answer."""
    lead = firm.authorized(name="Maria Demo")
    firm.says(lead.number, "Are you open?")
    return lead


async def test_the_inbox_has_its_keys_in_eighty_columns(firm: Firm) -> None:
    waiting(firm)
    async with sitting(firm, (78, 24)) as seat:
        keys = "enter Open  / Filter  n Next  a Add  f3 Search  f6 Settings"
        assert footer(seat) == f"{keys}  f1 Help"


async def test_settings_are_for_admins(firm: Firm) -> None:
    async with sitting(firm, actor=firm.user("bob", Permission.SMS)) as seat:
        assert "f6" not in footer(seat)
        assert "f3" not in footer(seat)


@pytest.mark.parametrize("width", range(20, 200, 7))
def test_what_does_not_fit_is_left_out_whole(width: int) -> None:
    keys = [Entry(f"f{n}", f"f{n}", "Word" * n) for n in range(1, 9)]
    keys.append(Entry("escape", "esc", "Back"))
    shown = fitting(keys, width)
    assert sum(entry.width + 2 for entry in shown) - 2 <= width
    assert [entry.key for entry in shown[-2:]] == ["escape", "f1"]


async def test_a_broad_lead_screen_shows_more_keys(firm: Firm) -> None:
    async with sitting(firm, WIDE) as seat:
        await seat.open(waiting(firm))
        assert {"f8 Number", "^n Next", "f9 No reply needed"} <= {
            f"{entry.shown} {entry.label}" for entry in entries(seat)
        }


async def test_in_a_search_of_the_log_escape_clears_first(firm: Firm) -> None:
    async with sitting(firm, NARROW) as seat:
        screen = await seat.open(waiting(firm))
        await seat.press("ctrl+f")
        assert "esc Back" in footer(seat)
        assert "Hits" not in footer(seat)
        await seat.write("open")
        assert "esc Clear" in footer(seat)
        assert "↑ ↓ Hits" in footer(seat)
        assert "f4" not in footer(seat)
        await seat.write("zzz")
        assert "Hits" not in footer(seat)
        await seat.press("escape")
        assert seat.lead is screen
        assert not screen.pane.searching


async def test_an_empty_search_offers_nothing_to_open_or_export(firm: Firm) -> None:
    waiting(firm)
    async with sitting(firm) as seat:
        await seat.press("f3")
        assert "Open" not in footer(seat)
        assert "Export" not in footer(seat)
        await seat.write("open")
        assert "enter Open" in footer(seat)
        assert "^e Export" in footer(seat)


async def test_a_log_without_messages_offers_none(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.open(firm.lead())
        assert "Message" not in footer(seat)


async def test_a_click_on_a_key_presses_it(firm: Firm) -> None:
    async with sitting(firm) as seat:
        at = footer(seat).index("a Add") + 1
        await seat.pilot.click(KeyFooter, offset=(at, 0))
        await seat.settle()
        assert "Add a lead" in seat.shown


# Every key of every footer.


async def _search_log(seat: Sitting) -> None:
    await seat.press("ctrl+f")
    await seat.write("open")


async def _search(seat: Sitting) -> None:
    await seat.press("escape", "escape", "f3")
    await seat.write("open")


def keys(*names: str) -> Callable[[Sitting], Awaitable[None]]:
    async def press(seat: Sitting) -> None:
        await seat.press(*names)

    return press


WALK: dict[str, Callable[[Sitting], Awaitable[None]]] = {
    "inbox": keys(),
    "filter": keys("slash", "m"),
    "filter without a match": keys("q"),
    "add a lead": keys("escape", "a"),
    "add a lead, button": keys("tab", "tab", "tab", "tab"),
    "help": keys("f1"),
    "lead": keys("escape", "escape", "n"),
    "category": keys("f4"),
    "search of the log": _search_log,
    "log": keys("enter"),
    "message": keys("enter"),
    "number": keys("escape", "f8"),
    "search": _search,
    "filters": keys("f4"),
    "menu": keys("enter"),
    "export": keys("escape", "escape", "ctrl+e"),
    "users": keys("escape", "escape", "f6"),
    "permission": keys("enter"),
    "ticked": keys("space"),
    "groups": keys("space", "escape", "2"),
    "new group": keys("a"),
    "categories": keys("escape", "3"),
    "account": keys("4"),
    "audit": keys("5"),
    "audit, one act": keys("enter"),
}


async def test_every_key_in_every_footer_does_what_it_is_there_for(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(firm)
    done: list[str] = []

    async def note(app: App[None], node: DOMNode, name: str, parameters: Any) -> bool:
        assert hasattr(node, f"action_{name}") or hasattr(node, f"_action_{name}"), (node, name)
        done.append(name)
        return True

    async with sitting(firm, BROAD) as seat:
        for state, reach in WALK.items():
            await reach(seat)
            shown = entries(seat)
            assert shown, state
            with monkeypatch.context() as patch:
                patch.setattr(App, "_dispatch_action", note)
                for entry in shown:
                    wanted = seat.app.screen.active_bindings[entry.key].binding.action
                    done.clear()
                    await seat.pilot.press(entry.key)
                    assert done, (state, entry)
                    assert done[0] == wanted.partition("(")[0].rpartition(".")[2], (state, entry)
