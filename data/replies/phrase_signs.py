"""Signs that a client wants no texts, in the words and sentences of a message. Pure.

A phrase that asks for no texts is STRONG, but only where it is meant so: not after "never" or "do
not", not in a question that does not ask us to do it, not told of others, and not when the sentence
goes on to speak of something else ("take me off hold", "wrong number for the claim").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from data.replies import tables
from data.replies.lists import Lists
from data.replies.meaning import Meaning, Reading
from data.replies.phrases import Found, PhraseBook
from data.replies.sentences import Sentence
from data.replies.tokens import Tokens, words_of, written

_FILLERS, _NEGATIONS = tables.words("fillers"), tables.words("negations")
_WRONG, _FIRST_PERSON = tables.words("wrong"), tables.words("first_person")
_REQUESTS = tables.words("requests")
_TOLD, _OTHERS = tables.words("told"), tables.words("others")
_PREPOSITIONS, _ABOUT_US = tables.words("prepositions"), tables.words("about_us")


@lru_cache(maxsize=1)
def _books() -> tuple[PhraseBook, ...]:
    """Read when the first reply is."""
    return tables.phrase_books()


def phrase_in(sentences: Iterable[Sentence], lists: Lists) -> Reading | None:
    """The strongest of what the phrases in the sentences say; None when there are none."""
    best: Reading | None = None
    for sentence in sentences:
        for found in (*_listed(sentence, lists), *_by_class(sentence)):
            if found.meaning is Meaning.STRONG:
                return found
            best = best or found
    return best


def _listed(sentence: Sentence, lists: Lists) -> Iterator[Reading]:
    """The phrases of the settings."""
    words = sentence.words
    for at in range(len(words)):
        length = lists.strong.start_length(words, at)
        if length and not _own_slip(sentence, at):
            phrase, end = words[at : at + length], at + length
            doubt = _doubt(sentence, at) or _goes_on(phrase, words[end:])
            yield _reading(Meaning.STRONG, "a phrase of the list", " ".join(phrase), doubt)


def _by_class(sentence: Sentence) -> Iterator[Reading]:
    """The phrases by classes of words."""
    for book in _books():
        for found in book.found(sentence.words):
            if not _own_slip(sentence, found.at):
                doubt = _doubt_of(sentence, found)
                yield _reading(found.rule.meaning, found.rule.name, " ".join(found.words), doubt)


def _doubt_of(sentence: Sentence, found: Found) -> str:
    if found.rule.meaning is not Meaning.STRONG:
        return ""
    after = sentence.words[found.at + len(found.words) :]
    return _doubt(sentence, found.at) or _goes_on(found.words, after)


def _reading(meaning: Meaning, name: str, words: str, doubt: str) -> Reading:
    if doubt:
        return Reading(Meaning.WEAK, f"{name}, {doubt}: “{words}”")
    return Reading(meaning, f"{name}: “{words}”")


def _doubt(sentence: Sentence, at: int) -> str:
    """Why the phrase that begins at a word may not be meant; "" when it is."""
    before = sentence.words[:at]
    if _negated(before[-6:]):
        return "but negated"
    if sentence.asked and not _REQUESTS & set(sentence.words[:2]):
        return "but as a question"
    near = before[-5:]
    if _TOLD & set(near) and _OTHERS & set(near):
        return "but told of others"
    return ""


def _own_slip(sentence: Sentence, at: int) -> bool:
    """True for "I typed the wrong number": the client's own, not ours."""
    before = set(sentence.words[:at])
    return sentence.words[at] in _WRONG and bool(before & _FIRST_PERSON) and "you" not in before


def _negated(before: Tokens) -> bool:
    for token in reversed(before):
        if token not in _FILLERS:
            return token in _NEGATIONS
    return False


def _goes_on(phrase: Tokens, after: Tokens) -> str:
    """Whether a sentence goes on to speak of something else after a phrase."""
    open_ended = phrase[-1] in ("off", "mas")
    if not after or (not open_ended and after[0] not in _PREPOSITIONS):
        return ""
    return "" if set(after[:4]) & _ABOUT_US else "but of something else"


def other_script(text: str) -> Reading | None:
    """An opt-out in a script without spaces between words; those are looked for as they stand."""
    if text.isascii():
        return None
    plain = _compact(text)
    if plain in _scripts()["whole"]:
        return Reading(Meaning.STRONG, "an opt-out word of another language as the whole message")
    for meaning in (Meaning.STRONG, Meaning.WEAK):
        if hit := next((phrase for phrase in _scripts()[meaning] if phrase in plain), None):
            return Reading(meaning, f"an opt-out in another language: “{hit}”")
    return None


@lru_cache(maxsize=1)
def _scripts() -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(_compact, listed)) for name, listed in tables.scripts().items()}


def _compact(text: str) -> str:
    return "".join(words_of(map(str.casefold, written(text))))
