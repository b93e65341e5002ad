"""Settings › Categories: what a text can be about, in the order of the dropdown."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from data.models import Category
from screens.settings.name_sheet import NameSheet
from screens.settings.rows import Rows
from screens.settings.section import Section
from screens.text import content

_WORDS = (
    "Every text carries one of these. An archived one is no longer offered; past texts keep it."
)


class CategoryRows(Rows):
    """The list; enter renames, shift moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Rename", show=False),
    ]


class Categories(Section):
    """Each change is made at once: it can be undone by its opposite."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", tooltip="Add a category at the end"),
        Binding("r", "rename", "Rename", tooltip="Rename it; past texts keep the name it had"),
        Binding("x", "archive(True)", "Archive", tooltip="Offer the category no more"),
        Binding("o", "archive(False)", "Offer again", tooltip="Offer the category again"),
        Binding("shift+up,u", "move(-1)", "Up", key_display="u", tooltip="Move it one place up"),
        Binding(
            "shift+down,d", "move(1)", "Down", key_display="d", tooltip="Move it one place down"
        ),
    ]

    rows = getters.query_one(Rows)

    def compose(self) -> ComposeResult:
        yield Static(Content(_WORDS), classes="words")
        yield CategoryRows(id="rows")

    def on_mount(self) -> None:
        self.follow()

    def home(self) -> Widget:
        return self.rows

    def follow(self) -> None:
        categories = self.session.store.categories.list(archived=True)
        self.rows.fill([(str(category.id), _line(category)) for category in categories])
        self.refresh_bindings()

    @property
    def chosen(self) -> Category | None:
        """The category of the selected line."""
        key = self.rows.selected
        return None if key is None else self.session.store.categories.get(int(key))

    @work(group="dialog", description="add a category")
    async def action_add(self) -> None:
        actor = self.session.actor

        async def save(name: str) -> None:
            await self.session.write(lambda store: store.categories.add(actor, name))

        words = "It stands at the end of the list until it is moved."
        kept = self.session.kept("add a category")
        sheet = NameSheet("Add a category", words, save, kept=kept)
        name = await self.app.push_screen_wait(sheet)
        if name is not None:
            self.follow()
            added = self.session.store.categories.find(" ".join(name.split()))
            self.rows.select(str(added.id) if added else None)

    @work(group="dialog", description="rename a category")
    async def action_rename(self) -> None:
        category, actor = self.chosen, self.session.actor
        if category is None:
            return

        async def save(name: str) -> None:
            await self.session.write(
                lambda store: store.categories.rename(actor, category.name, name)
            )

        words = "Past texts keep the name it had."
        kept = self.session.kept("rename a category", category.id)
        sheet = NameSheet(f"Rename {category.name}", words, save, category.name, kept=kept)
        await self.app.push_screen_wait(sheet)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "archive":
            return self.chosen is not None and self.chosen.archived is not parameters[0]
        if action == "rename":
            return self.chosen is not None
        if action == "move":
            place, step = self.rows.highlighted, int(str(parameters[0]))
            return place is not None and 0 <= place + step < self.rows.option_count
        return super().check_action(action, parameters)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self) -> None:
        self.refresh_bindings()

    @work(description="archive a category, or offer it again")
    async def action_archive(self, archived: bool) -> None:
        category, actor = self.chosen, self.session.actor
        if category is not None:
            await self.do(
                lambda store: store.categories.archive(actor, category.name, archived=archived)
            )

    @work(description="move a category")
    async def action_move(self, by: int) -> None:
        category, actor = self.chosen, self.session.actor
        if category is not None:
            await self.do(lambda store: store.categories.move(actor, category.name, by))


def _line(category: Category) -> Content:
    if category.archived:
        return content(f"{category.name}  (archived)", "$muted")
    return content(category.name)
