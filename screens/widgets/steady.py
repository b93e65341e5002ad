"""Words that are told whenever something is read anew, and are mostly the same as before."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Steady(Static):
    """A `Static` that is updated only with other words: each update lays out the whole screen."""

    _told: Content | None = None

    def tell(self, words: Content) -> None:
        """Show this, if it is not what is shown."""
        told = self._told
        # Contents are equal when their texts are, whatever their styles.
        if told is None or (words.plain, words.spans) != (told.plain, told.spans):
            self._told = words
            self.update(words)
