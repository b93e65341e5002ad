"""What `doctor` says of the disk, and of a message that a worker left in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.health import Checkup
from firm import Firm
from sms_tui.finding import State
from sms_tui.store_checks import disk, sending


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    return Firm.open(tmp_path / "firm.db")


def test_a_message_left_in_the_middle_is_told_when_no_worker_is_alive(firm: Firm) -> None:
    firm.text(firm.authorized())
    assert firm.claim() is not None
    assert sending(firm.store)[0] is State.OK
    firm.clock.passes(seconds=120)
    state, words = sending(firm.store)
    assert state is State.WARNING
    assert words.startswith("1 message was being sent when the worker ended.")


@pytest.mark.parametrize(
    ("free", "log", "expected"),
    [
        (10 * 2**30, 0, State.OK),
        (10 * 2**30, 2**29, State.WARNING),
        (2**20, 0, State.WRONG),
    ],
)
def test_little_room_and_a_long_log_are_told(
    firm: Firm, monkeypatch: pytest.MonkeyPatch, free: int, log: int, expected: State
) -> None:
    monkeypatch.setattr(Checkup, "room", lambda _: (free, log))
    assert disk(firm.store)[0] is expected


def test_the_room_on_the_disk_is_asked_for_real(firm: Firm) -> None:
    free, log = firm.store.checkup.room()
    assert free > 0
    assert log > 0
