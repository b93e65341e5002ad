"""Expressions of FTS5 over `messages_fts`, in which nothing that was typed is syntax.

Words look into the column `body` and filters into the column `tags` (migration 0002), whose tokens
begin with private signs: neither finds what is the other's.
"""

from __future__ import annotations

from collections.abc import Iterable

from data.query import FEWEST_DIGITS

_SIGNS = "\ue000" * 4


def text(words: str, *, prefix: bool = False) -> str:
    """A word or phrase in the body; with `prefix` its last word is the beginning of one."""
    return f"body : {_quoted(words)}{' *' if prefix else ''}"


def tag(name: str) -> str:
    """A filter, such as `lead12` or `dirin`."""
    return _tags([name])


def nothing() -> str:
    """What no message has."""
    return tag("none")


def number(digits: str, *, anchored: bool = False) -> str:
    """A piece of the number, as its overlapping runs of three; `anchored`: from its beginning."""
    runs = [digits[at : at + FEWEST_DIGITS] for at in range(len(digits) - FEWEST_DIGITS + 1)]
    return _tags(["tel", *runs] if anchored else runs)


def all_of(expressions: Iterable[str]) -> str:
    return _joined(" AND ", expressions)


def any_of(expressions: Iterable[str]) -> str:
    return _joined(" OR ", expressions)


def without(wanted: Iterable[str], unwanted: Iterable[str]) -> str:
    """All of some and none of others; the empty expression when there are neither."""
    wanted, unwanted = list(wanted), list(unwanted)
    if not unwanted:
        return all_of(wanted)
    # NOT of FTS5 stands between two expressions; without a first one: all messages.
    everything = any_of([tag("dirin"), tag("dirout")])
    return f"{all_of(wanted) or everything} NOT {any_of(unwanted)}"


def _tags(names: Iterable[str]) -> str:
    """Tags that stand one after the other."""
    return f"tags : {_quoted(' '.join(_SIGNS + name for name in names))}"


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'


def _joined(word: str, expressions: Iterable[str]) -> str:
    parts = list(expressions)
    return f"({word.join(parts)})" if parts else ""
