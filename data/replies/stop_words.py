"""STOP words inside a longer message: where one is meant as such, and where it is not. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from data.replies import tables
from data.replies.lists import Lists, PhraseSet, only, polite_end, without_politeness
from data.replies.meaning import Meaning, Reading
from data.replies.sentences import Sentence
from data.replies.slips import is_slip
from data.replies.tokens import Tokens, compared

_FILLERS, _NEGATIONS = tables.words("fillers"), tables.words("negations")
_LEADS_TO_STOP, _AMBIGUOUS = tables.words("leads_to_stop"), tables.words("ambiguous")
_BEFORE_PLACE, _AFTER_PLACE = tables.words("before_place"), tables.words("after_place")
_ARTICLES, _NOT_OURS = tables.words("articles"), tables.words("not_ours")
_ABOUT_US, _SAYS_NOTHING = tables.words("about_us"), tables.words("says_nothing")


def weak_word(clauses: Iterable[Sentence], lists: Lists) -> Reading | None:
    """A STOP word that may be meant as one, in a clause of the client's own words."""
    for clause in clauses:
        said = tuple(map(compared, clause.written))
        bare = without_politeness(said)
        if only(bare, lists.stop):
            return Reading(Meaning.WEAK, f"a line that is only “{' '.join(clause.written)}”")
        if _ends_in_stop(clause.written, lists.stop):
            return Reading(Meaning.WEAK, f"ends in a STOP word: “{clause.written[-1]}”")
        if word := _stop_word_within(clause, lists):
            return Reading(Meaning.WEAK, f"has the STOP word “{word}”")
    return None


def _is_thing(after: Tokens) -> bool:
    """True for "the leak", "my garnishment": what is to stop is no text."""
    return len(after) > 1 and after[0] in _ARTICLES and not set(after[1:]) & _ABOUT_US


def begins_like_stop(bare: Tokens, lists: Lists) -> bool:
    """True for "stop by at 5" and for "don't stop", "do not ever cancel"."""
    if lists.stop.start_length(bare):
        return True
    at = 1 if bare[:1] == ("do",) else 0
    if bare[at : at + 1] and bare[at] in _NEGATIONS:
        at += 1
        while at < len(bare) and bare[at] in _FILLERS:
            at += 1
        return lists.stop.start_length(bare, at) > 0
    return False


def slip_of_stop(bare: Tokens, lists: Lists) -> str:
    """The word of a message that is nothing but a STOP word with a slip; "" when there is none."""
    words = [word for word in bare if word not in _ABOUT_US and word not in _SAYS_NOTHING]
    known = lists.stop_tokens | {"optout", "stop"}
    slips = [word for word in words if word not in known]
    if words and len(words) <= 2 and slips and all(is_slip(word, known) for word in slips):
        return slips[0]
    glued = "".join(bare)
    if len(bare) == 2 and len(slips) == 2 and is_slip(glued, known):
        return glued
    return ""


def _ends_in_stop(part: Tokens, stop: PhraseSet) -> bool:
    """True when a sentence, as written, ends in a STOP word that is meant as such."""
    said = tuple(map(compared, part))
    end = len(said) - polite_end(said)
    begin = end - stop.end_length(said[:end])
    shouted = begin < end and all(word.isupper() for word in part[begin:end])
    return shouted or (0 < begin < end and said[begin - 1] in _LEADS_TO_STOP)


def _stop_word_within(clause: Sentence, lists: Lists) -> str:
    """A STOP word somewhere in a clause, unless it is a place, a habit or an ordinary verb."""
    words = tuple(map(compared, clause.written))
    for at, word in enumerate(words):
        if word not in lists.stop_tokens or word in _AMBIGUOUS:
            continue
        before, after = words[at - 1 : at], words[at + 1 : at + 2]
        if word == "stop" and (
            _BEFORE_PLACE.intersection(before)
            or _AFTER_PLACE.intersection(after)
            or _NOT_OURS.intersection(after)
            or _is_thing(words[at + 1 : at + 4])
        ):
            continue
        return clause.written[at]
    return ""
