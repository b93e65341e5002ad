"""The words and digits of a search, as what FTS5 finds first hit first however many there are.

Two would make it look at all hits before the first: the beginning of a word that is longer than the
prefix indexes go, and a piece of a number that few numbers have but whose runs of three are
everywhere. Where a beginning can be few words, or a piece a part of few numbers, those are named.
"""

from __future__ import annotations

import re

from data.database import Database
from data.query import Term
from data.store import expressions as fts

# Naming one costs 40 µs for a word, 20 for a number; beyond these FTS5's own way is quicker.
_MOST_WORDS = 32
_MOST_NUMBERS = 64
# Longer than what migration 0002 indexes, and surely one word, spelled as the index spells it.
_LONG_BEGINNING = re.compile(r"[a-z0-9]{5,}")


class Words:
    """Looks into the index's words and into the numbers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, term: Term) -> str:
        """What finds a word or phrase of a query."""
        text = self._begun(term.text.lower()) if term.prefix else fts.text(term.text)
        return fts.any_of([text, self.number(term.digits)]) if term.digits else text

    def number(self, digits: str, *, anchored: bool = False) -> str:
        """What finds the messages with a number that has these digits, or begins with them."""
        condition = (
            "substr(e164, 2, length(:digits)) = :digits" if anchored else "instr(e164, :digits)"
        )
        rows = self._database.all(
            f"SELECT id FROM numbers WHERE {condition} LIMIT :limit",
            digits=digits,
            limit=_MOST_NUMBERS + 1,
        )
        if not rows:
            return fts.nothing()
        if len(rows) > _MOST_NUMBERS:
            return fts.number(digits, anchored=anchored)
        return fts.any_of(fts.tag(f"number{row[0]}") for row in rows)

    def _begun(self, beginning: str) -> str:
        if not _LONG_BEGINNING.fullmatch(beginning):
            return fts.text(beginning, prefix=True)
        words: list[str] = []
        at = beginning
        while len(words) <= _MOST_WORDS:
            word = self._database.value(
                "SELECT term FROM messages_words WHERE term >= :at AND term < :end LIMIT 1",
                at=at,
                end=beginning + "\U0010ffff",
            )
            if word is None:
                return fts.any_of(map(fts.text, words)) or fts.nothing()
            words.append(word)
            at = word + "\x01"  # the first that can follow it, for no word has a control character
        return fts.text(beginning, prefix=True)
