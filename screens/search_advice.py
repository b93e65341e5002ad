"""What to say when a search found nothing that the searcher may have meant otherwise.

The logs hold what was written, not what clients are called: whoever types a client's name is told
with which operators it is found.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.folding import folded
from data.models import InboxRow
from data.query import FEWEST_DIGITS, Query
from data.store import Store
from screens.session import Session
from screens.text import fit

_LONGEST = 40
NOTHING = "no messages"


async def advice(session: Session, query: Query) -> str:
    """A sentence for the line under the box."""
    words = _plainly_asked(query)
    if not words:
        return NOTHING

    def meant(store: Store) -> tuple[int, list[InboxRow]]:
        ids = store.inbox.ids(words)
        return len(ids), store.inbox.rows(ids[:1])

    count, leads = await session.look(meant)
    return _sentence(words, count, leads)


def _plainly_asked(query: Query) -> str:
    """The words of a query that says nothing but words."""
    if query.filters or query.since or query.until or any(term.excluded for term in query.terms):
        return ""
    return " ".join(term.text for term in query.terms)


def _sentence(words: str, count: int, leads: Sequence[InboxRow]) -> str:
    if words.isdigit() and len(words) < FEWEST_DIGITS:
        return f"{NOTHING}; numbers need three digits or more"
    if not leads:
        return NOTHING
    nothing = f"No message says “{fit(words, _LONGEST)}”."
    lead, named = leads[0], _named(words)
    called = any(part.startswith(folded(words)) for part in _ends(folded(leads[0].name)))
    ways = [f"from:{named}", f"to:{named}"] if called else []
    if count == 1:
        ways.append(f"file:{_named(lead.file)}")
        return f"{nothing} {fit(lead.name, _LONGEST)}: {_either(ways)}"
    return f"{nothing} {count:,} clients are called so: {_either(ways)}" if ways else NOTHING


def _ends(name: str) -> list[str]:
    """A name from each of its words on, for an operator takes how any of them begins."""
    words = name.split()
    return [" ".join(words[place:]) for place in range(len(words))]


def _named(words: str) -> str:
    shown = fit(words, _LONGEST)
    return f'"{shown}"' if " " in shown else shown


def _either(ways: Sequence[str]) -> str:
    *before, last = ways
    return f"{', '.join(before)} or {last}" if before else last
