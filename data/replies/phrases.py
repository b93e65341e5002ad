"""Phrases by classes of words: one pattern for "stop texting me" and "quit sending us texts". Pure.

A pattern is words in order, matched anywhere in a sentence:

    stop            the word itself
    <texts>         one word, or one phrase, of a class
    <texts>?        the same, or nothing
    ~room           up to four words, each of the class `room`
    ~2              up to two words, whichever they are
    ^  $            the beginning and the end of the sentence
    !<class>        what comes next is not of the class
    !~3<class>      nor is any of the next four words
    -<class>        what came before is not of the class

Each pattern is filed under the words of its smallest class, and a sentence is tried only against
patterns filed under a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.replies.meaning import Meaning
from data.replies.tokens import Tokens, phrase_word, words_of, written

Classes = Mapping[str, tuple[str, ...]]
_ROOM = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns that mean the same, how strong they are, and their name for a person to read."""

    name: str
    meaning: Meaning
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern that holds in a sentence: its rule, its words, and at which word they begin."""

    rule: Rule
    words: Tokens
    at: int


class PhraseBook:
    """Rules of one or several languages, ready to be tried on sentences."""

    def __init__(self, rules: Iterable[Rule], classes: Classes) -> None:
        self._classes = classes
        self._patterns = [(rule, pattern) for rule in rules for pattern in rule.patterns]
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._by_word: dict[str, list[int]] = {}
        for n, (_, pattern) in enumerate(self._patterns):
            for word in _needs(pattern, classes):
                self._by_word.setdefault(word, []).append(n)

    def found(self, words: Sequence[str]) -> Iterable[Found]:
        """Every pattern that holds in a sentence, with the first place it holds at."""
        by_word = self._by_word
        worth_trying = {n for word in words if word in by_word for n in by_word[word]}
        if not worth_trying:
            return
        sentence = " ".join(words) + " "
        for n in sorted(worth_trying):
            if hit := self._expression(n).search(sentence):
                at = sentence.count(" ", 0, hit.start())
                yield Found(self._patterns[n][0], tuple(hit[0].split()), at)

    def _expression(self, n: int) -> re.Pattern[str]:
        """Compiled when it is first tried: all of them take half a second."""
        known = self._compiled.get(n)
        if known is None:
            known = re.compile(_expression(self._patterns[n][1], self._classes))
            self._compiled[n] = known
        return known


@lru_cache(maxsize=8192)
def folded(phrase: str) -> str:
    """A word or phrase of a table as the words of a sentence are compared."""
    return " ".join(map(phrase_word, words_of(written(phrase))))


def _expression(pattern: str, classes: Classes) -> str:
    parts = [_part(part, classes) for part in pattern.split()]
    return "(?:^|(?<= ))" + "".join(parts)


def _part(part: str, classes: Classes) -> str:
    if part in "^$":
        return r"\A" if part == "^" else r"\Z"
    if part.startswith("~"):
        room = part[1:]
        word = r"\S+ " if room.isdigit() else _class(room, classes)
        return f"(?:{word}){{0,{room if room.isdigit() else _ROOM}}}?"
    if part.startswith("!~"):
        return rf"(?!(?:\S+ ){{0,{part[2]}}}{_class(part[4:-1], classes)})"
    if part.startswith("!"):
        return f"(?!{_class(part[2:-1], classes)})"
    if part.startswith("-"):
        return "".join(f"(?<!{re.escape(folded(word))} )" for word in classes[part[2:-1]])
    word = part.removesuffix("?")
    taken = _class(word[1:-1], classes) if word.startswith("<") else f"{re.escape(folded(word))} "
    return f"(?:{taken})?" if part.endswith("?") else taken


def _class(name: str, classes: Classes) -> str:
    longest_first = sorted(map(folded, classes[name]), key=len, reverse=True)
    return f"(?:(?:{'|'.join(map(re.escape, longest_first))}) )"


def _needs(pattern: str, classes: Classes) -> frozenset[str]:
    """Words of which one must be in the sentence: those of the smallest class that is not optional.

    Of a phrase in a class its last word stands for it.
    """
    required = [
        frozenset(folded(entry).split()[-1] for entry in classes[part[1:-1]])
        if part.startswith("<") else frozenset((folded(part),))
        for part in pattern.split()
        if not part.endswith("?") and part[0] not in "~!-^$"
    ]  # fmt: skip
    return min(required, key=len)
