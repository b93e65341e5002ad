"""Names as they are looked for: without regard to case or accents, so `jose` finds José."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Case folded and without combining marks, as FTS5's `unicode61` folds the words of messages.

    Folded again it stays the same. Spaces and punctuation are left alone.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(ch for ch in apart if not unicodedata.combining(ch))
