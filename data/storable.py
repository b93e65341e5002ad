"""People's text as SQLite can keep it, before anything else is done with it."""

from __future__ import annotations


def storable(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD: SQLite cuts at one, refuses the other."""
    return (
        text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
