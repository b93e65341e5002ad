from __future__ import annotations

import json
import logging
import subprocess
import sys
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App

from data.models import Health
from firm import MONDAY, Firm
from screens.session import Session
from screens.standing import standing
from sitting import sitting
from sms_tui.app import SmsApp


class Beside:
    """Background work that only notes what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def start(self) -> None:
        self.asked.append("start")

    def stop(self) -> None:
        self.asked.append("stop")


def test_the_app_starts_without_the_carriers_sdk_and_without_what_only_leads_need() -> None:
    program = "import sys, json, sms_tui.app; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    loaded = set(json.loads(done.stdout))
    unwanted = {"vonage", "vonage_messages", "requests", "phonenumbers", "sqlite_utils"}
    assert not loaded & (unwanted | {"screens.lead", "textual.widgets._text_area"})


async def test_background_work_starts_with_the_app_and_stops_with_it(firm: Firm) -> None:
    beside = Beside()
    app = SmsApp(Session(firm.store, firm.actor), background=beside)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert beside.asked == ["start"]
    assert beside.asked == ["start", "stop"]


async def test_a_crash_shows_a_reference_and_nothing_of_anybody(
    firm: Firm, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "Maria's private words"
    app = SmsApp(Session(firm.store, firm.actor), log_path=Path("/var/log/sms-tui.log"))
    told: list[str] = []
    monkeypatch.setattr(
        App, "_print_error_renderables", lambda self: told.extend(map(str, self._exit_renderables))
    )

    def fail() -> None:
        local = secret
        raise RuntimeError(local)

    with caplog.at_level(logging.ERROR), pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            app.call_later(fail)
            await pilot.pause()
    [words] = told
    assert words.startswith("sms-tui stopped: reference ")
    assert "Nothing was sent twice" in words
    assert "/var/log/sms-tui.log" in words
    assert secret not in words
    [record] = caplog.records
    assert record.getMessage().split()[-1] in words


async def test_it_never_opens_a_url_nor_writes_a_screenshot(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda *a, **k: opened.append("url"))
    for way in ("deliver_text", "deliver_binary", "save_screenshot"):
        monkeypatch.setattr(App, way, lambda *a, **k: opened.append("file"))
    async with sitting(firm) as seat:
        seat.app.open_url("https://example.com")
        seat.app.action_screenshot()
        seat.app.deliver_screenshot()
        await seat.settle()
    assert opened == []


async def test_run_for_someone_else_it_is_not_suspended(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspended: list[str] = []
    monkeypatch.setattr(App, "action_suspend_process", lambda self: suspended.append("yes"))
    async with sitting(firm, locked_down=True) as seat:
        seat.app.action_suspend_process()
    assert suspended == []


async def test_notices_and_the_clipboard_take_people_at_their_letters(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    out: list[str] = []
    monkeypatch.setattr(
        "textual.drivers.headless_driver.HeadlessDriver.write",
        lambda self, data: out.append(data),
    )
    async with sitting(firm) as seat:
        seat.app.notify("[b]x[/b] [/] \x1b[31m")
        await seat.settle()
        assert "[b]x[/b] [/]" in seat.shown
        seat.app.copy_to_clipboard("a\x1b]52;c;x\x07b")
        [copied] = [text for text in out if text.startswith("\x1b]52;c;")]
        letters = b64decode(copied.removeprefix("\x1b]52;c;").removesuffix("\a")).decode()
        assert letters.isprintable()
        assert letters.startswith("a")


async def test_developers_tools_stay_off(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL", "debug,devtools")
    app = SmsApp(Session(firm.store, firm.actor))
    assert app.features == frozenset()
    assert app.devtools is None
    assert app.animation_level == "none"


async def test_the_header_is_on_screen_with_the_user_and_the_freshness(firm: Firm) -> None:
    firm.store.worker.poll_state("ok")
    async with sitting(firm) as seat:
        assert "ann · replies read just now ●" in seat.shown.splitlines()[0]


async def test_an_idle_app_draws_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await seat.open(lead)
        drawn: list[str] = []
        monkeypatch.setattr(
            "textual.drivers.headless_driver.HeadlessDriver.write",
            lambda self, data: drawn.append(data),
        )
        await seat.pilot.pause(1.2)
        assert drawn == []


@pytest.mark.parametrize(
    ("health", "words"),
    [
        (Health(alive=True, carrier="ok", last_poll_at=MONDAY), "replies read just now"),
        (
            Health(alive=True, carrier="ok", last_poll_at=MONDAY - timedelta(seconds=12)),
            "replies read 10 s ago",
        ),
        (
            Health(alive=True, carrier="ok", last_poll_at=MONDAY - timedelta(minutes=20)),
            "replies not read for 20 min: texts are held",
        ),
        (Health(alive=True, carrier="practice", last_poll_at=MONDAY), "practice carrier"),
        (Health(carrier="ok", last_poll_at=MONDAY), "no worker running"),
        (Health(), "no worker running: texts are held"),
        (Health(alive=True, carrier="none"), "no carrier configured: texts are held"),
        (Health(alive=True, carrier="ok"), "replies not read yet: texts are held"),
    ],
)
def test_how_fresh_the_replies_are_is_said_in_words(health: Health, words: str) -> None:
    assert standing(health, MONDAY, timedelta(minutes=15)).words == words
