"""Settings › Audit: who did what, newest first; found by words, person, kind and date."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Select, Static

from data.models import AuditEntry
from screens.session import Session
from screens.settings.audit_lines import audit_line, heading
from screens.settings.audit_sheet import AuditSheet
from screens.settings.rows import Rows
from screens.settings.section import Section
from screens.text import rich_text
from screens.times import local_date

PAGE = 100


class AuditRows(Rows):
    """The list; enter shows an act in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "In full", tooltip="Show the selected act in full"),
    ]


class WordsBox(Input):
    """What the acts are held to; enter and down go on to them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "submit", "List", tooltip="Go to the acts that were found"),
    ]

    def __init__(self, *, placeholder: str, id: str) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=id)
        self.cursor_blink = False


class Audit(Section):
    """Pages come as one goes down; the record itself only grows."""

    HELP = "Every change of a permission, a setting or a consent by hand, every search and export."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "slash", "filter", "Filter", key_display="/", tooltip="Filter by words, person, date"
        ),
    ]

    rows = getters.query_one(Rows)
    problem = getters.query_one("#audit-problem", Static)
    head = getters.query_one("#column-heads", Static)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._entries: list[AuditEntry] = []
        self._whole = False

    def compose(self) -> ComposeResult:
        yield WordsBox(placeholder="search subject, before, after and note   /", id="words")
        with Horizontal(id="filters"):
            yield Select[str]([], prompt="everybody", compact=True, id="person")
            yield Select[str]([], prompt="every kind", compact=True, id="kind")
            for name, words in (("since", "from"), ("until", "to")):
                box = Input(placeholder=f"{words}: year-month-day", compact=True, id=name)
                box.cursor_blink = False
                yield box
        yield Static(id="audit-problem")
        yield Static(id="column-heads")
        yield AuditRows(id="rows")

    async def on_mount(self) -> None:
        self.problem.display = False
        await self._offer()
        self._read()

    def on_resize(self) -> None:
        self._draw()

    def home(self) -> Widget:
        return self.rows

    def follow(self) -> None:
        # A page that grew by going down is left alone: what is new is at the top.
        if (self.rows.highlighted or 0) == 0:
            self._read()

    def action_filter(self) -> None:
        self.query_one("#words").focus()

    async def _offer(self) -> None:
        """The people and kinds there are on record."""
        people, kinds = await self.session.look(
            lambda store: (store.audit.people(), store.audit.kinds())
        )
        for name, values in (("#person", people), ("#kind", kinds)):
            select = self.query_one(name, Select)
            with self.prevent(Select.Changed):
                select.set_options([(rich_text(value), value) for value in values])

    @work(exclusive=True, group="audit", description="read the audit log")
    async def _read(self, before: int | None = None) -> None:
        """A page from the top, or below what is shown."""
        try:
            since, until = self._day("since"), self._day("until", 1)
        except ValueError:
            self.problem.update(Content("Write a date as 2026-11-23."))
            self.problem.display = True
            return
        self.problem.display = False
        words = self.query_one("#words", Input).value
        person, kind = self._chosen("#person"), self._chosen("#kind")
        page = await self.session.look(
            lambda store: store.audit.entries(
                since=since,
                until=until,
                user=person,
                kind=kind,
                words=words,
                before_id=before,
                limit=PAGE,
            )
        )
        self._entries = page if before is None else [*self._entries, *page]
        self._whole = len(page) < PAGE
        self._draw()

    def _chosen(self, name: str) -> str:
        return str(self.query_one(name, Select).selection or "")

    def _day(self, name: str, days: int = 0) -> datetime | None:
        """The beginning of a day that was typed, or of the one after it; None when none was."""
        text = self.query_one(f"#{name}", Input).value.strip()
        if not text:
            return None
        day = date.fromisoformat(text) + timedelta(days=days)
        return datetime(day.year, day.month, day.day, tzinfo=self.session.zone)

    def _draw(self) -> None:
        width = self.size.width - 4
        today = local_date(self.session.now(), self.session.zone)
        lines = [
            (str(entry.id), audit_line(entry, width, today, self.session.zone))
            for entry in self._entries
        ]
        self.head.update(heading(width))
        self.rows.fill(lines or [(None, Content.styled("Nothing on record matches.", "$muted"))])

    @on(Input.Changed)
    @on(Select.Changed)
    def _filter(self) -> None:
        self._read()

    @on(Input.Submitted)
    def _to_list(self) -> None:
        self.rows.focus()

    @on(OptionList.OptionHighlighted, "#rows")
    def _more(self, event: OptionList.OptionHighlighted) -> None:
        if not self._whole and event.option_index == len(self._entries) - 1:
            self._read(self._entries[-1].id)

    @on(OptionList.OptionSelected, "#rows")
    @work(group="dialog", description="show an act in full")
    async def _open(self, event: OptionList.OptionSelected) -> None:
        entry = self._entries[event.option_index]
        await self.app.push_screen_wait(AuditSheet(entry, self.session.zone))
