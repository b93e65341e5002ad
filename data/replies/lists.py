"""The word lists of the settings as tokens, and politeness, which says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from data.replies.slips import CONNECTORS
from data.replies.tokens import Tokens, consenting, phrase_word, tokens, words_of, written
from data.rules import MANDATORY_STOP_WORDS, WordLists


def spoken(word: str) -> Tokens:
    """What is compared of a listed word or phrase; two that are spoken alike are one."""
    return words_of(tokens(word))


def phrase_tokens(phrase: str) -> Tokens:
    """What is compared of a phrase inside a sentence."""
    return tuple(map(phrase_word, words_of(written(phrase))))


class PhraseSet(frozenset[Tokens]):
    """Phrases, also by the words they begin and end with."""

    def __init__(self, _: Iterable[Tokens] = ()) -> None:
        self._first: dict[str, list[Tokens]] = {}
        self._last: dict[str, list[Tokens]] = {}
        for phrase in sorted(self, key=len, reverse=True):
            self._first.setdefault(phrase[0], []).append(phrase)
            self._last.setdefault(phrase[-1], []).append(phrase)

    def start_length(self, said: Tokens, at: int = 0) -> int:
        """How many tokens the longest phrase beginning at `at` takes; 0 when none does."""
        if at >= len(said):
            return 0
        known = self._first.get(said[at], ())
        return next((len(p) for p in known if said[at : at + len(p)] == p), 0)

    def end_length(self, said: Tokens) -> int:
        """How many tokens the longest phrase at the end takes; 0 when none does."""
        known = self._last.get(said[-1], ()) if said else ()
        return next((len(p) for p in known if said[-len(p) :] == p), 0)


def phrases(words: Iterable[str]) -> PhraseSet:
    """Listed words as they are compared, without those in which nothing is spoken."""
    return PhraseSet(phrase for word in words if (phrase := spoken(word)))


class Lists:
    """The lists of one firm."""

    def __init__(self, words: WordLists) -> None:
        self.stop = phrases((*words.stop, *MANDATORY_STOP_WORDS))
        self.stop_tokens = frozenset(phrase[0] for phrase in self.stop if len(phrase) == 1)
        self.start = {consenting(word) for word in words.start} - {()}
        self.yes = {consenting(word) for word in words.yes} - {()}
        # Two phrases of consent and some politeness: what is longer gives none.
        self.longest_consent = 2 * max(map(len, self.start | self.yes), default=0) + 6
        self.no = phrases(words.no)
        self.help = phrases(words.help)
        self.strong = PhraseSet(p for p in map(phrase_tokens, words.strong) if p)


@lru_cache(maxsize=8)
def lists_of(words: WordLists) -> Lists:
    """The lists, made once for each set of settings."""
    return Lists(words)


POLITE = phrases(
    ("please", "pls", "plz", "plse", "thanks", "thank you", "thank u", "thx", "ty", "tks", "kindly",
     "sir", "maam", "por favor", "porfa", "porfavor", "gracias", "s'il vous plaît", "svp",
     "merci", "obrigado", "obrigada", "bitte", "danke", "grazie")
)  # fmt: skip


def without_politeness(said: Tokens) -> Tokens:
    """The tokens without "please", "thank you" and their like at either end."""
    while length := POLITE.start_length(said):
        said = said[length:]
    return said[: len(said) - polite_end(said)]


def polite_end(said: Tokens) -> int:
    """How many tokens at the end are politeness."""
    end = len(said)
    while length := POLITE.end_length(said[:end]):
        end -= length
    return len(said) - end


def only(said: Tokens, listed: PhraseSet) -> bool:
    """True when the tokens are one of the phrases, or several in a row or joined ("stop 2 end")."""
    at = joints = 0
    while at < len(said):
        if length := listed.start_length(said, at):
            at, joints = at + length, 0
        elif 0 < at < len(said) - 1 and not joints and said[at] in CONNECTORS:
            at, joints = at + 1, 1
        else:
            return False
    return at > 0
