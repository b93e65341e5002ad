"""How the reading of replies stands, in the words of the header.

A STOP that has not been read yet is the reason texts are held, so the header says how fresh the
replies are, and says it in plain words when they are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.models import Health

# Seconds are counted in steps, so that an idle screen is drawn a few times a minute, not sixty.
_STEP = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """The words of the header's right side; `good` is False when somebody should look into it."""

    words: str = ""
    good: bool = True

    @property
    def sign(self) -> str:
        """A shape beside the words, so that they do not rest on colour."""
        return "●" if self.good else "!"


def standing(
    health: Health,
    now: datetime,
    stale_after: timedelta,
    held: int = 0,
    until: str = "",
    fault: str = "",
    unread: int = 0,
    late: timedelta = timedelta(0),
) -> Standing:
    """The words for a worker's health as of now, and for what is held: how many, until when.

    `unread` counts records of the carrier that nobody could read. `late` is how late a reply showed
    if that was so late that others may be missed until tomorrow.
    `fault` is what is wrong with the database itself: nothing else matters then.
    """
    if fault:
        return Standing(f"{fault}: nothing is sent", good=False)
    age = None if health.last_poll_at is None else max(now - health.last_poll_at, timedelta(0))
    stale = age is None or age > stale_after
    texts = _held(held)
    if health.carrier == "none":
        return Standing(f"no carrier configured: {texts}", good=False)
    if health.carrier == "refused":
        return Standing(f"the carrier refuses the account: {texts}", good=False)
    if health.carrier == "unreachable":
        return Standing(f"the carrier cannot be asked: {texts}", good=False)
    if health.carrier == "clock":
        return Standing(f"this machine's clock is wrong: {texts}", good=False)
    if not health.alive:
        kept = f": {texts}" if stale or health.unread else ""
        return Standing(f"no worker running{kept}", good=False)
    if health.unread:
        first = health.unread[0]
        span = _span(max(now - first.since, timedelta(0)))
        return Standing(f"replies under {first.product} not read for {span}: {texts}", good=False)
    if age is None:
        return Standing(f"replies not read yet: {texts}", good=False)
    if stale:
        return Standing(f"replies not read for {_span(age)}: {texts}", good=False)
    if unread:
        records = "1 record" if unread == 1 else f"{unread} records"
        return Standing(f"{records} unread: a STOP may be there, see doctor", good=False)
    if late:
        return Standing(f"a reply showed {_span(late)} late, see doctor", good=False)
    waiting = f" · {held} held{f' until {until}' if until else ''}" if held else ""
    if health.carrier == "practice":
        return Standing(f"practice carrier{waiting}")
    when = f"{_span(age)} ago" if age >= timedelta(seconds=_STEP) else "just now"
    return Standing(f"replies read {when}{waiting}")


def _held(count: int) -> str:
    if not count:
        return "texts are held"
    return "1 text is held" if count == 1 else f"{count} texts are held"


def _span(age: timedelta) -> str:
    """`10 s`, `20 min`, `3 h`, `2 days`"""
    seconds = int(age.total_seconds())
    if seconds < 60:
        return f"{seconds // _STEP * _STEP} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 172_800:
        return f"{seconds // 3600} h"
    return f"{seconds // 86_400} days"
