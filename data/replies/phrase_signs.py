"""Signs that a client wants no texts, in the words and sentences of a message. Pure.

A phrase that asks for no texts is STRONG, but only where it is meant so: not after "never" or "do
not", not in a question that does not ask us to do it, not told of others, and not when the sentence
goes on to speak of something else ("take me off hold", "wrong number for the claim").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from data.replies import tables
from data.replies.lists import Lists
from data.replies.meaning import Meaning, Reading
from data.replies.phrases import Found, PhraseBook
from data.replies.sentences import Sentence
from data.replies.tokens import Tokens, compared, words_of, written

_FILLERS, _NEGATIONS = tables.words("fillers"), tables.words("negations")
_WRONG, _OWN_ACTS = tables.words("wrong"), tables.words("own_acts")
_WRONG_CONTEXT, _AFTER_WRONG = tables.words("wrong_context"), tables.words("after_wrong")
_REQUESTS = tables.words("requests")
_TOLD, _OTHERS, _AT_US = tables.words("told"), tables.words("others"), tables.words("at_us")
_PREPOSITIONS, _LISTS = tables.words("prepositions"), tables.words("lists")
_ABOUT_US, _SAYS_NO_MORE = tables.words("about_us"), tables.words("says_no_more")
_CONDITIONS = tables.words("conditions")
_GLUED = (("stop", "calls"), ("stop", "that"), ("stop", "texts"), ("no", "texts"))
_SHORT = 40  # letters of a message that may be a phrase without its spaces


@lru_cache(maxsize=1)
def _books() -> tuple[PhraseBook, ...]:
    """Read when the first reply is."""
    return tables.phrase_books()


def phrase_in(sentences: Sequence[Sentence], lists: Lists) -> Reading | None:
    """The strongest of what the phrases in the sentences say; None when there are none."""
    best: Reading | None = None
    for sentence in _with_choppy_joined(sentences):
        for found in (*_listed(sentence, lists), *_by_class(sentence)):
            if found.meaning is Meaning.STRONG:
                return found
            best = best or found
    return best


def _with_choppy_joined(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences, and where a mark stands after every word ("take. me. off") all as one."""
    count = sum(len(sentence.words) for sentence in sentences)
    if len(sentences) < 3 or count > 1.4 * len(sentences):
        return sentences
    written = tuple(word for sentence in sentences for word in sentence.written)
    words = tuple(word for sentence in sentences for word in sentence.words)
    return (*sentences, Sentence(written, words, asked=False))


def phrase_without_spaces(bare: Tokens, lists: Lists) -> Reading | None:
    """A phrase of the list as one word: "leavemealone"."""
    if len(bare) != 1 or len(bare[0]) > _SHORT:
        return None
    for phrase in (*lists.strong, *_GLUED):
        if bare[0] == compared("".join(phrase)):
            return Reading(Meaning.STRONG, f"a phrase of the list: “{' '.join(phrase)}”")
    return None


def _listed(sentence: Sentence, lists: Lists) -> Iterator[Reading]:
    """The phrases of the settings."""
    words = sentence.words
    for at in range(len(words)):
        length = lists.strong.start_length(words, at)
        if length and not _own_slip(sentence, at):
            phrase = words[at : at + length]
            doubt = _doubt(sentence, at, phrase)
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
    return _doubt(sentence, found.at, found.words)


def _reading(meaning: Meaning, name: str, words: str, doubt: str) -> Reading:
    if doubt:
        return Reading(Meaning.WEAK, f"{name}, {doubt}: “{words}”")
    return Reading(meaning, f"{name}: “{words}”")


def _doubt(sentence: Sentence, at: int, phrase: Tokens) -> str:
    """Why the phrase that begins at a word may not be meant; "" when it is."""
    before, after = sentence.words[:at], sentence.words[at + len(phrase) :]
    if _negated(before[-6:]):
        return "but negated"
    if sentence.asked and not _REQUESTS & set(sentence.words[:2]):
        return "but as a question"
    if phrase[0] in _WRONG:
        return _goes_on(phrase, after) if _wrong_is_ours(before, after) else "but in a statement"
    if _told_others(before):
        return "but told of others"
    if _NEGATIONS & set(phrase[:2]) and _CONDITIONS & set(after[:3]):
        return "but with a condition"
    return _goes_on(phrase, after)


def _wrong_is_ours(before: Tokens, after: Tokens) -> bool:
    """True where "wrong number" is said to us, not of a number in a file."""
    known = _AFTER_WRONG | _PREPOSITIONS
    return set(before) <= _WRONG_CONTEXT and (not after or after[0] in known)


def _own_slip(sentence: Sentence, at: int) -> bool:
    """True for "I typed the wrong number": the client's own, not ours."""
    before = sentence.words[:at]
    if sentence.words[at] not in _WRONG or before[:1] != ("i",):
        return False
    return len(before) > 1 and before[1] in _OWN_ACTS - {"have", "had", "has", "called", "texted"}


def _told_others(before: Tokens) -> bool:
    """True where somebody else is to stop: "I told him to", "I need the bank to", "they will"."""
    near = before[-5:]
    if set(near[-3:]) & _OTHERS and "you" not in near:
        return True
    told = next((n for n in range(len(near) - 1, -1, -1) if near[n] in _TOLD), None)
    return told is not None and bool(set(near[told + 1 :]) - _AT_US - _FILLERS)


def _negated(before: Tokens) -> bool:
    for token in reversed(before):
        if token not in _FILLERS:
            return token in _NEGATIONS
    return False


def _goes_on(phrase: Tokens, after: Tokens) -> str:
    """Whether a sentence goes on to speak of something else after a phrase."""
    rest = tuple(word for word in after if word not in _SAYS_NO_MORE)
    open_ended = phrase[-1] in ("off", "mas")
    if not rest or (not open_ended and after[0] not in _PREPOSITIONS):
        return ""
    known = _LISTS if open_ended else _ABOUT_US
    return "" if set(rest[:4]) & known else "but of something else"


def other_script(text: str) -> Reading | None:
    """An opt-out in a script without spaces between words; those are looked for as they stand."""
    if text.isascii():
        return None
    plain = _compact(text)
    if plain in _scripts()["whole"]:
        return Reading(Meaning.STRONG, "an opt-out word of another language as the whole message")
    if whole := next((c for c in _clauses(text) if c in _scripts()["whole"]), None):
        return Reading(Meaning.WEAK, f"a line that is only “{whole}”")
    for meaning in (Meaning.STRONG, Meaning.WEAK):
        if hit := next((phrase for phrase in _scripts()[meaning] if phrase in plain), None):
            return Reading(meaning, f"an opt-out in another language: “{hit}”")
    return None


@lru_cache(maxsize=1)
def _scripts() -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(_compact, listed)) for name, listed in tables.scripts().items()}


def _clauses(text: str) -> list[str]:
    """Words and clauses of the text, without what is said to be polite."""
    parts = re.split(r"[^\w]+", text.casefold())
    return [_compact(part).removeprefix("请").removeprefix("請") for part in parts]


def _compact(text: str) -> str:
    return "".join(words_of(map(str.casefold, written(text))))
