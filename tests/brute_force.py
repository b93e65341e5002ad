"""Searching by looking at every message: what the search index is compared with.

It reads the store through its logs only, splits and folds texts by Python's own tables, and knows
nothing of FTS5. `Searcher.random` makes up queries of every kind from what the store holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from data.models import Direction, Lead, Message
from data.phone import digits
from data.query import BadQuery, Field, Filter, Query, Term, parse
from data.store import Store


@dataclass
class Searcher:
    """Every message of a store by id, and the leads in whose logs it stands."""

    messages: dict[int, Message] = field(default_factory=dict)
    leads: dict[int, Lead] = field(default_factory=dict)
    holders: dict[int, set[int]] = field(default_factory=dict)
    users: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, store: Store) -> Searcher:
        found = cls(users={user.name.lower() for user in store.people.users()})
        for lead in store.leads.list(limit=1_000_000):
            found.leads[lead.id] = lead
            for message in store.log.newest(lead.id, 1_000_000):
                if message.lead_id == lead.id or message.id not in found.messages:
                    found.messages[message.id] = message
                found.holders.setdefault(message.id, set()).add(lead.id)
        return found

    def ids(self, query: Query) -> list[int]:
        """The ids of what matches, newest first."""
        return sorted(
            (n for n, m in self.messages.items() if self._matches(m, query)), reverse=True
        )

    def _matches(self, message: Message, query: Query) -> bool:
        return (
            all(_has(message, term) is not term.excluded for term in query.terms)
            and all(self._passes(message, asked) for asked in query.filters)
            and (query.since is None or message.at >= query.since)
            and (query.until is None or message.at < query.until)
        )

    def _passes(self, message: Message, asked: Filter) -> bool:
        ways: dict[Field, Callable[[Message, Filter], bool]] = {
            Field.IN: lambda message, _: message.direction is Direction.IN,
            Field.OUT: lambda message, _: message.direction is Direction.OUT,
            Field.CATEGORY: lambda m, a: (m.category or "").lower() == a.value.lower(),
            Field.STATUS: lambda message, asked: message.status.value == asked.value,
            Field.FILE: self._of_file,
            Field.FROM: self._from,
            Field.TO: self._to,
        }
        return ways[asked.field](message, asked) is not asked.excluded

    def _of_file(self, message: Message, asked: Filter) -> bool:
        files = {self.leads[lead_id].file.lower() for lead_id in self.holders[message.id]}
        return asked.value.lower() in files

    def _from(self, message: Message, asked: Filter) -> bool:
        if message.direction is Direction.OUT:
            return not asked.digits and message.author.lower() == asked.value.lower()
        return self._with(message, asked)

    def _to(self, message: Message, asked: Filter) -> bool:
        return message.direction is Direction.OUT and self._with(message, asked)

    def _with(self, message: Message, asked: Filter) -> bool:
        """True when the number, or a client in whose log it stands, is the one that is named."""
        if asked.digits:
            number = digits(message.number)
            return number.startswith(asked.digits) if asked.anchored else asked.digits in number
        names = [f" {self.leads[lead_id].name.lower()}" for lead_id in self.holders[message.id]]
        return any(f" {asked.value.lower()}" in name for name in names)

    def random(self, random: Random) -> Query:
        """A query that names only what there is."""
        while True:
            parts = [self._part(random) for _ in range(random.choice((1, 1, 2, 2, 3, 4)))]
            try:
                return parse(" ".join(parts), prefix_last=random.random() < 0.3)
            except BadQuery:
                continue  # an emoji, or a minus before a day

    def _part(self, random: Random) -> str:
        message = random.choice(list(self.messages.values()))
        lead = random.choice(list(self.leads.values()))
        number = digits(message.number)
        start = random.randrange(len(number) - 3)
        words = message.body.replace(":", " ").replace('"', " ").split() or ["nothing"]
        at = random.randrange(len(words))
        word = words[at].strip("-")
        part = random.choice(
            [
                word, word, word, word.upper(), f"{word[: random.randint(1, 6)]}*",
                f'"{" ".join(words[at : at + random.randint(1, 3)])}"',
                number[start : start + random.randint(3, 8)],
                f"to:+{number[: random.randint(3, 9)]}",
                f"from:{number[start : start + 5]}", f'from:"{lead.name}"', f"to:{lead.name[:7]}",
                f"from:{random.choice(sorted(self.users))}", f"file:{lead.file}", "in:", "out:",
                f'category:"{message.category or "General"}"', f"status:{message.status}",
                f"{random.choice(('before', 'after', 'on'))}:{message.at.date()}", "nowhere",
            ]
        )  # fmt: skip
        return f"-{part}" if random.random() < 0.15 else part


def _has(message: Message, term: Term) -> bool:
    if term.digits and term.digits in digits(message.number):
        return True
    wanted, text = words(term.text), words(message.body)
    for start in range(len(text) - len(wanted) + 1):
        there = text[start : start + len(wanted)]
        begun = term.prefix and there[-1].startswith(wanted[-1])
        if there[:-1] == wanted[:-1] and (begun or there[-1] == wanted[-1]):
            return True
    return False


@lru_cache(maxsize=1_000_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded: without case and accents."""
    plain = (
        ch for ch in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(ch)
    )
    return tuple(re.findall(r"[^\W_]+", "".join(plain)))
