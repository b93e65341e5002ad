"""`sms-tui lead import`: every bad row named, all rows or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk

HOW = "The first line must name the columns, with commas: name,file,mobile or also timezone."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def written(desk: Desk, content: str | bytes) -> str:
    path = desk.database.with_name("leads.csv")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def files(desk: Desk) -> list[str]:
    return [lead["file"] for lead in desk.json("lead", "list")]


def test_leads_are_imported_and_start_not_authorized(desk: Desk) -> None:
    path = written(desk, "name,file,mobile\nDemo A,A-1,+14155550101\nDemo B,A-2,415 555 0102\n")
    assert desk.out("lead", "import", path) == ["Imported 2 leads."]
    leads = desk.json("lead", "list")
    assert [lead["number"] for lead in leads] == ["+14155550101", "+14155550102"]
    assert {lead["status"] for lead in leads} == {"Not Authorized"}


def test_an_import_keeps_what_a_number_already_agreed_to(desk: Desk) -> None:
    desk.agreed("+14155550101")
    desk.run("lead", "import", written(desk, "name,file,mobile\nDemo A,A-1,+14155550101\n"))
    assert desk.one("lead", "show", "A-1")["status"] == "Authorized"


@pytest.mark.parametrize(
    "content",
    [
        "timezone,mobile,name,file\nEurope/London,+14155550101,Demo A,A-1\n",
        "Name , FILE,Mobile,TimeZone\n Demo A , A-1 ,+14155550101, Europe/London\n",
        "\ufeffname,file,mobile,timezone\r\nDemo A,A-1,+14155550101,Europe/London\r\n",
        '\n\nname,file,mobile,timezone\n,,,\n"Demo A",A-1,"+14155550101",Europe/London',
    ],
    ids=["any order", "any case and spaces", "mark and CRLF", "empty lines and quotes"],
)
def test_the_columns_may_come_in_any_dress(desk: Desk, content: str) -> None:
    assert desk.out("lead", "import", written(desk, content)) == ["Imported 1 lead."]
    lead = desk.one("lead", "show", "A-1")
    assert (lead["client"], lead["timezone"]) == ("Demo A", "Europe/London")


BAD = (
    "name,file,mobile,timezone\r\n"
    "Demo A,A-1,+1 415 555 0101,America/New_York\r\n"
    '"Demo\r\nB",A-2,12,\r\n'
    "Demo C,a-1,415 555 0102,\r\n"
    "\r\n"
    "Demo D,A-4,415 555 0103,Mars\r\n"
    ",A-5,4155550104,\r\n"
    "Demo E,A-6,4155550105\r\n"
    "Demo F,LT-1,4155550106,\r\n"
)
FAULTS = [
    "line 3: This number is too short. Type it like +1 415 555 0132.",
    "line 5: File a-1 is in line 2 already.",
    "line 7: Mars is not a time zone. Write it like America/New_York, or leave it empty.",
    "line 8: A client's name has 1 to 200 characters.",
    "line 9: It has 3 columns, the first line 4.",
    "line 10: File LT-1 already belongs to Demo Client 1. Give another number.",
]


def test_with_a_bad_row_nothing_is_imported_and_each_is_named_with_its_line(desk: Desk) -> None:
    desk.lead("LT-1")
    said = desk.says("lead", "import", written(desk, BAD)).splitlines()
    assert said[:-1] == [f"error: {fault}" for fault in FAULTS]
    assert said[-1] == (
        "error: Nothing was imported: 6 of 7 rows cannot be taken."
        " Correct them, or leave them out: --skip-bad."
    )
    assert files(desk) == ["LT-1"]


def test_bad_rows_are_left_out_when_asked_for(desk: Desk) -> None:
    desk.lead("LT-1")
    result = desk.run("lead", "import", "--skip-bad", written(desk, BAD))
    assert result.stdout == "Imported 1 lead, leaving out 6 rows.\n"
    assert result.stderr.splitlines() == [f"left out {fault}" for fault in FAULTS]
    assert files(desk) == ["A-1", "LT-1"]


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk) -> None:
    desk.lead("LT-1")
    path = written(desk, BAD)
    result = desk.run("lead", "import", "--dry-run", "--skip-bad", path)
    assert result.stdout == "Would import 1 lead, leaving out 6 rows.\n"
    assert desk.one("lead", "import", "--dry-run", "--skip-bad", path) == {
        "imported": 1,
        "bad": 6,
        "dry_run": True,
    }
    desk.says("lead", "import", "--dry-run", path)
    assert files(desk) == ["LT-1"]
    assert [entry["subject"] for entry in desk.json("audit")] == ["LT-1"]


def test_a_row_that_is_refused_leaves_no_number_behind(desk: Desk) -> None:
    content = "name,file,mobile,timezone\nDemo A,A-1,+14155550101,Mars\n"
    desk.run("lead", "import", "--skip-bad", written(desk, content))
    assert "Nothing is on record" in desk.says("proof", "+14155550101")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "{path} is empty: nothing was imported. " + HOW),
        (" \n,,\n", "{path} is empty: nothing was imported. " + HOW),
        ("name,file\n", "The columns lack mobile: nothing was imported. " + HOW),
        ("mobile\n", "The columns lack name and file: nothing was imported. " + HOW),
        (
            "name;file;mobile\n",
            'There is no column "name;file;mobile": nothing was imported. ' + HOW,
        ),
        ("name,file,mobile,phone\n", 'There is no column "phone": nothing was imported. ' + HOW),
        (
            "name,file,mobile,NAME\n",
            'The column "name" is there twice: nothing was imported. ' + HOW,
        ),
        (
            b"name,file,mobile\nDemo A,A-1,4155550101\nDemo \xe9,A-2,4155550102\n",
            "{path} is not UTF-8 in line 3: nothing was imported. Save it as UTF-8.",
        ),
        (
            "name,file,mobile\nDemo A,A-1,4155550101\n".encode("utf-16"),
            "{path} is not UTF-8 in line 1: nothing was imported. Save it as UTF-8.",
        ),
        (
            'name,file,mobile\n"Demo A,A-1,4155550101\nDemo B,A-2,4155550102\n',
            "{path} cannot be read as CSV from line 2 on: unexpected end of data."
            " Nothing was imported. Look for a quote that is not closed.",
        ),
    ],
)
def test_a_file_that_is_no_list_of_leads_is_refused(
    desk: Desk, content: str | bytes, said: str
) -> None:
    path = written(desk, content)
    for options in ([], ["--skip-bad"]):
        assert desk.says("lead", "import", *options, path) == f"error: {said.format(path=path)}\n"
    assert files(desk) == []


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    folder = desk.database.parent
    how = "Name a CSV file that you may read."
    said = desk.says("lead", "import", str(folder / "none.csv"))
    assert (
        said == f"error: {folder / 'none.csv'} cannot be read: No such file or directory. {how}\n"
    )
    assert f"{folder} cannot be read: Is a directory." in desk.says("lead", "import", str(folder))


@pytest.mark.parametrize("pair", [("STRASSE1", "straße1"), ("É1", "é1"), ("K1", "\u212a1")])
def test_file_numbers_clash_where_the_database_says_so_and_nowhere_else(
    desk: Desk, pair: tuple[str, str]
) -> None:
    first, second = pair
    content = f"name,file,mobile\nDemo A,{first},4155550101\nDemo B,{second},4155550102\n"
    assert desk.out("lead", "import", written(desk, content)) == ["Imported 2 leads."]
    assert sorted(files(desk)) == sorted(pair)


def test_numbers_that_a_spreadsheet_spoiled_or_that_are_no_leads_are_named(desk: Desk) -> None:
    desk.environment["SMS_TUI_VONAGE_FROM"] = "1 415 555 0199"
    cells = [
        "415555020.0", "4155550132.0", "4.15555E+09", "2026-11-23", "0000000000", "115 555 0132",
        "900 555 0132", "+881612345678", "415-555-0199", "415-555-0132",
    ]  # fmt: skip
    rows = "".join(f"Demo Client,A-{n},{cell}\n" for n, cell in enumerate(cells))
    result = desk.run("lead", "import", written(desk, f"name,file,mobile\n{rows}"), code=1)
    said = [line for line in result.stderr.splitlines() if ": " in line]
    for line, words in enumerate(
        [
            "A spreadsheet has made a number with a point of this.",
            "A spreadsheet has made a number with a point of this.",
            "A spreadsheet has made a number with a point of this.",
            "This is a date.",
            "This is a placeholder, and no client's number.",
            "No area code begins with 1, as 115 does.",
            "This is a premium-rate number: who calls it pays more.",
            "This is a number of a satellite or special service.",
            "This is the firm's own number, which sends the texts.",
        ],
        start=2,
    ):
        assert any(f"{line}" in each and words in each for each in said), (line, words, said)
    assert files(desk) == []
