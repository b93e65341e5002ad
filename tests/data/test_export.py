"""Taking messages out: complete, safe in a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
import json
import re
import stat
from pathlib import Path

import pytest

from data.errors import Problem, Refused
from data.export import Cancelled, Form, Progress, csv_lines, export
from data.models import MESSAGE_FIELDS, Permission
from data.query import parse
from firm import Firm, Moment

EVERYTHING = parse("")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1")  # noqa: RUF001
HOSTILE = (
    *FORMULAS,
    'a "quoted", text',
    "two\nlines",
    "\x1b]52;c;x\x07",
    "🙏 Señora",
    "a;b\tc",
    "",
)


@pytest.fixture
def firm(tmp_path: Path) -> Firm:
    """A firm with one lead who has written every hostile text."""
    firm = Firm.open(tmp_path / "firm.db", Moment())
    lead = firm.lead(name="=cmd|' /C calc'!A0")
    for body in HOSTILE:
        firm.says(lead.number, body)
        firm.clock.passes(minutes=3)
    return firm


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "found.csv"


def written(target: Path) -> list[dict[str, str]]:
    with target.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_fields_of_a_message_keep_their_names_and_their_order() -> None:
    assert " ".join(MESSAGE_FIELDS) == (
        "id file client number direction kind body category author status reason at carrier_id"
        " client_ref segments"
    )


def test_json_lines_hold_every_message_as_it_is_stored(firm: Firm, target: Path) -> None:
    assert export(firm.store, firm.actor, EVERYTHING, target, Form.JSON_LINES) == len(HOSTILE)
    text = target.read_text(encoding="ascii")
    records = [json.loads(line) for line in text.splitlines()]
    assert [record["body"] for record in records] == list(reversed(HOSTILE))
    assert all(tuple(record) == MESSAGE_FIELDS for record in records)
    stored = firm.store.search.find(EVERYTHING)
    assert [record["id"] for record in records] == [message.id for message in stored]
    assert records[-1]["at"] == "2026-11-23T18:00:00.000Z"


def test_a_spreadsheet_computes_nothing_and_a_terminal_obeys_nothing(
    firm: Firm, target: Path
) -> None:
    assert export(firm.store, firm.actor, EVERYTHING, target, Form.CSV) == len(HOSTILE)
    records = written(target)
    bodies = [record["body"] for record in reversed(records)]
    assert bodies[: len(FORMULAS)] == [f"'{formula}" for formula in FORMULAS]
    assert bodies[len(FORMULAS) :] == [
        text.replace("\x1b", "\ufffd").replace("\x07", "\ufffd")
        for text in HOSTILE[len(FORMULAS) :]
    ]
    assert {record["client"] for record in records} == {"'=cmd|' /C calc'!A0"}
    assert {record["number"][:2] for record in records} == {"'+"}
    assert target.read_bytes().startswith(b"id,file,client,number,direction,kind,body,")
    assert target.read_bytes().endswith(b"\r\n")


@pytest.mark.parametrize(
    ("stored", "written_as"),
    [
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\x9b31m", "\ufffd31m"),
        ("bell\x07 nul\x00 del\x7f", "bell\ufffd nul\ufffd del\ufffd"),
        ("\u202egnp.exe\u202c", "\ufffdgnp.exe\ufffd"),
        ("\u2067a\u2069 \u2066b", "\ufffda\ufffd \ufffdb"),
        ("\u200f\u05e9\u05dc", "\u200f\u05e9\u05dc"),
        ("two\r\nlines\rand\nmore", "two\r\nlines\rand\nmore"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("whole 🙏", "whole 🙏"),
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\ufeff=1+1", "'\ufeff=1+1"),
        ("\u200b\u3000＠SUM(A1)", "'\u200b\u3000＠SUM(A1)"),  # noqa: RUF001
        ("a=1", "a=1"),
        (" plain", " plain"),
    ],
)
def test_csv_has_the_stored_words_but_nothing_that_is_obeyed(
    firm: Firm, target: Path, stored: str, written_as: str
) -> None:
    firm.says(firm.lead().number, stored)
    export(firm.store, firm.actor, EVERYTHING, target, Form.CSV, limit=1)
    assert [record["body"] for record in written(target)] == [written_as]
    target.unlink()
    export(firm.store, firm.actor, EVERYTHING, target, Form.JSON_LINES, limit=1)
    [line] = target.read_text(encoding="ascii").splitlines()
    assert json.loads(line)["body"] == re.sub("[\0\ud83d]", "\ufffd", stored)


def test_only_what_was_asked_for_is_in_it(firm: Firm, target: Path) -> None:
    assert export(firm.store, firm.actor, parse("quoted"), target, Form.CSV) == 1
    assert [record["body"] for record in written(target)] == ['a "quoted", text']
    target.unlink()
    assert export(firm.store, firm.actor, EVERYTHING, target, Form.CSV, limit=3) == 3
    assert [record["body"] for record in written(target)] == list(HOSTILE[:-4:-1])


def test_nothing_found_is_a_file_with_its_heading(firm: Firm, target: Path) -> None:
    assert export(firm.store, firm.actor, parse("nowhere"), target, Form.CSV) == 0
    assert target.read_bytes().decode() == ",".join(MESSAGE_FIELDS) + "\r\n"


def test_the_file_is_its_owners_and_on_record(firm: Firm, target: Path) -> None:
    export(firm.store, firm.actor, parse("quoted"), target, Form.CSV)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    [entry] = firm.store.audit.entries(kind="export")
    assert (entry.user, entry.subject, entry.after) == ("ann", "quoted", "1 message to found.csv")


@pytest.mark.parametrize("allowed", [(Permission.SEARCH,), (Permission.EXPORT,), ()])
def test_it_needs_search_logs_and_export(
    firm: Firm, target: Path, allowed: tuple[Permission, ...]
) -> None:
    with pytest.raises(Refused, match="You do not have"):
        export(firm.store, firm.user("bob", *allowed), EVERYTHING, target, Form.CSV)
    assert list(target.parent.iterdir()) == []
    assert firm.store.audit.entries(kind="export") == []


def test_what_is_there_stays(firm: Firm, target: Path) -> None:
    target.write_text("mine")
    with pytest.raises(Problem, match="already there"):
        export(firm.store, firm.actor, EVERYTHING, target, Form.CSV)
    assert target.read_text() == "mine"


def test_a_cancelled_export_leaves_nothing(firm: Firm, target: Path) -> None:
    seen: list[list[str]] = []

    def cancelled() -> bool:
        seen.append([path.suffix for path in target.parent.iterdir()])
        return True

    with pytest.raises(Cancelled, match="no file was written"):
        export(firm.store, firm.actor, EVERYTHING, target, Form.CSV, cancelled=cancelled)
    assert seen == [[".part"]]
    assert list(target.parent.iterdir()) == []
    assert firm.store.audit.entries(kind="export") == []
    firm.store.leads.note_call(firm.actor, 1)  # the store can be written again


def test_a_failure_on_the_way_leaves_nothing(firm: Firm, target: Path) -> None:
    def fail(_: Progress) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(Problem, match="cannot be written: No space left on device"):
        export(firm.store, firm.actor, EVERYTHING, target, Form.CSV, progress=fail)
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(firm: Firm, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be written: No such file or directory"):
        export(firm.store, firm.actor, EVERYTHING, tmp_path / "none" / "x", Form.CSV)


def test_progress_is_told_to_the_end(firm: Firm, target: Path) -> None:
    told: list[Progress] = []
    export(firm.store, firm.actor, EVERYTHING, target, Form.CSV, progress=told.append)
    assert told == [Progress(0, len(HOSTILE)), Progress(len(HOSTILE), len(HOSTILE))]


def test_what_arrives_during_an_export_is_not_half_in_it(firm: Firm, target: Path) -> None:
    other = Firm(firm.store.clone(), firm.clock, firm.actor)

    def arrive(progress: Progress) -> None:
        other.says("+13035550199", f"while exporting {progress.done}")

    written_count = export(firm.store, firm.actor, EVERYTHING, target, Form.CSV, progress=arrive)
    assert written_count == len(written(target)) == len(HOSTILE)
    assert firm.store.search.count("") > len(HOSTILE)
    other.store.close()


def test_lines_come_one_by_one(firm: Firm) -> None:
    lines = csv_lines(firm.store.search.each(EVERYTHING), str)
    assert next(lines) == ",".join(MESSAGE_FIELDS)
    assert next(lines).startswith(f"{len(HOSTILE)},F-0001,")
