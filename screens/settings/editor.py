"""A tab in which one aspect of a user or a group is staged before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.message import Message

from data.directory import Directory
from data.models import Actor, Group, User
from data.store import Store

Subject = User | Group


class Editor(VerticalScroll, can_focus=False):
    """The base of the tabs. It keeps what its admin saw beside what they staged."""

    @dataclass
    class Staged(Message):
        """Something was ticked or unticked."""

    def show(self, directory: Directory, subject: Subject) -> None:
        """Show a subject as it is; what was staged is given up."""
        raise NotImplementedError

    def reckon(self, directory: Directory) -> None:
        """Show the answers as they would be in this directory, with everything staged."""

    @property
    def unsaved(self) -> bool:
        """True while something is staged."""
        raise NotImplementedError

    def outdated(self, directory: Directory) -> bool:
        """True when somebody else has changed what the admin sees here."""
        raise NotImplementedError

    def applied(self, directory: Directory) -> Directory:
        """The directory as it would be with what is staged."""
        raise NotImplementedError

    def renew(self, directory: Directory) -> None:
        """Show what somebody else has changed meanwhile; what was staged beside that stays."""
        raise NotImplementedError

    def save(self, store: Store, actor: Actor) -> None:
        """Save what is staged, over what the admin saw. Called in the writing thread."""
        raise NotImplementedError

    def enter(self) -> None:
        """Take the focus."""
        raise NotImplementedError
