"""The sentences and the clauses of a message, as phrases compare them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from data.replies.slips import is_slip
from data.replies.tokens import ASKED, MARKS, PAUSE, Tokens, phrase_word


class Sentence(NamedTuple):
    """A stretch of a message: its words with their case, as phrases compare them, and whether it
    is a question."""

    written: Tokens
    words: Tokens
    asked: bool


def sentences_of(said: Tokens) -> list[Sentence]:
    """Sentences: split at breaks; lines and dashes belong to the sentence they stand in."""
    return list(_stretches(said, MARKS - {PAUSE}))


def clauses_of(said: Tokens) -> list[Sentence]:
    """The same, split at the ends of lines and at dashes too."""
    return list(_stretches(said, MARKS))


def _stretches(said: Tokens, marks: frozenset[str]) -> Iterator[Sentence]:
    words: list[str] = []
    for token in (*said, "."):
        if token not in marks:
            words += [token] if token != PAUSE else []
        elif words:
            yield Sentence(tuple(words), tuple(map(_in_phrases, words)), token == ASKED)
            words = []


@lru_cache(maxsize=4096)
def _in_phrases(word: str) -> str:
    """A word as phrases compare it; "stop" also with a slip, for it is nearly always their verb."""
    plain = phrase_word(word)
    return "stop" if len(plain) < 6 and is_slip(plain, ("stop",)) else plain
