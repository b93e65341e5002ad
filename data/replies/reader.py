"""What a client's reply means for consent: a message in, one `Meaning` and its rule out. Pure.

- STOP, NO and HELP are whole messages; politeness at either end ("please stop", "stop, gracias")
  and saying it twice ("stop stop") change nothing, for a client may revoke "in any reasonable
  manner" (47 CFR 64.1200(a)(10)). Glued words, spelled ones and look-alike letters are read too;
  a slip of the thumb is WEAK.
- YES and START give consent, so they are read strictly: the listed words and nothing else, accents
  as written, no question mark, no face or sign but an assenting one, nothing a machine wrote.
- STRONG is a phrase in any sentence that plainly asks for no texts. Where it is negated, asked,
  told of others or about something else it is WEAK.
- WEAK is whatever else may be an opt-out: a message that begins with a STOP word, a sentence or a
  line that is nothing but one, a STOP word where it is meant as such, a phrase that may mean one.
  It only closes the composer until a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from data.replies import tables
from data.replies.lists import Lists, lists_of, only, polite_end, without_politeness
from data.replies.meaning import Meaning as Meaning
from data.replies.meaning import Reading as Reading
from data.replies.own_words import own_words, without_long_quotes
from data.replies.phrase_signs import other_script, phrase_in, phrase_without_spaces
from data.replies.sentences import clauses_of, sentences_of
from data.replies.slips import unglued, without_look_alikes
from data.replies.stop_words import begins_like_stop, slip_of_stop, weak_word
from data.replies.tokens import (
    Tokens,
    compared,
    consenting,
    shows_stop_sign,
    words_of,
    written,
)
from data.rules import WordLists

_OPT_OUTS = frozenset((Meaning.STOP, Meaning.STRONG, Meaning.WEAK))
_NEXT_TO_A_SIGN = tables.words("about_us") | {"texting", "calling"}
_AGREES = frozenset((Meaning.YES, Meaning.START))


def read_reply(body: str, words: WordLists, ours: Iterable[str] = ()) -> Reading:
    """The meaning of a whole message with its rule; never raises, whatever was sent.

    `ours` are texts of the firm that the client's phone may quote back.
    """
    own, lists = own_words(body, ours), lists_of(words)
    reading = Reading(Meaning.NO_ANSWER, own.taken) if own.taken else _read(own.text, lists)
    if reading.meaning in _OPT_OUTS:
        return reading
    if own.doubted and (whole := _read(own.doubted, lists)).meaning in _OPT_OUTS:
        return Reading(Meaning.WEAK, f"in what may be a quote or a signature: {whole.rule}")
    if own.automatic:
        return Reading(Meaning.NO_ANSWER, "an automatic answer")
    if reading.meaning in _AGREES and (own.doubted or own.cut):
        return Reading(Meaning.OTHER, "agrees, but with more than can be read as the client's")
    return reading


def _read(text: str, lists: Lists) -> Reading:
    as_written = _put_right(written(text, lists.stop), lists)
    bare = without_politeness(words_of(map(compared, as_written)))
    if only(bare, lists.stop):
        return Reading(Meaning.STOP, "a STOP word as the whole message")
    phrase = (
        other_script(text)
        or phrase_without_spaces(bare, lists)
        or phrase_in(sentences_of(as_written), lists)
    )
    if phrase is not None and phrase.meaning is Meaning.STRONG:
        return phrase
    return (
        (_consent(text, lists) if len(bare) <= lists.longest_consent else None)
        or _plain_word(as_written, bare, lists)
        or phrase
        or _weak(text, as_written, bare, lists)
        or Reading(Meaning.OTHER, "no rule for it")
    )


def _put_right(words: Tokens, lists: Lists) -> Tokens:
    """The tokens with glued STOP words apart and look-alike letters made Latin."""
    stop = lists.stop_tokens
    return tuple(part for word in words for part in _right(word, stop))


@lru_cache(maxsize=8192)
def _right(word: str, stop: frozenset[str]) -> Tokens:
    plain = without_look_alikes(word)
    if compared(plain) not in stop:
        plain = word
    return tuple(unglued(plain.casefold(), stop) or (plain,))


def _consent(text: str, lists: Lists) -> Reading | None:
    """START or YES, and nothing else in the message."""
    agreed = consenting(text)
    if agreed in lists.start:
        return Reading(Meaning.START, "a START word as the whole message")
    thanked = agreed[: len(agreed) - polite_end(agreed)]
    if agreed in lists.yes or thanked in lists.yes:
        return Reading(Meaning.YES, "a YES word as the whole message")
    if _joined(thanked, lists.yes):
        return Reading(Meaning.YES, "YES words and nothing else")
    return None


def _joined(said: Tokens, listed: set[Tokens]) -> bool:
    """True for two different words of the list: "Yes, I agree"."""
    return any(said[:at] in listed and said[at:] in listed and said[:at] != said[at:]
               for at in range(1, len(said)))  # fmt: skip


def _plain_word(as_written: Tokens, bare: Tokens, lists: Lists) -> Reading | None:
    plain = words_of(map(compared, as_written))
    for meaning, listed in ((Meaning.NO, lists.no), (Meaning.HELP, lists.help)):
        if plain in listed or bare in listed:
            return Reading(meaning, f"a {meaning.name} word as the whole message")
    return None


def _weak(text: str, as_written: Tokens, bare: Tokens, lists: Lists) -> Reading | None:
    """What else may be an opt-out."""
    if begins_like_stop(bare, lists):
        return Reading(Meaning.WEAK, "begins like a STOP")
    if len(bare) > 1 and compared("".join(bare)) in lists.stop_tokens:
        return Reading(Meaning.WEAK, "a STOP word in pieces")
    if slip := slip_of_stop(bare, lists):
        return Reading(Meaning.WEAK, f"may be a STOP word with a slip: “{slip}”")
    own = without_long_quotes(text)
    unquoted = as_written if own == text else _put_right(written(own, lists.stop), lists)
    if found := weak_word(clauses_of(unquoted), lists):
        return found
    if shows_stop_sign(text) and set(bare) <= _NEXT_TO_A_SIGN:
        return Reading(Meaning.WEAK, "a sign that says stop")
    return None
