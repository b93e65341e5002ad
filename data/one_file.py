"""Is the database's path still the file that was opened, and is it that file's only name?

Under a second name (a hard link) SQLite has a second write-ahead log and other locks
(https://sqlite.org/howtocorrupt.html, 2.5), so two workers would each think they are alone. A file
that was put in the place of an open one is not what its connections write to. The file is only
asked about: opening it would drop SQLite's locks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from data.errors import OtherFile

_REPLACED = (
    "Another file was put in the place of the open database {path}: nothing was changed.",
    "End every sms-tui and start it again.",
    "the database was replaced",
)
_GONE = (
    "The open database {path} was moved or removed: nothing was changed.",
    "End every sms-tui and start it again.",
    "the database was moved or removed",
)
_TWO_NAMES = (
    "The database {path} has a second name (a hard link): another worker may be at it.",
    "Remove the other name; nothing is sent until then.",
    "the database has a second name",
)


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file as it was when it was opened."""

    path: Path
    device: int
    inode: int

    @classmethod
    def at(cls, path: Path) -> OneFile:
        """The file a path leads to now."""
        there = path.stat()
        return cls(path, there.st_dev, there.st_ino)

    @property
    def name(self) -> str:
        """What tells it from its copies on this disk; a disk's own number may change at a start."""
        return str(self.inode)

    def demand_in_place(self) -> None:
        """OtherFile unless the path leads to it."""
        self._status()

    def demand_alone(self) -> None:
        """OtherFile unless the path leads to it, and no other path does."""
        if self._status().st_nlink > 1:
            raise self._other(_TWO_NAMES)

    def in_place(self) -> bool:
        """True while the path leads to it."""
        try:
            self._status()
        except OtherFile:
            return False
        return True

    def _status(self) -> os.stat_result:
        try:
            there = self.path.stat()
        except FileNotFoundError as error:
            raise self._other(_GONE) from error
        if (there.st_dev, there.st_ino) != (self.device, self.inode):
            raise self._other(_REPLACED)
        return there

    def _other(self, words: tuple[str, str, str]) -> OtherFile:
        what, remedy, in_short = words
        return OtherFile(what.format(path=self.path), remedy, in_short)
