"""`sms-tui lead add`, `list` and `show`."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def test_a_lead_is_shown_in_the_public_fields(desk: Desk) -> None:
    desk.lead()
    shown = desk.one("lead", "show", "LT-1")
    since = shown.pop("since")
    assert since.endswith("Z") and len(since) == len("2026-11-23T09:02:00.000Z")
    assert shown == {
        "file": "LT-1",
        "client": "Demo Client 1",
        "number": "+14155550132",
        "status": "Not Authorized",
        "timezone": None,
        "unread": 0,
        "needs_reply": False,
        "shared_with": [],
    }


def test_adding_prints_the_lead(desk: Desk) -> None:
    added = desk.one(
        "lead", "add", "--name", "Demo  Client", "--file", "A-1", "--mobile", "(415) 555-0132",
        "--timezone", "America/New_York",
    )  # fmt: skip
    assert added == desk.one("lead", "show", "a-1")
    assert added["client"] == "Demo Client"
    assert added["timezone"] == "America/New_York"


def test_leads_that_share_a_number_name_each_other(desk: Desk) -> None:
    desk.lead("LT-1")
    desk.lead("LT-2")
    assert desk.one("lead", "show", "LT-1")["shared_with"] == ["LT-2"]
    assert [lead["shared_with"] for lead in desk.json("lead", "list")] == [["LT-2"], ["LT-1"]]


def test_the_list_is_ordered_by_file_number(desk: Desk) -> None:
    for number, file in enumerate(("B-2", "b-1", "A-3")):
        desk.lead(file, f"+1415555013{number}")
    assert [lead["file"] for lead in desk.json("lead", "list")] == ["A-3", "b-1", "B-2"]


def test_the_list_goes_on_after_its_first_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.store.reading.LEADS_A_PAGE", 2)
    files = [f"F-{number}" for number in range(5)]
    for file in files:
        desk.lead(file)
    assert [lead["file"] for lead in desk.json("lead", "list")] == files


def test_another_program_gets_plain_columns_between_tabs(desk: Desk) -> None:
    desk.lead()
    [line] = desk.out("lead", "list")
    cells = line.split("\t")
    assert cells[:4] == ["LT-1", "Demo Client 1", "+14155550132", "Not Authorized"]
    assert cells[5:] == ["0", "no"]


def test_no_lead_is_no_line(desk: Desk) -> None:
    assert desk.out("lead", "list") == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("--name", " ", "A client's name has 1 to 200 characters."),
        ("--name", "x" * 201, "A client's name has 1 to 200 characters."),
        ("--file", "", "A file number has 1 to 64 printable characters."),
        ("--file", "a\tb", "A file number has 1 to 64 printable characters."),
        ("--file", "lt-1", "File lt-1 already belongs to Demo Client 1. Give another number."),
        ("--mobile", "12", "This number is too short. Type it like +1 415 555 0132."),
        (
            "--mobile",
            "call me",
            "A mobile number has no letters and no extension. Type it like +1 415 555 0132.",
        ),
        (
            "--timezone",
            "Mars/Olympus",
            "Mars/Olympus is not a time zone. Write it like America/New_York, or leave it empty.",
        ),
    ],
)
def test_a_lead_that_cannot_be_taken_is_refused(
    desk: Desk, field: str, value: str, said: str
) -> None:
    desk.lead()
    typed = {"--name": "Demo Client 2", "--file": "LT-2", "--mobile": "+14155550133"}
    arguments = [part for pair in (typed | {field: value}).items() for part in pair]
    assert desk.says("lead", "add", *arguments) == f"error: {said}\n"
    assert [lead["file"] for lead in desk.json("lead", "list")] == ["LT-1"]


def test_an_unknown_file_number_says_where_to_look(desk: Desk) -> None:
    said = desk.says("lead", "show", "nobody")
    assert said == "error: There is no lead with file nobody. See them with: sms-tui lead list\n"


def test_a_name_that_is_no_text_is_kept_as_far_as_it_goes(desk: Desk) -> None:
    desk.lead(name="Demo \udcff Client")
    assert desk.one("lead", "show", "LT-1")["client"] == "Demo \ufffd Client"
    desk.says("lead", "show", "\udcff")
