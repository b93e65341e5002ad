"""The one door from people's text to the screen, a command's output and the clipboard.

A client's text may carry escape sequences, direction overrides, thousands of combining marks or
half a surrogate pair; a terminal would act on them. What comes out of here is only read: controls,
formats and invisible characters are gone, what has no meaning is U+FFFD, marks are few, every
space is a plain one. It says nothing about markup: that is the caller's `Content` or `Text`.
Printable text is unchanged by a second pass.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

REPLACEMENT = "\ufffd"
# Shown, and yet there is nothing to read: no dots raised in Braille, and what stands for nothing.
_BLANK = frozenset(("\u2800", REPLACEMENT))
MARKS_PER_CHARACTER = 4
_TAB = "    "
_JOINER = "\u200d"
_FIRST_MARK = "\u0300"

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Invisible although Unicode calls them letters or marks. The variation selectors are among them:
# terminals disagree on how wide they make a character, and a line that miscounts is garbled.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001fbff"
_TONES = "\U0001f3fb-\U0001f3ff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}]){_JOINER}|{_JOINER}(?![{_EMOJI}])")
# The longest families in use have three joins.
_LONG_CHAIN = re.compile(
    f"((?:[{_EMOJI}][{_TONES}]{{0,2}}{_JOINER}){{5}}[{_EMOJI}][{_TONES}]{{0,2}}){_JOINER}"
)


def printable(text: str, newlines: bool = False) -> str:
    """The text as it may be shown: on one line, or with its line ends as `\\n`, tabs as spaces."""
    probe = text.replace("\n", "") if newlines else text
    if probe.isprintable() and (probe.isascii() or max(probe) < _FIRST_MARK):
        return text
    text = _LINE_END.sub("\n" if newlines else " ", _PAIR.sub(_from_pair, text))
    text = text.replace("\t", _TAB if newlines else " ")
    text = "".join(map(_shown, _INVISIBLE.sub("", text)))
    if _JOINER in text:
        text = _STRAY_JOINER.sub("", re.sub(f"{_JOINER}+", _JOINER, text))
        text = _LONG_CHAIN.sub(r"\1", text)
    return _with_few_marks(text)


def has_visible(text: str) -> bool:
    """Whether anything of a text can be seen: what a note for the record must have."""
    return any(unicodedata.category(ch)[0] in "LNPS" and ch not in _BLANK for ch in printable(text))


def _from_pair(match: re.Match[str]) -> str:
    """The character that two surrogates stand for, as UTF-16 has it."""
    high, low = map(ord, match.group())
    return chr(0x10000 + (high - 0xD800) * 0x400 + (low - 0xDC00))


@lru_cache(maxsize=4096)
def _shown(ch: str) -> str:
    """What is shown for one character; the joiner and the line end are judged elsewhere."""
    match unicodedata.category(ch):
        case "Zs":
            return " "
        case "Cc" | "Cf":
            return ch if ch in (_JOINER, "\n") else ""
        case "Cs" | "Co":
            return REPLACEMENT
        case "Cn":  # an emoji newer than this Python, or nothing at all
            return ch if 0x1F000 <= ord(ch) <= 0x1FBFF else REPLACEMENT
    return ch


def _with_few_marks(text: str) -> str:
    """The text with at most four marks on a character, and none on what stands before it.

    A mark that begins a line would sit on whatever the screen shows in front.
    """
    shown: list[str] = []
    marks = MARKS_PER_CHARACTER
    for ch in text:
        if ch < _FIRST_MARK or not _is_mark(ch):
            marks = MARKS_PER_CHARACTER if ch == "\n" else 0
        elif (marks := marks + 1) > MARKS_PER_CHARACTER:
            continue
        shown.append(ch)
    return "".join(shown)


@lru_cache(maxsize=4096)
def _is_mark(ch: str) -> bool:
    return unicodedata.category(ch)[0] == "M"
