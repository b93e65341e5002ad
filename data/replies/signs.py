"""Signs that speak without words: those that refuse, and those that may stand next to a YES."""

from __future__ import annotations

import re
import unicodedata

# By themselves, or with words that add nothing, they may mean STOP.
STOP_SIGNS = frozenset("🛑✋⛔🚫🖕🔕🤬🙅📵")

_ASSENT = frozenset("👍👌🙏🙂☺😀😃😄😁😊🥰🤗✅✔☑❤💯👏🙌🎉🏻🏼🏽🏾🏿")
_ASSENTING_FACES = re.compile(r"[:;=]-?[)D]+|\^_?\^|<3")
# Faces of marks that are calm one by one: `-_-`, `._.`.
_FACES = re.compile(r"[-._~][._~][-._~]|[-~]_+[-~]|-\.-|>_|_<|\b[oO]_[oO]\b")
_DOTS = re.compile(r"\.{2,}")
# What may stand in a reply that gives consent: no question mark, slash or colon, no half of a face.
_CALM = frozenset(
    ".,!\u00a1'\u2019\u2018\u00b4`\"\u201c\u201d\u201e\u00ab\u00bb\u2026\u201a"
    "-\u2010\u2011\u2012\u2013\u2014\u2015*_~"
)


def is_calm(text: str) -> bool:
    """True when no question mark, face or symbol in a text speaks against consent."""
    text = _enclosed(_ASSENTING_FACES.sub(" ", text).strip())
    if _FACES.search(_DOTS.sub(" ", text)):
        return False
    return all(ch in _CALM or ch in _ASSENT or not _is_sign(ch) for ch in text)


def _enclosed(text: str) -> str:
    """The text without the brackets around the whole of it."""
    while text[:1] + text[-1:] in ("()", "[]"):
        text = text[1:-1].strip()
    return text


def _is_sign(ch: str) -> bool:
    return unicodedata.category(ch)[0] in "SP"
