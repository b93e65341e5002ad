"""What is kept of a text being written, where another session of the same user may keep one too.

A composer saves over what it saved or read last, and over nothing else: when something else is in
the store, another session wrote that, and which of the two stays is for the user to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Meeting(Enum):
    """What a composer does about the draft that is in the store."""

    NOTHING = auto()
    TAKE = auto()
    """Nothing was written here since: show what was written elsewhere."""
    SAVE = auto()
    """What is written here is in nobody's way, and is not saved yet."""


@dataclass(slots=True)
class KeptDraft:
    """`saved` is what this composer last read or saved, `elsewhere` what is in its way."""

    saved: str = ""
    elsewhere: str = ""
    _on_the_way: int = 0

    def unsaved(self, text: str) -> bool:
        """True while the text is neither in the store nor on its way there."""
        return text != self.saved

    def save(self, text: str) -> str | None:
        """A save of this text begins: what it may replace, or None when it may not be saved."""
        if self.elsewhere:
            return None
        over, self.saved = self.saved, text
        self._on_the_way += 1
        return over

    def kept(self, *, failed_over: str | None = None) -> None:
        """A save has ended; one that failed has left in the store what was there."""
        self._on_the_way -= 1
        if failed_over is not None:
            self.saved = failed_over

    def sent(self, text: str) -> None:
        """The text is in the outbox, and its draft, unless one of a later text, is gone."""
        if self.saved == text:
            self.saved = ""

    def meet(self, stored: str, text: str) -> Meeting:
        """Look at the draft in the store, with this text in the composer."""
        if self._on_the_way:
            return Meeting.NOTHING  # what was read may be older than what was saved
        if stored in (self.saved, text) or (self.unsaved(text) and not stored):
            self.saved, self.elsewhere = stored, ""
            return Meeting.SAVE if self.unsaved(text) else Meeting.NOTHING
        if self.elsewhere or self.unsaved(text):
            self.elsewhere = stored
            return Meeting.NOTHING
        return Meeting.TAKE

    def take(self, stored: str) -> None:
        """What is in the store is shown from now on."""
        self.saved, self.elsewhere = stored, ""
