"""The program in a real terminal: what an agent sees, and the bytes that must never be sent."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.carriage import Accepted, InboundRecord
from data.clock import utc_now
from data.models import Actor
from data.store import Store
from drawn_samples import HOSTILE
from sms_tui.demo import PINNED, fill
from sms_tui.identity import os_account
from terminal import Terminal, environment, sms_tui
from waiting import eventually

NUMBER = "+14155550132"
# Escape sequences that the program itself needs: colours, cursor, modes, screen, keyboard, and the
# shape of the mouse pointer, a word of Textual's.
OURS = re.compile(
    rb"\x1b(\[[0-9;:?<>=!$ ]*[A-Za-z@`{|}~]|[78=>MDEHc]|[()][A-Z0-9]|P[^\x1b]*\x1b\\"
    rb"|\]22;[a-z-]+\x07)"
)
FORBIDDEN = re.compile(
    rb"\x1b|[\x00-\x06\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]|\xc2[\x80-\x9f]"
    rb"|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)

Open = Callable[..., Terminal]
# As in sitting.py, the narrow run of what is also run wide takes its time among the long tests.
BOTH = [(120, 36), pytest.param(80, 24, marks=pytest.mark.long)]


@pytest.fixture
def open_terminal() -> Iterator[Open]:
    opened: list[Terminal] = []

    def start(*arguments: str, columns: int = 120, lines: int = 36) -> Terminal:
        terminal = Terminal(sms_tui(*arguments), environment(), columns, lines)
        opened.append(terminal)
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


@pytest.mark.parametrize(("columns", "lines"), BOTH)
def test_the_whole_story_by_keyboard_in_the_demo(
    open_terminal: Open, columns: int, lines: int
) -> None:
    terminal = open_terminal("--demo", columns=columns, lines=lines)
    terminal.wait_for("12 leads")
    terminal.press("/", "10090", "enter")
    terminal.wait_for("Inbox ›", "Not Authorized", "Ivo Demo")
    terminal.press("f5")
    terminal.wait_for("Send Authorization", "may we text you about your file?")
    terminal.press("enter")
    terminal.wait_for("● Authorized")
    terminal.press("Your papers are ready.")
    terminal.wait_for("22/160")
    terminal.press("f4")
    terminal.wait_for("Documents", "enter Choose")
    terminal.press("down", "enter")
    terminal.wait_for("enter Send", "General")
    terminal.press("enter")
    terminal.wait_for("General  ✓✓ delivered", "Your papers are ready.")
    terminal.press("escape")
    terminal.wait_for("1 lead", "Show all")
    terminal.press("ctrl+q")
    assert terminal.wait() == 0


def hostile_store(path: Path) -> None:
    """Every hostile text as a client's name, a body of theirs, a body of ours and a category."""
    store = Store.open(path, pinned=PINNED)
    store.people.ensure_first_user(os_account())
    actor = Actor(store.people.known_user(os_account()), os_account())
    fence = store.worker.acquire("test")
    assert fence is not None
    for n, text in enumerate(HOSTILE):
        number = f"+1415555{n:04}"
        lead = store.leads.add(actor, f"{n} {text[:150]}", f"H-{n}", number)
        store.consents.grant(actor, number, "test", f"note: {text}")
        store.worker.polled(utc_now())
        store.worker.poll_state("practice")
        store.received.record(InboundRecord("P", f"in-{n}", number, "", text, utc_now()))
        if len(text) <= 1000 and text.isprintable():
            store.outbox.enqueue_text(actor, lead.id, text, "General")
    while claim := store.dispatch.claim(fence):
        store.dispatch.settle(claim, Accepted(None))
    store.worker.release(fence)
    store.close()


@pytest.mark.parametrize(("columns", "lines"), BOTH)
def test_hostile_texts_do_nothing_and_send_no_forbidden_byte(
    open_terminal: Open, tmp_path: Path, columns: int, lines: int
) -> None:
    path = tmp_path / "hostile.db"
    hostile_store(path)
    terminal = open_terminal("--database", str(path), columns=columns, lines=lines)
    terminal.wait_for(f"{len(HOSTILE)} leads")
    for n in range(len(HOSTILE)):
        terminal.press("/", f"H-{n}", "enter")
        terminal.wait_for("Inbox ›", f"H-{n}")
        terminal.press("escape")
        terminal.wait_for("Show all")
        terminal.press("escape")  # two at once would be one alt+escape
        terminal.wait_for("filter by name")
    terminal.press("ctrl+q")
    assert terminal.wait() == 0
    rest = OURS.sub(b"", bytes(terminal.raw))
    assert FORBIDDEN.findall(rest) == []
    assert b"\x1b]52;" not in terminal.raw


def test_what_another_process_does_shows_within_half_a_second(
    open_terminal: Open, tmp_path: Path
) -> None:
    path = tmp_path / "two.db"
    fill(path, os_account())
    terminal = open_terminal("--database", str(path))
    terminal.wait_for("12 leads")
    terminal.press("/", "10090", "enter")
    terminal.wait_for("Ivo Demo", "Not Authorized")
    subprocess.run(
        [
            *sms_tui("--database", str(path), "consent", "grant", "+13055550196"),
            *("--source", "letter", "--note", "a signed letter"),
        ],
        env=environment(),
        check=True,
        capture_output=True,
    )
    assert terminal.wait_for("● Authorized") < 0.5


def test_a_terminal_that_goes_away_ends_the_program_and_frees_the_worker(tmp_path: Path) -> None:
    path = tmp_path / "gone.db"
    fill(path, os_account())
    # A carrier that cannot be reached is one all the same: the worker takes the lease.
    account = environment(
        VONAGE_API_KEY="k",
        VONAGE_API_SECRET="s",
        SMS_TUI_VONAGE_FROM="15559870000",
        SMS_TUI_VONAGE_API_HOST="127.0.0.1:9",
    )
    terminal = Terminal(sms_tui("--database", str(path)), account)
    terminal.wait_for("12 leads")
    store = Store.open(path)
    eventually(lambda: store.worker.health().alive)
    terminal.hang_up()
    terminal.wait()
    assert not store.worker.health().alive
    store.close()


STUCK = """
import pathlib, signal, sys, threading
from sms_tui import hangup
hangup.END_WITHIN = 0.2
signal.signal(signal.SIGHUP, signal.SIG_IGN)
hangup.end_with_terminal([lambda: pathlib.Path(sys.argv[1]).touch()])
print("stuck", flush=True)
threading.Event().wait()
"""


def test_a_program_that_is_stuck_when_its_terminal_goes_finishes_and_ends(tmp_path: Path) -> None:
    finished = tmp_path / "finished"
    terminal = Terminal([sys.executable, "-c", STUCK, str(finished)], environment())
    terminal.wait_for("stuck")
    terminal.hang_up()
    assert terminal.wait() == 128 + signal.SIGHUP
    assert finished.exists()
