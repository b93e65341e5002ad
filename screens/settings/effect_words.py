"""Whom a change touches, by name, in the words that stand before Save and in questions."""

from __future__ import annotations

from textual.content import Content

from data.directory import Directory, touched
from screens.text import content

_NOBODY = "Nobody gains or loses a permission by this."
_OUTDATED = "Somebody else has just changed this. Discard shows it as it is now."


def effect_words(before: Directory, after: Directory) -> Content:
    """`This takes Allow SMS from 2 people: ann, bob.`, one line for each permission."""
    lines = [content(f"This {change}.") for change in touched(before, after)]
    return Content("\n").join(lines or [Content(_NOBODY)])


def outdated_words() -> Content:
    """Instead of the above, when what the admin sees is no longer so."""
    return Content.styled(_OUTDATED, "$text-warning")
