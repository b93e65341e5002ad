"""How Users and Groups are laid out, and what each of the two says itself."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.dialog import button
from screens.settings.editor import Editor, Subject
from screens.settings.permission_tab import PermissionTab
from screens.settings.rows import Row, Rows
from screens.settings.section import Section
from screens.settings.tab_bar import TabBar


class PeopleLayout(Section):
    """The list on the left; title, tabs, effect and buttons of the selected one on the right.

    `TABS` are the names over the editors.
    """

    TABS: ClassVar[tuple[str, str]]

    rows = getters.query_one(Rows)
    bar = getters.query_one("#tabs", TabBar)
    title = getters.query_one("#title", Static)
    effect = getters.query_one("#effect", Static)
    buttons = getters.query_one("#buttons", Horizontal)

    def membership(self) -> Editor:
        """The second tab's editor."""
        raise NotImplementedError

    def lines(self) -> list[Row]:
        """The list."""
        raise NotImplementedError

    def named(self, subject: Subject) -> Content:
        """The title over the tabs."""
        raise NotImplementedError

    def find(self, subject_id: int) -> Subject | None:
        """The subject of a line."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield Rows(id="rows")
        with Vertical(classes="detail"):
            yield Static(id="title")
            yield TabBar(self.TABS, id="tabs")
            yield PermissionTab()
            yield self.membership()
            with VerticalScroll(id="effects", can_focus=False):
                yield Static(id="effect")
            yield Horizontal(
                button("Save", "save", primary=True),
                button("Discard", "discard"),
                id="buttons",
                classes="buttons",
            )

    @property
    def editors(self) -> list[Editor]:
        return list(self.query(Editor))

    def home(self) -> Widget:
        return self.rows
