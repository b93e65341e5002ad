"""Settings › Users: who uses the program, what each may do and why, and their groups."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content

from data.errors import Refused
from data.models import Permission, User
from screens.settings.editor import Editor, Subject
from screens.settings.effect_words import effect_words
from screens.settings.membership_tab import MembershipTab
from screens.settings.name_sheet import NameSheet
from screens.settings.people_section import PeopleSection
from screens.settings.rows import Row
from screens.text import content


class Users(PeopleSection):
    """Nobody is deleted, for the record names them: a user is deactivated."""

    HELP = "A deactivated user may do nothing from that moment on, in running sessions too."
    TABS = ("Permission", "Groups")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add", tooltip="Add a user"),
        Binding("r", "rename", "Rename", tooltip="Rename the selected user"),
        Binding("x", "deactivate", "Deactivate", tooltip="End what the user may do, at once"),
        Binding("o", "activate", "Activate", tooltip="Let the user work again, as before"),
    ]

    def membership(self) -> Editor:
        return MembershipTab("groups")

    def lines(self) -> list[Row]:
        return [(str(user.id), _line(user)) for user in self.directory.users]

    def named(self, subject: Subject) -> Content:
        assert isinstance(subject, User)
        state = "" if subject.active else "   deactivated: may do nothing"
        return Content.assemble(content(subject.name, "bold"), (state, "$text-warning"))

    def find(self, subject_id: int) -> Subject | None:
        return self.directory.user(subject_id)

    @work(group="dialog", description="add a user")
    async def action_add(self) -> None:
        actor = self.session.actor

        async def save(name: str) -> None:
            await self.session.write(lambda store: store.people.add_user(actor, name))

        words = "The name of their account on this host, or the one given with --as."
        kept = self.session.kept("add a user")
        sheet = NameSheet("Add a user", words, save, kept=kept)
        name = await self.app.push_screen_wait(sheet)
        if name is not None:
            self.go_to(self.session.store.people.user(" ".join(name.split())))

    @work(group="dialog", description="rename a user")
    async def action_rename(self) -> None:
        user, actor = self.subject, self.session.actor
        if not isinstance(user, User):
            return

        async def save(name: str) -> None:
            await self.session.write(lambda store: store.people.rename_user(actor, user.name, name))

        words = "What they wrote keeps the name it had."
        kept = self.session.kept("rename a user", user.id)
        sheet = NameSheet(f"Rename {user.name}", words, save, user.name, kept=kept)
        await self.app.push_screen_wait(sheet)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"activate", "deactivate"}:
            user = self.subject
            if not isinstance(user, User) or user.active is not (action == "deactivate"):
                return False
        return super().check_action(action, parameters)

    @work(description="let a user work again")
    async def action_activate(self) -> None:
        user, actor = self.subject, self.session.actor
        if isinstance(user, User):
            await self.do(lambda store: store.people.activate(actor, user.name))

    @work(group="dialog", description="deactivate a user")
    async def action_deactivate(self) -> None:
        user, actor = self.subject, self.session.actor
        if not isinstance(user, User):
            return
        after = self.directory.with_active(user, False)
        if not any(after.answer(other, Permission.ADMIN).allowed for other in after.users):
            self.tell(Refused(f"{user.name} is the last Admin.", "Make somebody else one first."))
            return
        end = f"{user.name} may do nothing from then on, in running sessions too."
        effect = effect_words(self.directory, after)
        question = Content.assemble(content(end), "\n", effect)
        if await self.sure(f"Deactivate {user.name}?", question, "Deactivate"):
            await self.do(lambda store: store.people.deactivate(actor, user.name))


def _line(user: User) -> Content:
    return content(user.name) if user.active else content(f"{user.name}  (deactivated)", "$muted")
