"""Days, months and years as people type them in a search, as spans of time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def period(text: str, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """When a day, month or year begins and ends in the zone; None when there is none such.

    `2026-11-01`, `2026-11` and `2026`; in UTC, the end is exclusive.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(piece) if piece else None for piece in match.groups())
    assert year is not None, "the pattern demands a year"
    try:
        first = date(year, month or 1, day or 1)
        return _midnight(first, zone), _midnight(_next(first, month, day), zone)
    except (ValueError, OverflowError):  # no such day; beyond what a clock can show
        return None


def _next(first: date, month: int | None, day: int | None) -> date:
    if day is not None:
        return first + timedelta(days=1)
    if month is None or month == 12:
        return date(first.year + 1, 1, 1)
    return date(first.year, month + 1, 1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
