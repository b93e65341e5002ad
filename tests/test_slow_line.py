"""What Search costs on a slow line: the bytes that reach the terminal, counted on a pty.

At 80×24 a page of results is about 1,500 cells of text. The bounds are twice what was measured, so
that a list drawn as a whole for every key, or an animation, does not pass.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.carriage import InboundRecord
from data.clock import utc_now
from data.models import Actor
from data.store import Store
from sms_tui.demo import PINNED
from sms_tui.identity import os_account
from terminal import Terminal, environment, sms_tui

NUMBER = "+14155550132"
MESSAGES = 400
PAGE = 9_000
FEW_LINES = 4_000


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    path = tmp_path / "slow.db"
    store = Store.open(path, pinned=PINNED)
    store.people.ensure_first_user(os_account())
    actor = Actor(store.people.known_user(os_account()), os_account())
    store.leads.add(actor, "Maria Demo", "D-1", NUMBER)
    for n in range(MESSAGES):
        words = f"Number {n}: can I drop the papers off today? I finish at {n % 12}."
        store.received.record(InboundRecord("P", f"in-{n}", NUMBER, "", words, utc_now()))
    store.close()
    terminal = Terminal(sms_tui("--database", str(path)), environment(), 80, 24)
    terminal.wait_for("1 lead")
    yield terminal
    terminal.close()


def cost(terminal: Terminal, keys: tuple[str, ...], shows: str) -> int:
    """The bytes sent for these keys, until the screen shows the words and is at rest."""
    rest(terminal)
    before = len(terminal.raw)
    terminal.press(*keys)
    terminal.wait_for(shows)
    rest(terminal)
    return len(terminal.raw) - before


def rest(terminal: Terminal, seconds: float = 0.4) -> None:
    """Until nothing has been sent for a while."""
    sent = -1
    while sent != len(terminal.raw):
        sent = len(terminal.raw)
        time.sleep(seconds)


def test_a_page_of_results_costs_few_bytes(terminal: Terminal) -> None:
    cost(terminal, ("f3",), "a phrase")
    costs = {
        "first page": cost(terminal, ("papers",), "400 messages"),
        "selection, a page down": cost(terminal, ("pagedown",), "papers"),
        "next page": cost(terminal, ("pagedown",), f"Number {MESSAGES - 15}"),
        "one line": cost(terminal, ("up",), "papers"),
        "a key that changes nothing but itself": cost(terminal, (" ",), "papers"),
    }
    assert costs["first page"] < 6 * PAGE, costs  # drawn anew at most once a letter
    assert costs["next page"] < PAGE, costs
    del costs["first page"], costs["next page"]
    assert max(costs.values()) < FEW_LINES, costs
