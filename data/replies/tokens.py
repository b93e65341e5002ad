"""A message as words in order, with the places where it pauses. Pure.

NFKD, accents and invisible characters dropped, everything that is neither letter nor digit a space.
A full stop, comma and the like leave a *break* behind, a question mark one of its own. The end of a
line, a dash and the place of a picture leave a *pause*: a new thought may begin there, but a
sentence may also go on, so a phrase is still a phrase across it ("stop␤texting me").

What people write in pieces is put together: letters one by one ("S.T.O.P."), and an apostrophe that
some gateway turned into a question mark, a space or worse ("don?t").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from data.replies.own_words import READ_AT_MOST
from data.replies.signs import STOP_SIGNS, is_calm

# The last alternatives are ’ in UTF-8, read as Windows-1252 or as Latin-1.
_APOSTROPHES = re.compile(
    "['`\u00b4\u2018\u2019\u201b\u02b9\u02bc\u2032\uff07]|\u00e2\u20ac\u2122|\u00e2\u0080\u0099"
)
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# Invisible although Unicode calls them letters or marks.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
BREAK, ASKED, PAUSE = ".", "?", "/"
MARKS = frozenset((BREAK, ASKED, PAUSE))
_BREAKS = frozenset(".,;:!¿¡…。、،؛")
_QUESTION_MARKS = frozenset("?؟")
# Line ends, dashes, and what stands for a picture in the text.
_PAUSES = frozenset(
    "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u2012\u2013\u2014\u2015\u2e3a\u2e3b\ufffc"
)
# A hyphen is a dash when it does not join two words ("Hi - STOP", but "non-stop").
_HYPHEN_AS_DASH = re.compile(r"(?<!\S)[-\u2010\u2212]|[-\u2010\u2212](?=[-\u2010\u2212]|\s|\Z)")
# What is left of "don't" and its like when the apostrophe became something else.
_BEFORE_T = frozenset(
    ("don", "doesn", "didn", "won", "wouldn", "can", "couldn", "shouldn", "isn", "wasn", "aren")
)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_ALL_TWICE = re.compile(r"(?:([^\W\d_])\1){3,}")
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_BETWEEN_SCRIPTS = re.compile(f"(?<=[A-Za-z])(?=[{_CJK}])|(?<=[{_CJK}])(?=[A-Za-z])")
# Letters in a dress that no normalization takes off: in squares, in circles, small capitals, flags.
_DRESSED = re.compile(
    r"(?:(?:NEGATIVE )?(?:SQUARED|CIRCLED) LATIN CAPITAL LETTER|LATIN LETTER SMALL CAPITAL"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)
# A letter that a sign stands for ("$top") or hides ("st*p").
_MASKED = re.compile(r"\$(?=[A-Za-z]{2})|(?<=[A-Za-z])\*(?=[A-Za-z])")
_LONGEST_SPELLED = 14
# Characters of a YES with all its politeness; a firm may list a sentence.
_LONGEST_CONSENT = 400

Tokens = tuple[str, ...]


def tokens(text: str, spelled: Collection[Tokens] = ()) -> Tokens:
    """What is compared: words without case and accents, with the breaks and pauses between.

    A repeated last letter is collapsed (`stoppp` is `stop`). `spelled` are words that are also
    known when their letters stand one by one.
    """
    return tuple(map(compared, written(text, spelled)))


def written(text: str, spelled: Collection[Tokens] = ()) -> Tokens:
    """The same, one for one, with the case as written."""
    text = _APOSTROPHES.sub("", text[:READ_AT_MOST])
    text = _MASKED.sub(lambda mark: "s" if mark[0] == "$" else "", text)
    if not text.isascii():
        text = _BETWEEN_SCRIPTS.sub(" ", "".join(map(_plain_letter, text)))
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", _ACCENTS.sub("", text)))
    return tuple(_put_together(_split(text[:READ_AT_MOST]), spelled))


@lru_cache(maxsize=8192)
def compared(word: str) -> str:
    """`stoppp` and `Stop` as `stop`; lists are treated alike, so `stopall` still meets `stopal`."""
    word = _unstretched(word.casefold())
    return word.rstrip(word[-1]) + word[-1]


@lru_cache(maxsize=8192)
def phrase_word(word: str) -> str:
    """A word as phrases compare it: `Meee` as `me`, but `mass` is not the Spanish `mas`."""
    return _unstretched(word.casefold())


def _unstretched(word: str) -> str:
    """`stoooop` and `SSTTOOPP` as `stop`."""
    if _ALL_TWICE.fullmatch(word):
        word = word[::2]
    return word if len(set(word)) == 1 else _STRETCHED.sub(r"\1", word)


@lru_cache(maxsize=4096)
def _plain_letter(ch: str) -> str:
    dressed = _DRESSED.fullmatch(unicodedata.name(ch, "")) if ord(ch) > 0xFF else None
    return dressed[1] if dressed else ch


def words_of(spoken: Iterable[str]) -> Tokens:
    """Only the words."""
    return tuple(token for token in spoken if token not in MARKS)


def consenting(text: str) -> Tokens:
    """The words, accents as written, of a text in which nothing speaks against consent.

    Nothing when a question mark, a face or a symbol in it is not plainly assenting.
    """
    text = _APOSTROPHES.sub("", text[: _LONGEST_CONSENT + 1])
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if len(text) > _LONGEST_CONSENT or not is_calm(text):
        return ()
    return words_of(map(compared, _split(text)))


def shows_stop_sign(text: str) -> bool:
    return not STOP_SIGNS.isdisjoint(text)


def _split(text: str) -> list[str]:
    text = _HYPHEN_AS_DASH.sub("\u2014", _INVISIBLE.sub("", text))
    return "".join(map(_spaced, text)).split()


@lru_cache(maxsize=4096)
def _spaced(ch: str) -> str:
    """One character as part of a word, a space, a break, a pause, or nothing when invisible."""
    if ch.isalnum() or unicodedata.category(ch)[0] == "M":
        return ch
    if ch in _BREAKS:
        return f" {BREAK} "
    if ch in _QUESTION_MARKS:
        return f" {ASKED} "
    if ch in _PAUSES:
        return f" {PAUSE} "
    # Invisible: controls, formats, surrogates, private, unassigned.
    if unicodedata.category(ch)[0] == "C" and not ch.isspace():
        return ""
    return " "


def _put_together(split: list[str], spelled: Collection[Tokens]) -> Iterator[str]:
    at = 0
    while at < len(split):
        length, word = _torn(split, at) or _spelled(split, at, spelled) or (1, split[at])
        yield word
        at += length


def _torn(split: list[str], at: int) -> tuple[int, str] | None:
    """ "don" and "t" with nothing but marks between them, and how many tokens that took."""
    if split[at].casefold() not in _BEFORE_T:
        return None
    end = _after_marks(split, at + 1)
    if end < len(split) and split[end].casefold() == "t":
        return end + 1 - at, split[at] + split[end]
    return None


def _spelled(split: list[str], at: int, known: Collection[Tokens]) -> tuple[int, str] | None:
    """Single letters in a row that spell a known word, the longest; how many tokens that took."""
    found: tuple[int, str] | None = None
    end, word = at, ""
    while end < len(split) and _is_letter(split[end]) and len(word) < _LONGEST_SPELLED:
        word += split[end]
        if len(word) > 2 and (compared(word),) in known:
            found = end + 1 - at, word
        end = _after_marks(split, end + 1)
    return found


def _is_letter(token: str) -> bool:
    return len(token) == 1 and token.isalpha()


def _after_marks(split: list[str], at: int) -> int:
    while at < len(split) and split[at] in MARKS:
        at += 1
    return at
