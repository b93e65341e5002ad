"""The language of searches: from what someone typed to a `Query`. Nothing is looked up here.

A query is a row of words that must all match: `word`, `"a phrase"`, `-not`, `begin*`, and operators
such as `category:"Follow up"`, each of which can be excluded with a minus too. Punctuation inside a
word splits it, as the search index does: `drop-off` is the phrase "drop off". A word of three
digits or more also finds the mobile numbers they stand in; in quotes it is only text. Days are
calendar days of the user's zone, and `before:`, `on:` and `after:` a day are three separate times.

Only `BadQuery` is ever raised: a sentence that names the wrong word, and where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from data.errors import Invalid
from data.models import MessageStatus
from data.query_days import period
from data.storable import storable

LONGEST = 1000
MOST_PARTS = 50
FEWEST_DIGITS = 3
_MOST_DIGITS = 15  # of a number, ITU-T E.164
_PUNCTUATED_DIGITS = 7  # so that 12.50 or 10/12 is text, and 415-555-0132 a number as well

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))  # noqa: RUF001
_PART = re.compile(
    r"""(?P<minus>-?)(?:(?P<name>[^\W\d_]+):(?!//))?"""
    r"""(?:"(?P<phrase>[^"]*)(?P<close>"|$)|(?P<word>[^\s"]*))"""
)
_NUMBER = re.compile(r"\+?[0-9()./-]+")


class Field(StrEnum):
    """What an operator looks at; the values are the operators' names."""

    FILE = "file"
    FROM = "from"
    TO = "to"
    CATEGORY = "category"
    STATUS = "status"
    IN = "in"
    OUT = "out"
    BEFORE = "before"
    AFTER = "after"
    ON = "on"


_ALONE = {Field.IN, Field.OUT}
_DAYS = {Field.BEFORE, Field.AFTER, Field.ON}
_EXAMPLES = {
    Field.FILE: "a file number, like file:LT-10482",
    Field.FROM: "a name or a number, like from:alice",
    Field.TO: "a name or a number, like to:+1415",
    Field.CATEGORY: "a category, like category:Documents",
    Field.STATUS: "a status, like status:failed",
    Field.BEFORE: "a day, like before:2026-11-01",
    Field.AFTER: "a day, like after:2026-11-01",
    Field.ON: "a day, like on:2026-11-01",
}


class BadQuery(Invalid):
    """What is wrong with a query; `start` and `end` say where in the text the wrong word stands."""

    def __init__(self, what: str, remedy: str = "", *, start: int = 0, end: int = 0) -> None:
        super().__init__(what, remedy)
        self.start = start
        self.end = end


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase. `digits`, if any, may stand in the number instead of in the text."""

    text: str
    excluded: bool = False
    prefix: bool = False
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """An operator other than the days, with what was typed after it and where it stands.

    `digits` is not empty where from: and to: were given a number; `anchored` when with its plus.
    """

    field: Field
    value: str = ""
    excluded: bool = False
    digits: str = ""
    anchored: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A search. `since` is inclusive, `until` exclusive; a query with nothing in it finds all."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases to mark in what was found."""
        return tuple(term.text for term in self.terms if not term.excluded)

    @property
    def empty(self) -> bool:
        return not (self.terms or self.filters or self.since or self.until)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the text as it was typed."""

    minus: bool
    name: str
    value: str
    quoted: bool
    last: bool
    start: int
    end: int

    def wrong(self, what: str, remedy: str = "") -> BadQuery:
        return BadQuery(what, remedy, start=self.start, end=self.end)


def parse(text: str, zone: tzinfo = UTC, *, prefix_last: bool = False) -> Query:
    """The query someone typed, or BadQuery. `prefix_last`: the last word is still being typed."""
    kept = storable(text)
    if len(kept) > LONGEST:
        raise BadQuery(f"A search has at most {LONGEST} characters.", start=LONGEST, end=len(kept))
    terms: list[Term] = []
    filters: list[Filter] = []
    since: datetime | None = None
    until: datetime | None = None
    for part in _parts(kept):
        field = _field(part)
        if field is None:
            terms += _terms(part, prefix_last and part.last)
        elif field in _DAYS:
            first, end = _span(part, field, zone)
            since = max(filter(None, (since, first)), default=None)
            until = min(filter(None, (until, end)), default=None)
        else:
            filters.append(_filter(part, field))
    return Query(text.strip(), tuple(terms), tuple(filters), since, until)


def without(text: str, fields: Collection[Field]) -> str:
    """The text of a query less its operators of these fields, also where they are wrong."""
    kept = storable(text)
    parts = (kept[part.start : part.end] for part in _parts(kept) if part.name not in fields)
    return " ".join(parts)


def _parts(text: str) -> list[_Part]:
    found = []
    plain = text.translate(_QUOTES)
    at = 0
    while at < len(plain):
        match = _PART.match(plain, at)
        assert match is not None, "every part of the pattern may be empty"
        if match.end() > at:
            found.append(_part(match, len(plain)))
        at = max(match.end(), at + 1)
    if len(found) > MOST_PARTS:
        raise found[MOST_PARTS].wrong(f"A search has at most {MOST_PARTS} words.")
    return found


def _part(match: re.Match[str], length: int) -> _Part:
    quoted = match["phrase"] is not None
    return _Part(
        minus=bool(match["minus"]),
        name=(match["name"] or "").lower(),
        value=match["phrase"] if quoted else match["word"],
        quoted=quoted,
        last=match.end() == length and not match["close"],
        start=match.start(),
        end=match.end(),
    )


def _field(part: _Part) -> Field | None:
    """The operator of the part; None for plain words."""
    if not part.name:
        return None
    try:
        return Field(part.name)
    except ValueError:
        known = ", ".join(f"{field}:" for field in Field)
        raise part.wrong(
            f"There is no operator {part.name}:.",
            f"There are {known}. In quotes it is found as text.",
        ) from None


def _terms(part: _Part, typing: bool) -> list[Term]:
    if not has_word(part.value):
        if part.value.isascii():  # a dash or a bracket among the words, a quote just opened
            return []
        raise part.wrong(f"{part.value} has no letter or digit.", "Only words can be found.")
    starred = not part.quoted and part.value.endswith("*")
    return [
        Term(
            part.value.rstrip("*") if starred else part.value.strip(),
            excluded=part.minus,
            prefix=starred or (typing and not part.minus),
            digits="" if part.quoted else _digits(part.value),
        )
    ]


def has_word(text: str) -> bool:
    """True when the search index finds a word in the text: a letter, a digit, a private sign."""
    return any(kind[0] in "LN" or kind == "Co" for kind in map(unicodedata.category, text))


def _digits(word: str) -> str:
    """The digits of a word that may be a piece of a number, else nothing."""
    if not _NUMBER.fullmatch(word):
        return ""
    digits = re.sub(r"\D", "", word)
    fewest = FEWEST_DIGITS if word.strip("+()") == digits else _PUNCTUATED_DIGITS
    return digits if fewest <= len(digits) <= _MOST_DIGITS else ""


def _filter(part: _Part, field: Field) -> Filter:
    value = part.value.strip()
    if field in _ALONE:
        if value:
            raise part.wrong(f"{field}: stands alone.", f"Put a space before {value}.")
        return Filter(field, excluded=part.minus, start=part.start, end=part.end)
    if not value:
        raise part.wrong(f"{field}: needs {_EXAMPLES[field]}.")
    if field is Field.STATUS:
        value = _status(part, value)
    number = _digits(value.replace(" ", "")) if field in {Field.FROM, Field.TO} else ""
    anchored = bool(number) and value.startswith("+")
    return Filter(field, value, part.minus, number, anchored, part.start, part.end)


def _status(part: _Part, value: str) -> str:
    try:
        return MessageStatus(value.lower()).value
    except ValueError:
        known = ", ".join(MessageStatus)
        raise part.wrong(f"{value} is no status.", f"There are {known}.") from None


def _span(part: _Part, field: Field, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    value = part.value.strip()
    if not value:
        raise part.wrong(f"{field}: needs {_EXAMPLES[field]}.")
    if part.minus:
        raise part.wrong(f"{field}: takes no minus.", "Use before: and after: instead.")
    span = period(value, zone)
    if span is None:
        raise part.wrong(f"{value} is not a day.", f"Write it like {field}:2026-11-01.")
    first, end = span
    if field is Field.BEFORE:
        return None, first
    return (end, None) if field is Field.AFTER else (first, end)
