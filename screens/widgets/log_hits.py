"""Where the words of a search stand in a text, so that a log can mark them.

It follows the search index: words match from their beginning, without regard to case or accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from data.models import Message
from screens.text import plain
from screens.widgets.wrapping import Span

Pattern = re.Pattern[str]


def pattern(words: Collection[str]) -> Pattern | None:
    """What finds any of the words or phrases; None when there is nothing to find."""
    phrases = (re.findall(r"\w+", _fold(word)) for word in words)
    branches = [r"\W+".join(phrase) for phrase in phrases if phrase]
    if not branches:
        return None
    branches.sort(key=len, reverse=True)  # the longest wins where one begins another
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})")


def matches(found: Pattern, text: str) -> bool:
    """True when any of the words stands in the text."""
    return found.search(_fold(text)) is not None


def spans(found: Pattern, text: str) -> list[Span]:
    """The (start, end) of every hit in the text, in order and apart."""
    if text.isascii():
        return [match.span() for match in found.finditer(text.lower())]
    origin = [index for index, char in enumerate(text) for _ in _fold_character(char)]
    return [
        (origin[match.start()], origin[match.end() - 1] + 1)
        for match in found.finditer(_fold(text))
    ]


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=4096)
def _fold_character(char: str) -> str:
    """One character may become several ("ß") or none (a combining accent)."""
    parts = unicodedata.normalize("NFKD", char).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part))


@dataclass(slots=True)
class Hits:
    """The messages a search found among the loaded ones, oldest first, and the one stood on."""

    pattern: Pattern | None = None
    chosen: Collection[int] | None = None
    ids: list[int] = field(default_factory=list)
    current: int | None = None

    @property
    def number(self) -> int:
        """The current hit, counted from 1, the oldest; 0 when there is none."""
        return self.ids.index(self.current) + 1 if self.current in self.ids else 0

    def search(self, words: Collection[str], chosen: Collection[int] | None) -> None:
        """Look for other words, or take the messages somebody else has found."""
        self.pattern = pattern(words)
        self.chosen = None if chosen is None else frozenset(chosen)
        self.current = None

    def renew(self, messages: Iterable[Message]) -> None:
        """Find the hits among these messages; the current one stays when it is still there."""
        self.ids = [message.id for message in messages if self._is_hit(message)]
        if self.current not in self.ids:
            self.current = None

    def neighbour(self, step: int) -> int | None:
        """The hit one newer (1) or older (-1) than the current one, or None at either end."""
        number = self.number + step if self.number else len(self.ids)
        return self.ids[number - 1] if 0 < number <= len(self.ids) else None

    def _is_hit(self, message: Message) -> bool:
        if self.chosen is not None:
            return message.id in self.chosen
        return self.pattern is not None and matches(self.pattern, plain(message.body))
