"""A setting that cannot be changed here: its value, and where it comes from."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from screens.text import content


class FixedValue(Static):
    """Two lines, to be read."""

    def __init__(self, value: str, source: str) -> None:
        words = Content.assemble(
            content(value or "not set", "bold"), "\n\n", content(source, "$muted")
        )
        super().__init__(words, classes="fixed")
