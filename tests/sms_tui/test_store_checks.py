"""What `doctor` says of the disk, and of a message that a worker left in the middle."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.carriage import InboundRecord
from data.store.health import Checkup
from firm import Firm
from sms_tui.finding import State
from sms_tui.store_checks import disk, elsewhere, sending, unreadable


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


@pytest.mark.parametrize(
    ("empty", "whole", "expected"),
    [(0, 3, State.OK), (4, 0, State.OK), (5, 0, State.WARNING), (5, 45, State.WARNING),
     (5, 46, State.OK)],
)  # fmt: skip
def test_many_texts_without_words_are_a_warning(
    firm: Firm, empty: int, whole: int, expected: State
) -> None:
    for n in range(empty + whole):
        firm.says("+14155550132", "" if n < empty else f"hello {n}")
    assert unreadable(firm.store)[0] is expected
    firm.clock.passes(days=9)
    assert unreadable(firm.store)[0] is State.OK


def test_texts_to_other_numbers_are_counted_by_number(tmp_path: Path) -> None:
    firm = Firm.open(tmp_path / "own.db", None, "+15559870000")
    for n, to in enumerate(["15551112222", "15551112222", "15551113333"]):
        record = InboundRecord("SMS", f"{n}", "+14155550132", to, "Hi", firm.clock())
        assert not firm.store.received.record(record)
    state, words = elsewhere(firm.store)
    assert state is State.OK
    assert words == (
        "3 texts in 7 days went to +1 555 111 2222 (2), +1 555 111 3333 (1), and were not kept."
        " A number of yours belongs in [vonage] also."
    )
    assert elsewhere(Firm.open(tmp_path / "other.db").store)[0] is State.OK
