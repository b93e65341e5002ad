from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from data.models import InboxRow, Status
from drawn_samples import HOSTILE, NOW, OBEYED, ZONE, now, row, shown
from screens.widgets import inbox_columns
from screens.widgets.inbox_list import InboxList


class InboxApp(App[None]):
    """A host that shows leads and keeps what was opened."""

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__()
        self.ids = ids
        self.fetched: list[int] = []
        self.fetches = 0
        self.opened: list[int] = []
        self.highlighted: list[int] = []

    def compose(self) -> ComposeResult:
        yield InboxList(ZONE, clock=now)

    def on_mount(self) -> None:
        self.query_one(InboxList).show(self.ids, self.fetch, "No leads yet.\nPress a.")
        self.query_one(InboxList).focus()

    def fetch(self, ids: Sequence[int]) -> list[InboxRow]:
        self.fetched += ids
        self.fetches += 1
        return [row(lead_id) for lead_id in reversed(ids)]

    @on(InboxList.Opened)
    def keep_opened(self, event: InboxList.Opened) -> None:
        self.opened.append(event.lead_id)

    @on(InboxList.Highlighted)
    def keep_highlighted(self, event: InboxList.Highlighted) -> None:
        self.highlighted.append(event.lead_id)


def list_of(pilot: Pilot[None]) -> InboxList:
    return pilot.app.query_one(InboxList)


async def test_line_by_line_rows_are_fetched_a_window_at_a_time() -> None:
    app = InboxApp(range(20_000))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*["down"] * 60)
        assert "LT-60" in "".join(shown(list_of(pilot)))
        assert app.fetches < 10


async def bar_after(*counts: int) -> tuple[int, list[Strip]]:
    """The scrollbar of a list that has had so many leads, one after the other."""
    app = InboxApp(range(counts[0]))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        widget = list_of(pilot)
        for count in counts[1:]:
            widget.show(range(count), app.fetch)
            await pilot.pause()
        if not widget.show_vertical_scrollbar:
            return 0, []
        bar = widget.vertical_scrollbar
        return int(bar.window_virtual_size), bar.render_lines(bar.size.region)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (20_000, 3_000),  # a thumb of one cell, both times
        (3_000, 20_000),
        (20_000, 61),
        (900, 60),
        (60, 20_000),
        (20_000, 28),  # all in view
        (28, 20_000),
        (28, 10),
        (20_000, 0),
    ],
)
async def test_the_scrollbar_shows_the_leads_there_are_now(before: int, after: int) -> None:
    assert await bar_after(before, after) == await bar_after(after)


async def test_the_scrollbar_comes_back_where_the_list_is() -> None:
    app = InboxApp(range(2_000))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("end")
        for ids in (range(5, 6), range(2_000)):
            list_of(pilot).show(ids, app.fetch)
            await pilot.pause()
        assert list_of(pilot).vertical_scrollbar.position == list_of(pilot).top_line


async def test_only_what_can_be_seen_is_fetched() -> None:
    app = InboxApp(range(20_000))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert 0 < len(app.fetched) < 60
        await pilot.press("end")
        assert "LT-19999" in shown(list_of(pilot))[-1]
        assert len(app.fetched) < 150
        assert len(app.fetched) == len(set(app.fetched))


async def test_the_header_stays_while_the_rows_scroll() -> None:
    async with InboxApp(range(100)).run_test() as pilot:
        await pilot.press("pagedown", "pagedown")
        assert shown(list_of(pilot))[0].split() == [
            "New", "Client", "File", "SMS", "Last", "message", "When",
        ]  # fmt: skip
        assert "Demo Client 0 " not in shown(list_of(pilot))[1]


async def test_enter_opens_the_selected_lead() -> None:
    app = InboxApp(range(100))
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "enter")
        assert app.opened == [2]
        assert app.highlighted == [0, 1, 2]


async def test_a_click_selects_and_another_opens() -> None:
    app = InboxApp(range(100))
    async with app.run_test() as pilot:
        await pilot.click(InboxList, offset=(10, 4))
        assert (list_of(pilot).selected_id, app.opened) == (3, [])
        await pilot.click(InboxList, offset=(10, 4))
        assert app.opened == [3]
        await pilot.click(InboxList, offset=(10, 0))
        assert app.opened == [3]


async def test_a_double_click_on_another_lead_opens_it_once() -> None:
    app = InboxApp(range(100))
    async with app.run_test() as pilot:
        await pilot.click(InboxList, offset=(10, 6), times=2)
        assert app.opened == [5]


async def test_the_selection_follows_its_lead_and_stays_on_its_row() -> None:
    app = InboxApp(range(1000))
    async with app.run_test() as pilot:
        assert list_of(pilot).select(500)
        before = list_of(pilot).top_line
        list_of(pilot).show([2000, 2001, *range(1000)], app.fetch)
        assert list_of(pilot).selected_id == 500
        assert list_of(pilot).top_line == before + 2
        await pilot.pause()
        assert app.highlighted == [0, 500]


async def test_a_lead_that_is_gone_leaves_the_first_selected() -> None:
    app = InboxApp(range(1000))
    async with app.run_test() as pilot:
        list_of(pilot).select(500)
        list_of(pilot).show([7, 8, 9], app.fetch)
        assert list_of(pilot).selected_id == 7
        assert not list_of(pilot).select(500)
        assert list_of(pilot).top_line == 0


async def test_at_the_top_what_needs_a_reply_comes_into_view() -> None:
    app = InboxApp(range(10, 1000))
    async with app.run_test() as pilot:
        list_of(pilot).show([1, *range(10, 1000)], app.fetch)
        assert "Demo Client 1 " in shown(list_of(pilot))[1]
        assert list_of(pilot).selected_id == 10


async def test_an_empty_inbox_says_what_to_do() -> None:
    app = InboxApp([])
    async with app.run_test() as pilot:
        await pilot.press("down", "enter", "end")
        text = "\n".join(shown(list_of(pilot)))
        assert "No leads yet." in text and "Press a." in text
        assert list_of(pilot).selected_id is None
        assert app.opened == []


async def test_a_lead_the_store_does_not_give_is_an_empty_line() -> None:
    app = InboxApp([1, 2, 3])
    async with app.run_test() as pilot:
        list_of(pilot).show([1, 2, 3], lambda ids: [row(1), row(3)])
        assert shown(list_of(pilot))[2].strip() == ""


@pytest.mark.parametrize("width", [80, 79, 120, 200, 60])
@pytest.mark.parametrize("name", ["Demo Client 3", "今天下午", *HOSTILE])
def test_every_row_is_as_wide_as_the_header(width: int, name: str) -> None:
    columns = inbox_columns.columns_for(width)
    header = "".join(text for text, _ in inbox_columns.header(columns))
    lead = row(1, name=name, preview=name, author="alice")
    line = inbox_columns.row(lead, columns, NOW, ZONE, selected=True)
    drawn = "".join(text for text, _ in line)
    assert cell_len(drawn) == cell_len(header) == width
    assert not OBEYED & set(drawn)


def test_at_80_columns_what_matters_is_there() -> None:
    lead = row(1, preview="Thank you")._replace(
        status=Status.NOT_AUTHORIZED,
        last_activity=NOW - timedelta(days=400),
    )
    line = inbox_columns.row(lead, inbox_columns.columns_for(79), NOW, ZONE, selected=False)
    drawn = "".join(text for text, _ in line)
    for part in ("◆1", "Demo Client 1", "LT-1", "○ Not Authorized", "Thank you", "Oct ’25"):
        assert part in drawn


def test_the_preview_says_who() -> None:
    wide = inbox_columns.columns_for(120)
    ours = inbox_columns.row(row(1, author="alice"), wide, NOW, ZONE, selected=False)
    theirs = inbox_columns.row(row(1), wide, NOW, ZONE, selected=False)
    assert "alice: Thank you" in "".join(text for text, _ in ours)
    assert "Demo: Thank you" in "".join(text for text, _ in theirs)


def test_the_mark_tells_a_reply_due_from_merely_unread() -> None:
    columns = inbox_columns.columns_for(120)
    marks = [
        inbox_columns.row(row(1)._replace(unread=unread, needs_reply=due), columns, NOW, ZONE,
                          selected=False)[0][0].strip()
        for unread, due in ((0, False), (2, False), (2, True), (0, True), (300, True))
    ]  # fmt: skip
    assert marks == ["", "•2", "◆2", "◆", "◆99"]


def test_at_200_columns_long_names_and_files_are_there_in_full() -> None:
    name, file = "Maria Elena Fernandez-Castellanos Demo", "LT-2026-10482-CIVIL"
    lead = row(1, name=name, preview="Thank you")._replace(file=file)
    line = inbox_columns.row(lead, inbox_columns.columns_for(200), NOW, ZONE, selected=False)
    drawn = "".join(text for text, _ in line)
    assert name in drawn
    assert file in drawn
