"""What a shell hands over and nobody types: closed inputs, names that are no text, the year 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desk import Desk

ROOT = Path(__file__).parents[2]
NOT_UTF_8 = "bad\udcff.db"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "firm.db")
    desk.lead()
    desk.agreed()
    return desk


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("send LT-1 --category General -", "error: The text is empty."),
        ("key add root -", "error: "),
    ],
)
def test_a_closed_input_is_an_empty_one(desk: Desk, line: str, said: str) -> None:
    program = [sys.executable, "-m", "sms_tui", "--database", str(desk.database), *line.split()]
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *program],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)
    assert "unexpectedly" not in done.stderr


@pytest.mark.parametrize("kind", ["text", "authorization"])
@pytest.mark.parametrize(
    "moment",
    ["0001-01-01", "0001-01-01T00:00:00+00:00", "9999-12-31T05:00:00Z", "9999-12-31T23:59-12:00"],
)
def test_a_moment_at_the_ends_of_the_calendar_is_wrong_usage(
    desk: Desk, kind: str, moment: str
) -> None:
    said = desk.says("why", "LT-1", "--kind", kind, "--at", moment, code=2)
    assert said.startswith(f"error: Invalid value for '--at': '{moment}' is not a time;")


@pytest.mark.parametrize(
    "command",
    [
        ("backup", NOT_UTF_8),
        ("backup", f"folder{NOT_UTF_8}/copy.db"),
        ("search", "x", "--output", NOT_UTF_8),
    ],
)
def test_a_file_is_not_written_under_a_name_that_is_no_text(
    desk: Desk, command: tuple[str, ...]
) -> None:
    assert "this name is not UTF-8" in desk.says(*command, code=2)


def test_a_file_is_not_written_into_a_folder_whose_name_is_no_text(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder\udcff"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert "this name is not UTF-8" in desk.says("backup", "copy.db", code=2)
    assert list(folder.iterdir()) == []
