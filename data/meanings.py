"""What a client's reply means for consent: words in, one `Meaning` out. Pure.

A message is reduced to *tokens*: NFKC, case folded, accents and invisible characters dropped,
apostrophes dropped (`don’t` is `dont`), a repeated last letter collapsed (`stoppp`), everything
else that is neither letter nor digit a space. A full stop, comma and the like leave a *break*
behind, which phrases do not cross: "No. Más tarde" is no "no más".

- STOP, NO and HELP are whole messages; politeness at either end ("please stop", "stop, gracias")
  and saying it twice ("stop stop") change nothing, for a client may revoke "in any reasonable
  manner" (47 CFR 64.1200(a)(10)).
- YES and START give consent, so they are read strictly: the listed words and nothing else, accents
  as written, and no emoji beside them but an assenting one.
- STRONG is a phrase anywhere that plainly means STOP. After "never", "do not" and the like it is
  only WEAK, as is a message that begins with a STOP word, or with "don't" and one, and says more,
  or that has a sentence which is nothing but one ("Who is this? STOP").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from data.rules import MANDATORY_STOP_WORDS, WordLists

# Sorting long runs of combining marks is quadratic in NFKC; no SMS is longer than this.
_READ_AT_MOST = 10_000

_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u201b\u02bc\u2032\uff07]")
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# Invisible although Unicode calls them letters or marks.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_BREAK = "."
_BREAKS = frozenset(".,;:!?¿¡…。、؟،؛")
_ASSENT = frozenset("👍👌🙏🙂😀😃😄😊✅✔☑❤💯🏻🏼🏽🏾🏿")

Tokens = tuple[str, ...]


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


def meaning(body: str, words: WordLists) -> Meaning:
    """The meaning of a whole message; never raises, whatever was sent."""
    lists = _lists(words)
    spoken = _tokens(body)
    plain = tuple(token for token in spoken if token != _BREAK)
    bare = _without_politeness(plain)
    if _only(bare, lists.stop):
        return Meaning.STOP
    strength = _strong_phrase(spoken, lists.strong)
    if strength is Meaning.STRONG:
        return strength
    consenting = _consenting_tokens(body)
    if consenting in lists.start:
        return Meaning.START
    if consenting in lists.yes:
        return Meaning.YES
    if plain in lists.no or bare in lists.no:
        return Meaning.NO
    if plain in lists.help or bare in lists.help:
        return Meaning.HELP
    if strength is Meaning.WEAK or _begins_like_stop(bare, lists.stop):
        return Meaning.WEAK
    if any(_only(_without_politeness(said), lists.stop) for said in _sentences(spoken)):
        return Meaning.WEAK
    return Meaning.OTHER


def spoken(word: str) -> Tokens:
    """What is compared of a listed word or phrase; two that are spoken alike are one."""
    return tuple(token for token in _tokens(word) if token != _BREAK)


class _Lists:
    """The word lists as tokens, ready to compare."""

    def __init__(self, words: WordLists) -> None:
        self.stop = _phrases((*words.stop, *MANDATORY_STOP_WORDS))
        self.start = {_consenting_tokens(word) for word in words.start} - {()}
        self.yes = {_consenting_tokens(word) for word in words.yes} - {()}
        self.no = _phrases(words.no)
        self.help = _phrases(words.help)
        self.strong = _phrases(words.strong)


@lru_cache(maxsize=8)
def _lists(words: WordLists) -> _Lists:
    return _Lists(words)


def _phrases(words: Iterable[str]) -> frozenset[Tokens]:
    return frozenset(phrase for word in words if (phrase := spoken(word)))


def _tokens(text: str) -> Tokens:
    """Words of a message without accents, with a break where punctuation parts them."""
    text = _APOSTROPHES.sub("", text[:_READ_AT_MOST])
    text = _ACCENTS.sub("", unicodedata.normalize("NFKD", _ACCENTS.sub("", text)))
    return _split(text.casefold())


def _consenting_tokens(text: str) -> Tokens:
    """Words with their accents as written; nothing when a symbol beside them is not assenting."""
    text = _APOSTROPHES.sub("", text[:_READ_AT_MOST])
    if any(not ch.isascii() and _is_symbol(ch) and ch not in _ASSENT for ch in text):
        return ()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return tuple(token for token in _split(text) if token != _BREAK)


def _is_symbol(ch: str) -> bool:
    return unicodedata.category(ch)[0] == "S"


def _split(text: str) -> Tokens:
    spaced = "".join(map(_spaced, _INVISIBLE.sub("", text)))
    return tuple(_collapsed(token) for token in spaced.split())


@lru_cache(maxsize=4096)
def _spaced(ch: str) -> str:
    """One character as part of a word, as a space, as a break, or as nothing when invisible."""
    if ch.isalnum() or unicodedata.category(ch)[0] == "M":
        return ch
    if ch in _BREAKS:
        return f" {_BREAK} "
    # Invisible: controls, formats, surrogates, private, unassigned.
    if unicodedata.category(ch)[0] == "C" and not ch.isspace():
        return ""
    return " "


def _collapsed(token: str) -> str:
    """`stoppp` as `stop`; the lists are treated alike, so `stopall` still meets `stopal`."""
    return token.rstrip(token[-1]) + token[-1]


_POLITE = _phrases(
    ("please", "pls", "plz", "thanks", "thank you", "thx", "por favor", "porfa", "gracias")
)
_NEGATIONS = frozenset(
    token
    for word in (
        "don't", "doesn't", "didn't", "won't", "wouldn't", "can't", "cannot", "couldn't",
        "shouldn't", "isn't", "wasn't", "aren't", "ain't", "not", "never", "nunca", "jamás",
    )
    for token in _tokens(word)
)  # fmt: skip
# What may stand between a negation and what it negates: "I don't want you to ever stop …".
_FILLERS = frozenset(
    token
    for token in _tokens("ever please pls just to want wanna need you u have let them a an the")
)


def _start_length(tokens: Tokens, phrases: frozenset[Tokens], at: int = 0) -> int:
    """How many tokens the longest phrase beginning at `at` takes; 0 when none does."""
    lengths = (len(p) for p in phrases if tokens[at : at + len(p)] == p)
    return max(lengths, default=0)


def _without_politeness(tokens: Tokens) -> Tokens:
    """The tokens without "please", "thank you" and their like at either end."""
    while length := _start_length(tokens, _POLITE):
        tokens = tokens[length:]
    while length := max((len(p) for p in _POLITE if tokens[-len(p) :] == p), default=0):
        tokens = tokens[:-length]
    return tokens


def _only(tokens: Tokens, phrases: frozenset[Tokens]) -> bool:
    """True when the tokens are one of the phrases, or several of them in a row."""
    at = 0
    while length := _start_length(tokens, phrases, at):
        at += length
    return 0 < at == len(tokens)


def _sentences(tokens: Tokens) -> Iterable[Tokens]:
    """The tokens between two breaks, where there are any."""
    at = 0
    for end in (*(n for n, token in enumerate(tokens) if token == _BREAK), len(tokens)):
        if tokens[at:end]:
            yield tokens[at:end]
        at = end + 1


def _strong_phrase(tokens: Tokens, phrases: frozenset[Tokens]) -> Meaning | None:
    """STRONG for a phrase meant as said, WEAK when each one found is negated, None without."""
    firsts = {phrase[0] for phrase in phrases}
    found: Meaning | None = None
    for at, token in enumerate(tokens):
        if token in firsts and _start_length(tokens, phrases, at):
            if not _negated(tokens[max(0, at - 6) : at]):
                return Meaning.STRONG
            found = Meaning.WEAK
    return found


def _negated(before: Sequence[str]) -> bool:
    for token in reversed(before):
        if token not in _FILLERS:
            return token in _NEGATIONS
    return False


def _begins_like_stop(tokens: Tokens, stop: frozenset[Tokens]) -> bool:
    """True for "stop by at 5" and for "don't stop", "do not ever cancel"."""
    if _start_length(tokens, stop):
        return True
    at = 1 if tokens[:1] == ("do",) else 0
    if tokens[at : at + 1] and tokens[at] in _NEGATIONS:
        at += 1
        while at < len(tokens) and tokens[at] in _FILLERS:
            at += 1
        return _start_length(tokens, stop, at) > 0
    return False
