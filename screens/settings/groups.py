"""Settings › Groups: what each group allows or denies its members, and who they are."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from data.models import Group
from screens.settings.editor import Editor, Subject
from screens.settings.effect_words import effect_words
from screens.settings.membership_tab import MembershipTab
from screens.settings.name_sheet import NameSheet
from screens.settings.people_section import PeopleSection
from screens.settings.rows import Row
from screens.text import content


class Groups(PeopleSection):
    """Removing a group ends what it says, never a user."""

    TABS = ("Permission", "Members")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", tooltip="Add a group"),
        Binding("r", "rename", "Rename", tooltip="Rename the selected group"),
        Binding("x", "remove", "Remove", tooltip="Remove the selected group"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"rename", "remove"} and self.subject is None:
            return False
        return super().check_action(action, parameters)

    def membership(self) -> Editor:
        return MembershipTab("members")

    def lines(self) -> list[Row]:
        rows: list[Row] = [(str(group.id), self._line(group)) for group in self.directory.groups]
        return rows or [(None, Content.styled("No groups yet. Press a to add one.", "$muted"))]

    def named(self, subject: Subject) -> Content:
        return content(subject.name, "bold")

    def find(self, subject_id: int) -> Subject | None:
        return self.directory.group(subject_id)

    def _line(self, group: Group) -> Content:
        count = len(self.directory.members_of(group))
        return Content.assemble(content(group.name), (f"  {count}", "$muted"))

    @work(group="dialog", description="add a group")
    async def action_add(self) -> None:
        actor = self.session.actor

        async def save(name: str) -> None:
            await self.session.write(lambda store: store.groups.add(actor, name))

        words = "It says nothing and has no members until you tick some."
        kept = self.session.kept("add a group")
        sheet = NameSheet("Add a group", words, save, kept=kept)
        name = await self.app.push_screen_wait(sheet)
        if name is not None:
            self.go_to(self.session.store.groups.find(" ".join(name.split())))

    @work(group="dialog", description="rename a group")
    async def action_rename(self) -> None:
        group, actor = self.subject, self.session.actor
        if not isinstance(group, Group):
            return

        async def save(name: str) -> None:
            await self.session.write(lambda store: store.groups.rename(actor, group.name, name))

        words = "Its members and what it says stay."
        kept = self.session.kept("rename a group", group.id)
        sheet = NameSheet(f"Rename {group.name}", words, save, group.name, kept=kept)
        await self.app.push_screen_wait(sheet)

    @work(group="dialog", description="remove a group")
    async def action_remove(self) -> None:
        group, actor = self.subject, self.session.actor
        if not isinstance(group, Group):
            return
        question = effect_words(self.directory, self.directory.without(group))
        if await self.sure(f"Remove the group {group.name}?", question, "Remove"):
            await self.do(lambda store: store.groups.remove(actor, group.name))
