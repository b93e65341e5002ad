from __future__ import annotations

import sys
from pathlib import Path

import pytest

from data.models import Kind
from firm import Firm
from screens.calling import arguments
from screens.number_sheet import NumberSheet
from sitting import Sitting, sitting


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written to the terminal beside the screen."""
    out: list[str] = []

    def write(self: object, data: str) -> None:
        out.append(data)

    monkeypatch.setattr("textual.drivers.headless_driver.HeadlessDriver.write", write)
    return out


def calls(firm: Firm, lead_id: int) -> int:
    return sum(m.kind is Kind.CALL for m in firm.store.log.newest(lead_id))


async def open_sheet(seat: Sitting, *keys: str) -> None:
    await seat.press(*keys)
    assert isinstance(seat.app.screen, NumberSheet)


async def test_copy_hands_the_number_to_the_terminal(firm: Firm, written: list[str]) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await open_sheet(seat, "f8")
        assert "+1 415 555 0100" in seat.shown
        await seat.press("enter")
        assert "\x1b]52;c;KzE0MTU1NTUwMTAw\a" in written
        assert "sent to the terminal's clipboard" in seat.shown
        assert isinstance(seat.app.screen, NumberSheet)


async def test_the_number_can_be_reached_with_tab_and_mouse(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await seat.open(lead)
        seat.app.screen.query_one("MobileNumber").focus()
        await open_sheet(seat, "enter")
        await seat.press("escape")
        await seat.click("MobileNumber")
        assert isinstance(seat.app.screen, NumberSheet)
        await seat.click("#close")
        assert not isinstance(seat.app.screen, NumberSheet)


async def test_without_a_call_command_there_is_no_call(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm) as seat:
        await seat.open(lead)
        await open_sheet(seat, "f8")
        assert not seat.app.screen.query("#call")


async def test_call_runs_the_command_without_a_shell_and_notes_it(
    firm: Firm, tmp_path: Path
) -> None:
    lead, proof = firm.lead(), tmp_path / "called"
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(repr(sys.argv[2:]))"
    command = (sys.executable, "-c", program, str(proof), "$(touch x); {number}")
    async with sitting(firm, call_command=command) as seat:
        await seat.open(lead)
        await open_sheet(seat, "f8")
        await seat.press("right", "enter")
        await seat.until(proof.exists)
        await seat.settle()
        assert proof.read_text() == repr(["$(touch x); +14155550100"])
        assert calls(firm, lead.id) == 1
        assert "ann called" in seat.shown


async def test_a_command_that_cannot_start_says_so_and_notes_nothing(firm: Firm) -> None:
    lead = firm.lead()
    async with sitting(firm, call_command=("/nowhere/dial",)) as seat:
        await seat.open(lead)
        await open_sheet(seat, "f8")
        await seat.click("#call")
        assert "The call could not be started" in seat.shown
        assert calls(firm, lead.id) == 0


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("dial",), ["dial", "+14155550132"]),
        (("dial", "tel:{number}", "-q"), ["dial", "tel:+14155550132", "-q"]),
    ],
)
def test_the_number_goes_in_its_place_or_at_the_end(
    command: tuple[str, ...], expected: list[str]
) -> None:
    assert arguments(command, "+14155550132") == expected
