"""The small controls under the query box: what each says of a query, and the operators it writes.

They hold nothing themselves. What they show is read from the query that runs, and what is chosen in
them is written into its text, so that the two cannot differ. Nothing here knows Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from data.models import MessageStatus
from data.query import Field, Query, without
from screens.text import plain
from screens.times import local_date, short_date

ANY = "any"
_FORBIDDEN = '"“”„‟«»＂'  # noqa: RUF001  # in a phrase these would end it


class Control(StrEnum):
    """The controls, in their order; the values are the words before them."""

    DIRECTION = "Direction"
    CATEGORY = "Category"
    STATUS = "Status"
    DAYS = "Days"

    @property
    def fields(self) -> frozenset[Field]:
        """The operators it writes."""
        return _FIELDS[self]


_FIELDS = {
    Control.DIRECTION: frozenset({Field.IN, Field.OUT}),
    Control.CATEGORY: frozenset({Field.CATEGORY}),
    Control.STATUS: frozenset({Field.STATUS}),
    Control.DAYS: frozenset({Field.BEFORE, Field.AFTER, Field.ON}),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a control's menu and the operator it writes; `open` if a day is to be typed."""

    label: str
    operator: str = ""
    open: bool = False


def choices(control: Control, categories: Sequence[str], today: date) -> list[Choice]:
    """What a control offers; the first is always to leave it open."""
    match control:
        case Control.DIRECTION:
            return [Choice("Any"), Choice("From clients", "in:"), Choice("From us", "out:")]
        case Control.CATEGORY:
            names = [name for name in categories if _can_be_written(name)]
            return [Choice("Any"), *(Choice(name, _operator("category", name)) for name in names)]
        case Control.STATUS:
            return [
                Choice("Any"),
                *(Choice(status, f"status:{status}") for status in MessageStatus),
            ]
        case Control.DAYS:
            return [Choice("Any"), *_days(today)]


def _days(today: date) -> Iterable[Choice]:
    """`after:` is later than that day, so the last seven days are those after the eighth."""
    yield Choice("Today", f"on:{today}")
    yield Choice("Yesterday", f"on:{today - timedelta(days=1)}")
    yield Choice("Last 7 days", f"after:{today - timedelta(days=7)}")
    yield Choice("Last 30 days", f"after:{today - timedelta(days=30)}")
    yield Choice("This month", f"on:{today:%Y-%m}")
    yield Choice("This year", f"on:{today:%Y}")
    yield Choice("On a day…", "on:", open=True)
    yield Choice("After a day…", "after:", open=True)
    yield Choice("Before a day…", "before:", open=True)


def rewritten(text: str, control: Control, choice: Choice) -> str:
    """The query with what was chosen in place of what the control said before.

    It goes in front: behind, it would become part of a phrase that is not closed yet.
    """
    return f"{choice.operator} {without(text, control.fields)}".lstrip()


def said(query: Query, control: Control, zone: ZoneInfo, today: date) -> str:
    """What a query says of what the control is for, in a few words."""
    if control is Control.DAYS:
        return _span(query, zone, today)
    found = [asked for asked in query.filters if asked.field in control.fields]
    words = [f"{'not ' if f.excluded else ''}{plain(f.value or f.field)}" for f in found]
    return " + ".join(words) or ANY


def _span(query: Query, zone: ZoneInfo, today: date) -> str:
    """`23 Nov`, `1 Nov – 30 Nov`, `from 16 Nov`, `until 31 Oct`."""
    first = local_date(query.since, zone) if query.since else None
    last = local_date(query.until, zone) - timedelta(days=1) if query.until else None
    if first and last:
        begin, end = short_date(first, today), short_date(last, today)
        return begin if first == last else f"{begin} – {end}"
    if first:
        return f"from {short_date(first, today)}"
    return f"until {short_date(last, today)}" if last else ANY


def _operator(name: str, value: str) -> str:
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


def _can_be_written(name: str) -> bool:
    return plain(name) == name and not any(sign in name for sign in _FORBIDDEN)
