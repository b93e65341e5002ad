"""What a client's reply means for consent: words in, one `Meaning` out. Pure.

A message is reduced to words, with breaks between sentences, which phrases do not cross ("No. Más
tarde" is no "no más"), and pauses, which they may (`data/spoken.py`).

- STOP, NO and HELP are whole messages; politeness at either end ("please stop", "stop, gracias")
  and saying it twice ("stop stop") change nothing, for a client may revoke "in any reasonable
  manner" (47 CFR 64.1200(a)(10)).
- YES and START give consent, so they are read strictly: the listed words and nothing else, accents
  as written, and no emoji beside them but an assenting one.
- STRONG is a phrase anywhere that plainly means STOP. After "never", "do not" and the like it is
  only WEAK, as is a message that begins with a STOP word, or with "don't" and one, and says more,
  or that has a sentence, a line or a side of a dash which is nothing but one ("Who is this? STOP"),
  or which ends in one that is meant as a word: in capitals, or after "reply", "no" and the like.
  So is a 🛑 by itself. WEAK only closes the composer until a person decides: rather once too often.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from data.rules import MANDATORY_STOP_WORDS, WordLists
from data.spoken import (
    Tokens,
    compared,
    consenting,
    sentences,
    shows_stop_sign,
    tokens,
    without_pauses,
    without_quotes,
    words_of,
    written,
)


class Meaning(StrEnum):
    """What a reply says about consent."""

    STOP = "stop"
    START = "start"
    YES = "yes"
    NO = "no"
    HELP = "help"
    STRONG = "strong"
    WEAK = "weak"
    OTHER = "other"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply means, and the rule that says so in words a person can check."""

    meaning: Meaning
    rule: str = ""


def read_reply(body: str, words: WordLists) -> Reading:
    """The meaning of a whole message with its rule; never raises, whatever was sent."""
    return Reading(meaning(body, words))


def meaning(body: str, words: WordLists) -> Meaning:
    """The meaning of a whole message; never raises, whatever was sent."""
    lists = _lists(words)
    said = tokens(body, lists.stop)
    plain = words_of(said)
    bare = _without_politeness(plain)
    if _only(bare, lists.stop):
        return Meaning.STOP
    strength = _strong_phrase(without_pauses(said), lists.strong)
    if strength is Meaning.STRONG:
        return strength
    agreed = consenting(body)
    if agreed in lists.start:
        return Meaning.START
    if agreed in lists.yes:
        return Meaning.YES
    if plain in lists.no or bare in lists.no:
        return Meaning.NO
    if plain in lists.help or bare in lists.help:
        return Meaning.HELP
    if strength is Meaning.WEAK or _begins_like_stop(bare, lists.stop):
        return Meaning.WEAK
    if any(_only(_without_politeness(said[part]), lists.stop) for part in sentences(said)):
        return Meaning.WEAK
    own = written(without_quotes(body), lists.stop)
    if any(_ends_in_stop(own[part], lists.stop) for part in sentences(own)):
        return Meaning.WEAK
    return Meaning.OTHER if bare or not shows_stop_sign(body) else Meaning.WEAK


def spoken(word: str) -> Tokens:
    """What is compared of a listed word or phrase; two that are spoken alike are one."""
    return words_of(tokens(word))


class _Lists:
    """The word lists as tokens, ready to compare."""

    def __init__(self, words: WordLists) -> None:
        self.stop = _phrases((*words.stop, *MANDATORY_STOP_WORDS))
        self.start = {consenting(word) for word in words.start} - {()}
        self.yes = {consenting(word) for word in words.yes} - {()}
        self.no = _phrases(words.no)
        self.help = _phrases(words.help)
        self.strong = _phrases(words.strong)


@lru_cache(maxsize=8)
def _lists(words: WordLists) -> _Lists:
    return _Lists(words)


def _phrases(words: Iterable[str]) -> frozenset[Tokens]:
    return frozenset(phrase for word in words if (phrase := spoken(word)))


_POLITE = _phrases(
    ("please", "pls", "plz", "thanks", "thank you", "thx", "por favor", "porfa", "gracias")
)
_NEGATIONS = frozenset(
    token
    for word in (
        "don't", "doesn't", "didn't", "won't", "wouldn't", "can't", "cannot", "couldn't",
        "shouldn't", "isn't", "wasn't", "aren't", "ain't", "not", "never", "nunca", "jamás",
    )
    for token in tokens(word)
)  # fmt: skip
# What may stand between a negation and what it negates: "I don't want you to ever stop …".
_FILLERS = frozenset(
    token
    for token in tokens("ever please pls just to want wanna need you u have let them a an the")
)
# After one of these a STOP word at the end is meant as the word it is: "no, I said stop".
_LEADS_TO_STOP = frozenset(
    tokens(
        "said say says saying told tell text texted reply replied respond answer write wrote type"
        " typed send sent word please pls plz no nope yes yeah ok okay hi hey hello just now to"
        " dije digo ya"
    )
)


def _start_length(said: Tokens, phrases: frozenset[Tokens], at: int = 0) -> int:
    """How many tokens the longest phrase beginning at `at` takes; 0 when none does."""
    lengths = (len(p) for p in phrases if said[at : at + len(p)] == p)
    return max(lengths, default=0)


def _end_length(said: Tokens, phrases: frozenset[Tokens]) -> int:
    """How many tokens the longest phrase at the end takes; 0 when none does."""
    return max((len(p) for p in phrases if said[-len(p) :] == p), default=0)


def _without_politeness(said: Tokens) -> Tokens:
    """The tokens without "please", "thank you" and their like at either end."""
    while length := _start_length(said, _POLITE):
        said = said[length:]
    return said[: len(said) - _polite_end(said)]


def _polite_end(said: Tokens) -> int:
    """How many tokens at the end are politeness."""
    end = len(said)
    while length := _end_length(said[:end], _POLITE):
        end -= length
    return len(said) - end


def _only(said: Tokens, phrases: frozenset[Tokens]) -> bool:
    """True when the tokens are one of the phrases, or several of them in a row."""
    at = 0
    while length := _start_length(said, phrases, at):
        at += length
    return 0 < at == len(said)


def _ends_in_stop(part: Tokens, stop: frozenset[Tokens]) -> bool:
    """True when a sentence, as written, ends in a STOP word that is meant as such."""
    said = tuple(map(compared, part))
    end = len(said) - _polite_end(said)
    begin = end - _end_length(said[:end], stop)
    shouted = begin < end and all(word.isupper() for word in part[begin:end])
    return shouted or (0 < begin < end and said[begin - 1] in _LEADS_TO_STOP)


def _strong_phrase(said: Tokens, phrases: frozenset[Tokens]) -> Meaning | None:
    """STRONG for a phrase meant as said, WEAK when each one found is negated, None without."""
    firsts = {phrase[0] for phrase in phrases}
    found: Meaning | None = None
    for at, token in enumerate(said):
        if token in firsts and _start_length(said, phrases, at):
            if not _negated(said[max(0, at - 6) : at]):
                return Meaning.STRONG
            found = Meaning.WEAK
    return found


def _negated(before: Sequence[str]) -> bool:
    for token in reversed(before):
        if token not in _FILLERS:
            return token in _NEGATIONS
    return False


def _begins_like_stop(said: Tokens, stop: frozenset[Tokens]) -> bool:
    """True for "stop by at 5" and for "don't stop", "do not ever cancel"."""
    if _start_length(said, stop):
        return True
    at = 1 if said[:1] == ("do",) else 0
    if said[at : at + 1] and said[at] in _NEGATIONS:
        at += 1
        while at < len(said) and said[at] in _FILLERS:
            at += 1
        return _start_length(said, stop, at) > 0
    return False
