"""One line of the audit log in columns: when, who, what kind of act, what of whom, from → to."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from textual.content import Content

from data.errors import Invalid
from data.models import AuditEntry
from data.store.setting_names import BY_KEY
from data.store.setting_texts import write
from data.store.setting_values import decode
from screens.text import fit, padded
from screens.times import clock_time, local_date, short_date

_WHEN, _KIND = 17, 15
_WHO = (12, 20)
_WIDE = 90
NOTHING = "nothing"


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


def values(entry: AuditEntry) -> tuple[str, str]:
    """What was before and after, as people write it; "" where there was nothing to be said."""
    before, after = entry.before, entry.after
    if entry.kind == "setting":
        return _setting(entry.subject, before), _setting(entry.subject, after)
    if entry.kind == "permission" or (before and not after):
        return before or NOTHING, after or NOTHING
    return before, after


def _setting(key: str, stored: str) -> str:
    """`20 min` for what is stored as 1200.0; as it is, when there is no such setting any more."""
    if not stored or key not in BY_KEY:
        return stored
    try:
        return write(decode(key, stored)) or NOTHING
    except Invalid:
        return stored


def _change(entry: AuditEntry) -> str:
    """`: allow → deny`"""
    before, after = values(entry)
    if before and after:
        return f": {before} → {after}"
    return f": {after}" if after else ""


def _who(width: int) -> int:
    return _WHO[width >= _WIDE]
