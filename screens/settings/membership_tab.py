"""Who belongs to what, from both ends: the groups of a user, the members of a group."""

from __future__ import annotations

from textual import getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from data.directory import Directory
from data.models import Actor, Effect, Group, Permission, User
from data.store import Store
from screens.settings.editor import Editor, Subject
from screens.settings.tick_list import TickList
from screens.text import content


class MembershipTab(Editor):
    """All groups, or all users, with a tick before those that belong."""

    HELP = "Space ticks or unticks. What a group says of a permission counts for its members."

    ticks = getters.query_one(TickList)
    empty = getters.query_one("#empty", Static)

    def __init__(self, tab: str) -> None:
        super().__init__(id=tab)
        self._subject: Subject | None = None
        self._before: frozenset[int] = frozenset()

    def compose(self) -> ComposeResult:
        yield TickList()
        yield Static(id="empty", classes="quiet")

    @property
    def staged(self) -> frozenset[int]:
        """The ids of what is ticked."""
        return self.ticks.ticked

    def show(self, directory: Directory, subject: Subject) -> None:
        self._subject, self._before = subject, _belonging(directory, subject)
        self.ticks.fill(_lines(directory, subject), self._before)
        self.ticks.display = bool(self.ticks.option_count)
        self.empty.display = not self.ticks.option_count
        self.empty.update(Content("No groups yet. Add one under Groups."))

    @property
    def unsaved(self) -> bool:
        return self.staged != self._before

    def outdated(self, directory: Directory) -> bool:
        return self._subject is not None and _belonging(directory, self._subject) != self._before

    def applied(self, directory: Directory) -> Directory:
        if self._subject is None or not self.unsaved:
            return directory
        if isinstance(self._subject, User):
            return directory.with_groups(self._subject, self.staged)
        return directory.with_members(self._subject, self.staged)

    def renew(self, directory: Directory) -> None:
        if self._subject is None:
            return
        now = _belonging(directory, self._subject)
        changed = now ^ self._before
        self.ticks.fill(_lines(directory, self._subject), (self.staged - changed) | (now & changed))
        self._before = now

    def save(self, store: Store, actor: Actor) -> None:
        if isinstance(self._subject, User):
            store.access.save_groups_of(actor, self._subject, self._before, self.staged)
        elif self._subject is not None:
            store.access.save_members(actor, self._subject, self._before, self.staged)

    def enter(self) -> None:
        self.ticks.focus()

    @on(TickList.Turned)
    def _changed(self, event: TickList.Turned) -> None:
        event.stop()
        self.post_message(self.Staged())


def _belonging(directory: Directory, subject: Subject) -> frozenset[int]:
    if isinstance(subject, User):
        return directory.groups_of(subject)
    return directory.members_of(subject)


def _lines(directory: Directory, subject: Subject) -> list[tuple[int, Content]]:
    if isinstance(subject, User):
        return [(group.id, _group_line(directory, group)) for group in directory.groups]
    return [(user.id, _user_line(user)) for user in directory.users]


def _group_line(directory: Directory, group: Group) -> Content:
    """A group's name, and what it says: `Interns   denies Allow SMS`."""
    said = directory.said(group)
    words = "; ".join(
        f"{verb} {', '.join(labels)}"
        for effect, verb in ((Effect.DENY, "denies"), (Effect.ALLOW, "allows"))
        if (labels := [each.label for each in Permission if said.get(each) is effect])
    )
    return Content.assemble(content(group.name), (f"   {words}", "$muted"))


def _user_line(user: User) -> Content:
    state = "" if user.active else "   deactivated"
    return Content.assemble(content(user.name), (state, "$muted"))
