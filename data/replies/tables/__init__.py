"""The tables of words and phrases, read from the `.toml` files next to this one.

A list of words stands in a file as one text with commas, a phrase book as classes of words and
rules with patterns.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.replies.meaning import Meaning
from data.replies.phrases import PhraseBook, Rule

_LANGUAGES = ("english", "spanish", "portuguese", "french", "more_languages", "keywords")


def words(name: str) -> frozenset[str]:
    """A list of single words of `words.toml`."""
    return frozenset(_split(_table("words")[name]))


def phrase_books() -> tuple[PhraseBook, ...]:
    """One for each language, in the order they are tried."""
    return tuple(_phrase_book(_table(language)) for language in _LANGUAGES)


def scripts() -> dict[str, tuple[str, ...]]:
    """Phrases of scripts that are looked for as they stand: `strong`, `weak`, `whole`."""
    return {name: _split(listed) for name, listed in _table("scripts").items()}


def _phrase_book(table: dict[str, Any]) -> PhraseBook:
    classes = {name: _split(listed) for name, listed in table.get("classes", {}).items()}
    rules = [
        Rule(rule["name"], Meaning(rule["meaning"]), tuple(rule["patterns"]))
        for rule in table["rule"]
    ]
    return PhraseBook(rules, classes)


def _split(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in listed.split(",") if phrase.strip())


@lru_cache(maxsize=8)
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))
