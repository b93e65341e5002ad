"""`sms-tui search`: found, printed, exported, on record, and only for those who may."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from data.carriage import InboundRecord
from data.clock import utc_now
from data.models import MESSAGE_FIELDS
from desk import NUMBER, Desk

BODIES = ("Can I drop the papers off?", "=1+1 papers", "Thank you \x1b[2J")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with one lead, who has written."""
    desk = Desk(tmp_path / "firm.db")
    desk.lead()
    with desk.store() as store:
        for n, body in enumerate(BODIES):
            store.received.record(InboundRecord("SMS", f"in-{n}", NUMBER, "", body, utc_now()))
    return desk


def audited(desk: Desk, kind: str) -> list[tuple[str, str]]:
    with desk.store() as store:
        return [(entry.subject, entry.after) for entry in store.audit.entries(kind=kind)]


def test_what_is_found_is_printed_newest_first(desk: Desk) -> None:
    found = desk.json("search", "papers")
    assert [record["body"] for record in found] == [BODIES[1], BODIES[0]]
    assert all(tuple(record) == MESSAGE_FIELDS for record in found)
    [line] = desk.out("search", "file:LT-1 drop")
    cells = line.split("\t")
    assert cells[2:5] + cells[6:] == [
        "LT-1", "Demo Client 1", "in", "", "received", BODIES[0],
    ]  # fmt: skip
    assert len(desk.out("search", "")) == 3
    assert desk.out("search", "nowhere") == []


def test_a_limit_keeps_the_newest(desk: Desk) -> None:
    assert [record["body"] for record in desk.json("search", "papers", "--limit", "1")] == [
        BODIES[1]
    ]
    assert "--limit" in desk.says("search", "papers", "--limit", "0", code=2)


def test_a_query_may_begin_with_a_minus(desk: Desk) -> None:
    assert len(desk.out("search", "--", "-papers")) == 1


def test_csv_is_safe_in_a_spreadsheet(desk: Desk) -> None:
    printed = desk.run("search", "papers", "--csv").stdout
    records = list(csv.DictReader(io.StringIO(printed, newline="")))
    assert [record["body"] for record in records] == [f"'{BODIES[1]}", BODIES[0]]
    assert records[0]["number"] == f"'{NUMBER}"
    assert audited(desk, "export") == [("papers", "all found to standard output")]


def test_each_search_is_on_record_once(desk: Desk) -> None:
    desk.out("search", " papers  in: ")
    desk.says("search", "papers categry:x")
    assert audited(desk, "search") == [("papers  in:", "")]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("categry:x", "error: There is no operator categry:."),
        ("file:none", "error: There is no lead with file none."),
        ("🙏", "error: 🙏 has no letter or digit."),
    ],
)
def test_a_wrong_query_is_a_sentence(desk: Desk, query: str, words: str) -> None:
    assert desk.says("search", query).startswith(words)


def test_an_export_is_written_whole_to_a_new_file(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    result = desk.run("search", "papers", "--output", str(target))
    assert result.stderr == f"2 messages written to {target}.\n" and result.stdout == ""
    assert target.read_text().count("papers") == 2
    assert "already there" in desk.says("search", "papers", "--output", str(target))
    target = tmp_path / "found.jsonl"
    desk.run("search", "papers", "--json", "--limit", "1", "--output", str(target))
    assert [json.loads(line)["body"] for line in target.read_text().splitlines()] == [BODIES[1]]
    assert audited(desk, "export")[0] == ("papers", "1 message to found.jsonl")


def test_csv_in_a_pipe_is_the_file_that_an_export_writes(desk: Desk, tmp_path: Path) -> None:
    with desk.store() as store:
        for n, body in enumerate(("papers \x1b[2J", "papers \u202e\r\n“two”", "=papers()")):
            record = InboundRecord("SMS", f"odd-{n}", NUMBER, "", body, utc_now())
            assert store.received.record(record)
    target = tmp_path / "found.csv"
    printed = desk.run("search", "papers", "--csv").stdout_bytes
    desk.run("search", "papers", "--output", str(target))
    assert printed == target.read_bytes()
    assert b"\x1b" not in printed


def test_csv_and_json_at_once_is_wrong_usage(desk: Desk) -> None:
    assert "Choose --csv or --json." in desk.says("search", "x", "--csv", "--json", code=2)


def test_searching_and_exporting_are_two_permissions(desk: Desk, tmp_path: Path) -> None:
    desk.run("user", "add", "bob")
    assert "You do not have Search Logs" in desk.says("--as", "bob", "search", "papers")
    desk.run("permission", "allow", "--user", "bob", "search")
    assert len(desk.out("--as", "bob", "search", "papers")) == 2
    for option in (["--csv"], ["--output", str(tmp_path / "x.csv")]):
        assert "You do not have Export" in desk.says("--as", "bob", "search", "papers", *option)
    desk.run("permission", "allow", "--user", "bob", "export")
    assert len(desk.out("--as", "bob", "search", "papers", "--csv")) == 3
