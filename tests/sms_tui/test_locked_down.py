"""Run for someone who sits elsewhere: nothing of the host is shown or reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.app import App

from data.models import Permission
from firm import Firm
from screens.session import Session
from sitting import sitting
from sms_tui.app import SmsApp
from sms_tui.session_end import SessionEnd
from ssh_keys import public_key


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the app says on the terminal at its end."""
    told: list[str] = []
    monkeypatch.setattr(
        App, "_print_error_renderables", lambda app: told.extend(map(str, app._exit_renderables))
    )
    return told


@pytest.mark.parametrize("locked_down", [True, False])
async def test_a_crash_names_the_log_only_to_who_can_read_it(
    firm: Firm, told: list[str], locked_down: bool
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with sitting(firm, locked_down=locked_down) as seat:
            seat.app.call_later(lambda: 1 / 0)
            await seat.pilot.pause()
    [words] = told
    assert "reference" in words
    assert ("sms-tui.log" in words) is not locked_down


async def test_the_session_ends_with_its_key(firm: Firm, told: list[str]) -> None:
    bob = firm.user("bob", Permission.SMS)
    key = firm.store.keys.add(firm.actor, bob.user, public_key(1))
    elsewhere = firm.store.clone()
    session = Session(firm.store, bob, locked_down=True, clock=firm.clock)
    app = SmsApp(session, session_end=SessionEnd(session, key.fingerprint))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app._exit is False
        elsewhere.keys.revoke(firm.actor, key.fingerprint)
        while not app._exit:
            await pilot.pause(0.05)
    assert app.return_code == 1
    assert told == ["Your access to sms-tui has ended. What you were typing is kept."]
    elsewhere.close()


async def test_a_key_or_the_mouse_keeps_an_idle_session_going(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("sms_tui.session_end.monotonic", lambda: now)
    firm.store.settings.save(firm.actor, "idle_after", timedelta(minutes=10))
    session = Session(firm.store, firm.actor, locked_down=True, clock=firm.clock)
    end = SessionEnd(session, None)
    app = SmsApp(session, session_end=end)
    async with app.run_test() as pilot:
        await pilot.pause()
        now += 599
        assert end.why() is None
        await pilot.press("down")
        now += 599
        assert end.why() is None
        await pilot.hover(offset=(5, 5))
        now += 599
        assert end.why() is None
        now += 601
        assert "Nobody was at the keyboard" in (end.why() or "")
        firm.store.settings.save(firm.actor, "idle_after", timedelta(0))
        session.generation += 1
        assert end.why() is None
