"""STOP words as thumbs write them: glued, with a slip, or in look-alike letters. Pure.

Only a whole message is read so freely: in a sentence "shop" and "sop" are words of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from data.replies import tables

# Between two STOP words: "stop2end", "STOP to quit", "stop/end".
CONNECTORS = frozenset(("2", "to", "too", "and", "or", "n"))
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
# Letters of other scripts, and digits and signs, that look like a Latin letter: Cyrillic, Armenian,
# Greek, each with the Latin letter after it.
_LOOK_ALIKES = (
    "\u0430a \u0435e \u043eo \u0440p \u0441c \u0443y \u0445x \u0456i \u0455s \u0458j"
    " \u0501d \u051bq \u051dw \u04bbh \u04cfl \u0578n \u057du \u0581g \u0251a \u0261g"
    " \u0391A \u0392B \u0395E \u0396Z \u0397H \u0399I \u039aK \u039cM \u039dN \u039fO"
    " \u03a1P \u03a4T \u03a5Y \u03a7X \u03b1a \u03bfo \u03c1p \u03c4t \u03c5u \u03bdv"
    " \u03bak \u03b9i \u0410A \u0412B \u0415E \u041aK \u041cM \u041dH \u041eO \u0420P"
    " \u0421C \u0422T \u0425X \u0423Y \u0405S \u0406I \u0585o 0o 1i 3e 5s $s @a |l"
)
_LOOK_ALIKE = {ord(pair[0]): pair[1] for pair in _LOOK_ALIKES.split()}
_OTHER_WORDS, _GLUE = tables.words("other_words"), tables.words("glue")
_LONG, _SHORT = 6, 3
_MOST_WRONG = 3
_LEAST_GLUED, _MOST_GLUED, _LONGEST = 5, 400, 14  # letters glued together, and of one word


def unglued(word: str, stop: frozenset[str]) -> list[str] | None:
    """The STOP words and their connectors that a token is glued together from; None for others.

    `stop` are STOP words of one token.
    """
    if not _LEAST_GLUED <= len(word) <= _MOST_GLUED or word in stop:
        return None
    parts = _parts(word, stop | _GLUE)
    return parts if len(parts) > 1 and any(part in stop for part in parts) else None


def _parts(word: str, known: frozenset[str]) -> list[str]:
    """Known words that one after the other are the word, long ones first; [] when none are."""
    ways: dict[int, list[str]] = {len(word): []}
    for at in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), at + _LONGEST), at, -1):
            if end in ways and word[at:end] in known:
                ways[at] = [word[at:end], *ways[end]]
                break
    return ways.get(0, [])


def without_look_alikes(word: str) -> str:
    """A word in the Latin letters it looks like: `ST0P`; a plain number is left alone."""
    return word.translate(_LOOK_ALIKE) if any(ch.isalpha() for ch in word) else word


def is_slip(word: str, stop: Collection[str]) -> bool:
    """True for a STOP word with a slip of the thumb, which is no other word.

    One slip: a neighbour's key, two letters swapped, one left out, one hit along. Of a word of six
    letters or more any letter may be wrong, of some long ones any two.
    """
    if len(word) < _SHORT or word in stop or word in _OTHER_WORDS or not word.isalpha():
        return False
    if _inflected(word, stop):
        return True
    return any(_slipped(word, one) for one in stop if abs(len(word) - len(one)) <= _MOST_WRONG)


def _inflected(word: str, stop: Collection[str]) -> bool:
    """True for "stops", "stoped", "stopping", "removed"."""
    stem = re.sub(r"(?:s|d|t|e|ed|ing)\Z", "", word)
    return any(form in stop for form in (stem, stem + "e", re.sub(r"(.)\1\Z", r"\1", stem)))


def _slipped(word: str, meant: str) -> bool:
    if len(meant) >= _LONG:
        return _distance(word, meant) <= _FAR.get(meant, 1)
    return word in _slips(meant)


# So unlike other words that two slips are still no other word.
_FAR = {"optout": 2, "unsubscribe": 3, "desuscribir": 2}


@lru_cache(maxsize=128)
def _slips(meant: str) -> frozenset[str]:
    return frozenset(_one_slip(meant)) - _OTHER_WORDS


def _one_slip(meant: str) -> Iterator[str]:
    for at, letter in enumerate(meant):
        before, after = meant[:at], meant[at + 1 :]
        yield before + letter + letter + after
        if len(meant) > _SHORT:
            yield before + after
        if after:
            yield before + after[0] + letter + after[1:]
        for key in _neighbours(letter):
            yield before + key + after
            yield before + key + letter + after
            yield before + letter + key + after


@lru_cache(maxsize=64)
def _neighbours(letter: str) -> str:
    """The keys around a key."""
    for row_at, row in enumerate(_ROWS):
        if (at := row.find(letter)) >= 0:
            around = [row[max(0, at - 1) : at] + row[at + 1 : at + 2]]
            for other in (row_at - 1, row_at + 1):
                if 0 < other < len(_ROWS):
                    around.append(_ROWS[other][max(0, at - 1) : at + 2])
            return "".join(around)
    return ""


def _distance(one: str, other: str) -> int:
    """Letters to change, leave out, put in or swap (Damerau and Levenshtein)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
