from __future__ import annotations

import csv
import json
import threading
from pathlib import Path

import pytest
from textual.widgets import Input

from data.export import Form
from data.models import Permission
from data.store.search import Search as Found
from firm import Firm
from screens.export import Export
from screens.search import Search
from sitting import BOTH, Sitting, sitting


def some_messages(firm: Firm, count: int = 3) -> None:
    lead = firm.lead(name="Maria Demo")
    for number in range(count):
        firm.says(lead.number, f"=paper {number}")


async def ask(seat: Sitting, query: str = "paper") -> Export:
    """Search, and open the dialog."""
    if not isinstance(seat.app.screen, Search):
        await seat.press("f3")
    await seat.write(query)
    await seat.press("ctrl+e")
    screen = seat.app.screen
    assert isinstance(screen, Export)
    return screen


async def finish(seat: Sitting) -> None:
    await seat.until(lambda: isinstance(seat.app.screen, Search))
    await seat.settle()


@pytest.mark.parametrize("size", BOTH)
async def test_what_was_found_becomes_a_spreadsheet(
    firm: Firm, tmp_path: Path, size: tuple[int, int]
) -> None:
    some_messages(firm)
    target = tmp_path / "found.csv"
    async with sitting(firm, size) as seat:
        dialog = await ask(seat)
        dialog.query_one(Input).value = str(target)
        await seat.press("enter")
        await finish(seat)
        assert "3 messages exported" in seat.shown
    with target.open(newline="", encoding="utf-8") as file:
        bodies = [row["body"] for row in csv.DictReader(file)]
    assert bodies == ["'=paper 2", "'=paper 1", "'=paper 0"]
    [entry] = firm.store.audit.entries(kind="export")
    assert (entry.user, entry.subject, entry.after) == ("ann", "paper", "3 messages to found.csv")


async def test_a_name_that_was_typed_is_kept_and_says_the_format(
    firm: Firm, tmp_path: Path
) -> None:
    some_messages(firm)
    async with sitting(firm) as seat:
        dialog = await ask(seat)
        dialog.query_one(Input).value = str(tmp_path / "found.jsonl")
        await seat.settle()
        assert dialog.form.chosen is Form.JSON_LINES
        await seat.press("escape")
        dialog = await ask(seat, "")
        assert dialog.query_one(Input).value.endswith("found.jsonl")
        assert dialog.form.chosen is Form.JSON_LINES
        dialog.form.focus()
        await seat.press("space", "space", "space")
        assert dialog.query_one(Input).value.endswith("found.csv")


async def test_json_lines_have_the_texts_as_they_are(firm: Firm, tmp_path: Path) -> None:
    some_messages(firm)
    async with sitting(firm) as seat:
        dialog = await ask(seat)
        dialog.query_one(Input).value = str(tmp_path / "found.csv")
        await seat.press("shift+tab", "shift+tab", "right", "tab", "enter")
        await finish(seat)
    lines = (tmp_path / "found.jsonl").read_text().splitlines()
    assert [json.loads(line)["body"] for line in lines] == ["=paper 2", "=paper 1", "=paper 0"]


async def test_a_file_that_is_there_is_kept_and_one_is_told(firm: Firm, tmp_path: Path) -> None:
    some_messages(firm)
    target = tmp_path / "mine.csv"
    target.write_text("mine")
    async with sitting(firm) as seat:
        dialog = await ask(seat)
        for typed, words in (
            (str(target), "is already there"),
            ("", "Type the path of a new file."),
            ("~nobody-at-all/x.csv", "names no home folder"),
            (str(tmp_path / "no" / "folder.csv"), "cannot be written"),
        ):
            dialog.query_one(Input).value = typed
            await seat.press("enter")
            await seat.until(lambda words=words: words in " ".join(seat.shown.split()))  # type: ignore[misc]
            # A button that was just pressed takes no second press for a moment.
            await seat.until(lambda: not dialog.go.has_class("-active"))
    assert target.read_text() == "mine"
    assert firm.store.audit.entries(kind="export") == []


async def test_a_cancelled_export_leaves_nothing(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_messages(firm, 3)
    on_its_way, go_on = threading.Event(), threading.Event()
    each = Found.each

    def slow(self: Found, *args: object, **more: object) -> object:
        on_its_way.set()
        go_on.wait(5)
        return each(self, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Found, "each", slow)
    folder = tmp_path / "out"
    folder.mkdir()
    async with sitting(firm) as seat:
        dialog = await ask(seat)
        dialog.query_one(Input).value = str(folder / "found.csv")
        await seat.press("enter")
        await seat.until(on_its_way.is_set)
        await seat.press("escape")
        go_on.set()
        await finish(seat)
        assert "was cancelled" in " ".join(seat.shown.split())
    assert list(folder.iterdir()) == []
    assert firm.store.audit.entries(kind="export") == []


async def test_run_for_someone_else_no_path_is_typed(firm: Firm) -> None:
    some_messages(firm)
    async with sitting(firm, locked_down=True) as seat:
        dialog = await ask(seat)
        assert not dialog.query(Input)
        await seat.press("enter")
        await finish(seat)
    [file] = (firm.store.path.parent / "exports").iterdir()
    assert file.name == "sms-search-20261123-180000.csv"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_run_for_someone_else_it_can_go_to_their_clipboard(
    firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_messages(firm)
    copied: list[str] = []
    async with sitting(firm, locked_down=True) as seat:
        monkeypatch.setattr(seat.app, "copy_to_clipboard", copied.append)
        await ask(seat)
        await seat.press("tab", "enter")
        await finish(seat)
        assert "3 messages sent to the terminal's clipboard" in " ".join(seat.shown.split())
    [text] = copied
    assert next(row["body"] for row in csv.DictReader(text.splitlines())) == "'=paper 2"
    [entry] = firm.store.audit.entries(kind="export")
    assert entry.after == "3 messages to the clipboard"


async def test_more_than_a_clipboard_takes_is_refused_in_words(firm: Firm) -> None:
    lead = firm.lead()
    for number in range(30):
        firm.says(lead.number, f"paper {number} " + "x" * 3000)
    async with sitting(firm, locked_down=True) as seat:
        await ask(seat)
        await seat.press("tab", "enter")
        await seat.until(lambda: "more than a terminal's clipboard takes" in seat.shown)
    assert firm.store.audit.entries(kind="export") == []


async def test_without_export_there_is_none(firm: Firm) -> None:
    some_messages(firm)
    support = firm.user("sue", Permission.SEARCH)
    async with sitting(firm, actor=support) as seat:
        await seat.write("paper")
        await seat.press("ctrl+e")
        assert isinstance(seat.app.screen, Search)


async def test_nothing_found_is_nothing_to_export(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.press("f3")
        for typed in ("", "zzz"):
            await seat.write(typed)
            await seat.press("ctrl+e")
            assert isinstance(seat.app.screen, Search)
            assert "Export" not in seat.shown
