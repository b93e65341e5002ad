"""One line of the audit log in columns: when, who, what kind of act, what of whom, from → to."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from textual.content import Content

from data.models import AuditEntry
from screens.text import fit, padded
from screens.times import clock_time, local_date, short_date

_WHEN, _KIND = 17, 15
_WHO = (12, 20)
_WIDE = 90


def heading(width: int) -> Content:
    """The names of the columns."""
    who = _who(width)
    return Content(f"{'when':<{_WHEN}}  {'who':<{who}}  {'kind':<{_KIND}}  what")


def audit_line(entry: AuditEntry, width: int, today: date, zone: ZoneInfo) -> Content:
    """An act on one line of at most `width` cells; the rest is on its sheet."""
    who = _who(width)
    day = short_date(local_date(entry.at, zone), today)
    room = width - _WHEN - who - _KIND - 6
    return Content.assemble(
        (f"{f'{day} {clock_time(entry.at, zone)}':<{_WHEN}}  ", "$muted"),
        padded(entry.user or "sms-tui", who),
        "  ",
        (padded(entry.kind, _KIND), "$muted"),
        "  ",
        fit(f"{entry.subject}{_change(entry)}", room),
    )


def _change(entry: AuditEntry) -> str:
    """`: allow → deny`; nothing said before or after is left out."""
    if entry.before and entry.after:
        return f": {entry.before} → {entry.after}"
    if entry.before or entry.after:
        return f": {entry.after or f'{entry.before} → nothing'}"
    return ""


def _who(width: int) -> int:
    return _WHO[width >= _WIDE]
