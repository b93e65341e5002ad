"""How many SMS a text costs: GSM-7 or UCS-2, units, segments (3GPP TS 23.038 and 23.040).

A text in the GSM-7 alphabet has 160 units in one segment, 153 in each of several; a character of
the extension table takes two units that no segment boundary parts. One character outside the
alphabet makes the whole text UCS-2: 70 units, 67 in each of several, an emoji taking two.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

GSM_7 = "GSM-7"
UCS_2 = "UCS-2"

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALPHABET = _BASIC | _EXTENSION
_CAPACITY = {GSM_7: (160, 153), UCS_2: (70, 67)}


@dataclass(frozen=True, slots=True)
class Segments:
    """The cost of a text. `limit` is how many units its segments hold together ("32/160").

    `awkward` are the characters that force UCS-2, each once, in the order they appear.
    """

    encoding: str
    units: int
    segments: int
    per_segment: int
    limit: int
    awkward: tuple[str, ...] = ()


def count(body: str) -> Segments:
    """What a text costs; an empty one has no segment yet, and the room of one."""
    awkward = tuple(dict.fromkeys(ch for ch in body if ch not in _ALPHABET))
    encoding = UCS_2 if awkward else GSM_7
    single, each = _CAPACITY[encoding]
    widths = [_width(ch, encoding) for ch in body]
    units = sum(widths)
    if units <= single:
        return Segments(encoding, units, min(units, 1), single, single, awkward)
    segments = _packed(widths, each)
    return Segments(encoding, units, segments, each, segments * each, awkward)


def _width(ch: str, encoding: str) -> int:
    if encoding == GSM_7:
        return 2 if ch in _EXTENSION else 1
    return 2 if ord(ch) > 0xFFFF else 1


def _packed(widths: list[int], each: int) -> int:
    """How many segments hold the characters when none is cut in two."""
    segments, used = 1, 0
    for width in widths:
        if used + width > each:
            segments, used = segments + 1, 0
        used += width
    return segments


_STRAIGHT = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u2035\xb4`\uff07\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\uff02\xab\xbb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2022\u2023\u2219\xb7\u25cf\u25aa", "*"),
    "\u2026": "...",
    "\u2044": "/",
    "\t": " ",
    "\u2028": "\n",
    "\u2029": "\n",
    **dict.fromkeys("\xad\u200b\u200c\u200e\u200f\u2060\ufeff", ""),
}
_STRAIGHTEN = str.maketrans(_STRAIGHT)
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def straighten(body: str) -> str:
    """The text with quotes, dashes, dots and spaces that a keyboard has, where they cost nothing.

    Letters keep their accents (only composed, as GSM-7 has "é" but not "e" and a mark), and emoji
    stay: a change of words is the writer's.
    """
    composed = unicodedata.normalize("NFC", body)
    return _SPACES.sub(" ", composed.translate(_STRAIGHTEN))
