"""The Permission tab of a user or a group, as in the guide: Category: System, Allow and Deny."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from data.directory import Directory, Said
from data.models import Actor, Group, Permission, User
from data.store import Store
from screens.settings.editor import Editor, Subject
from screens.settings.permission_row import PermissionRow
from screens.settings.tick import Tick
from screens.text import content


class PermissionTab(Editor):
    """Five permissions, the boxes ticked as the subject's own word is."""

    HELP = (
        "Allow or Deny, at most one is ticked; none means inherited. A user's own Deny counts "
        "first, then their own Allow, then any group's Deny, then any group's Allow; without any "
        "of these the answer is no. Admin does not imply Allow SMS."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-2)", "Up", show=False),
        Binding("down", "move(2)", "Down", show=False),
        Binding("left", "move(-1)", "Allow", show=False),
        Binding("right", "move(1)", "Deny", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="permission")
        self._subject: Subject | None = None
        self._before: Said = {}

    def compose(self) -> ComposeResult:
        with Horizontal(classes="boxes heading"):
            yield Static(Content("Category: System"), classes="name")
            yield Static(Content("Allow"), classes="column")
            yield Static(Content("Deny"), classes="column")
        for permission in Permission:
            yield PermissionRow(permission)

    @property
    def rows(self) -> dict[Permission, PermissionRow]:
        return {row.permission: row for row in self.query(PermissionRow)}

    @property
    def staged(self) -> Said:
        """What the boxes say."""
        effects = {permission: row.effect for permission, row in self.rows.items()}
        return {name: effect for name, effect in effects.items() if effect is not None}

    def show(self, directory: Directory, subject: Subject) -> None:
        self._subject, self._before = subject, directory.said(subject)
        for permission, row in self.rows.items():
            row.effect = self._before.get(permission)
        self.reckon(directory)

    @property
    def unsaved(self) -> bool:
        return self.staged != self._before

    def outdated(self, directory: Directory) -> bool:
        return self._subject is not None and directory.said(self._subject) != self._before

    def applied(self, directory: Directory) -> Directory:
        if self._subject is None or not self.unsaved:
            return directory
        return directory.with_said(self._subject, self.staged)

    def renew(self, directory: Directory) -> None:
        if self._subject is None:
            return
        now = directory.said(self._subject)
        for permission, row in self.rows.items():
            if now.get(permission) is not self._before.get(permission):
                row.effect = now.get(permission)
        self._before = now

    def save(self, store: Store, actor: Actor) -> None:
        if self._subject is not None:
            store.access.save_permissions(actor, self._subject, self._before, self.staged)

    def reckon(self, directory: Directory) -> None:
        for permission, row in self.rows.items():
            if isinstance(self._subject, User):
                row.explain(_of_user(directory, self._subject, permission))
            elif self._subject is not None:
                row.explain(_of_group(directory, self._subject, permission))

    def enter(self) -> None:
        self.query(Tick).first().focus()

    def action_move(self, step: int) -> None:
        ticks = list(self.query(Tick))
        focused = self.screen.focused
        place = ticks.index(focused) + step if isinstance(focused, Tick) else 0
        if 0 <= place < len(ticks):
            ticks[place].focus()

    @on(PermissionRow.Changed)
    def _changed(self, event: PermissionRow.Changed) -> None:
        event.stop()
        self.post_message(self.Staged())


def _of_user(directory: Directory, user: User, permission: Permission) -> Content:
    """`Allow: allowed by group Agents`; "Deny" is said only where somebody did."""
    answer = directory.answer(directory.user(user.id) or user, permission)
    no = "Deny" if answer.denied else "No"
    word, style = ("Allow", "$text-success") if answer.allowed else (no, "$text-warning")
    return Content.assemble((word, style), content(f": {answer.reason}", "$muted"))


def _of_group(directory: Directory, group: Group, permission: Permission) -> Content:
    """`3 of 5 members may`: what a group says is only a part of each member's answer."""
    ids = directory.members_of(group)
    members = [user for user in directory.users if user.id in ids]
    may = sum(directory.answer(user, permission).allowed for user in members)
    if not members:
        return Content.styled("no members", "$muted")
    noun = "member" if len(members) == 1 else "members"
    return Content.styled(f"{may} of {len(members)} {noun} may", "$muted")
