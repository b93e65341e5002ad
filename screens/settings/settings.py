"""Settings: the place of the admins, with its sections Users, Groups, Categories, Account, Audit.

Whatever one staged and did not save holds one back with a question, whichever way one leaves. Who
loses Admin meanwhile is shown out, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from data.models import Permission
from screens.place import Place
from screens.session import Session
from screens.settings.account import Account
from screens.settings.audit import Audit
from screens.settings.categories import Categories
from screens.settings.groups import Groups
from screens.settings.section import Section
from screens.settings.staging import Left
from screens.settings.tab_bar import TabBar
from screens.settings.unsaved import Unsaved
from screens.settings.users import Users
from screens.text import plain

SECTIONS: dict[str, type[Section]] = {
    "Users": Users,
    "Groups": Groups,
    "Categories": Categories,
    "Account": Account,
    "Audit": Audit,
}

# As on the lead screen: the lists are narrower below 100 columns.
WIDTHS = [(0, "-narrow"), (100, "-wide")]


class Settings(Place):
    """One section at a time; each is made when it is first gone to."""

    HELP = "The numbers 1 to 5 go to the sections. Nothing staged is lost: leaving asks first."
    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", tooltip="Save what you changed here"),
        *(
            Binding(str(number), f"section('{name}')", name, show=False, tooltip=f"Go to {name}")
            for number, name in enumerate(SECTIONS, 1)
        ),
        Binding("escape", "back", "Back", tooltip="Back to the list, then out of the settings"),
    ]

    bar = getters.query_one("#sections", TabBar)
    stage = getters.query_one("#stage", Container)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._made: dict[str, Section] = {}

    def trail(self) -> tuple[str, ...]:
        return ("Inbox", "Settings", next(iter(SECTIONS)))

    def body(self) -> Iterable[Widget]:
        yield TabBar(list(SECTIONS), id="sections")
        yield Container(id="stage")

    async def on_mount(self) -> None:
        await self._show(next(iter(SECTIONS)))

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self._made[self.bar.chosen]

    @property
    def unsaved(self) -> bool:
        return bool(self._made) and self.section.unsaved

    async def follow(self) -> None:
        answer = self.session.store.people.answer(self.session.actor.user, Permission.ADMIN)
        if not answer.allowed:
            self._show_out(answer.reason)
        elif self._made:
            self.section.follow()

    def _show_out(self, reason: str) -> None:
        words = f"You no longer have Admin ({reason}). What was not saved is given up."
        self.notify(plain(words), severity="warning", timeout=12, markup=False)
        while self in self.app.screen_stack:
            self.app.pop_screen()

    async def _show(self, name: str) -> None:
        for section in self._made.values():
            section.display = False
        if name not in self._made:
            self._made[name] = SECTIONS[name](self.session)
            await self.stage.mount(self._made[name])
        else:
            self._made[name].follow()
        self.bar.chosen = name
        self.section.display = True
        self.section.home().focus()
        self.header.trail = ("Inbox", "Settings", name)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "save":
            return self.unsaved
        return super().check_action(action, parameters)

    @work(group="save", description="save what is staged")
    async def action_save(self) -> None:
        await self.section.save()

    def action_section(self, name: str) -> None:
        if name != self.bar.chosen:
            self.settle_first(lambda: self._go(name))

    @work(exclusive=True, group="section", description="go to a section")
    async def _go(self, name: str) -> None:
        await self._show(name)

    def action_back(self) -> None:
        """One step: to the list, then out; what is staged is asked about first."""
        home = self.section.home()
        if self.unsaved:
            self.settle_first(home.focus)
        elif self.focused not in (home, self.bar, None):
            home.focus()
        else:
            self.app.pop_screen()

    def settle_first(self, then: Callable[[], object]) -> None:
        if self.unsaved:
            self._settle(then)
        else:
            then()

    @work(exclusive=True, group="dialog", description="ask about what is not saved")
    async def _settle(self, then: Callable[[], object]) -> None:
        answer = await self.app.push_screen_wait(Unsaved())
        if answer == "discard":
            self.section.discard()
        elif answer is None or not await self.section.save():
            return
        then()

    @on(TabBar.Asked, "#sections")
    def _asked(self, event: TabBar.Asked) -> None:
        self.action_section(event.name)

    @on(Left)
    def _left(self, event: Left) -> None:
        self.settle_first(event.then)
