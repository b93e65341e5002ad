"""When an automatic reply may be given: rarely, whatever comes in. Pure.

Two machines that answer each other would never stop, and 25 words in one poll would draw 25 texts.
So each kind is sent at most once an hour to a number, and all kinds together three times in a day.
One of the three places is the STOP confirmation's, so that others never use it up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.models import Template

SAME_KIND_ONCE_PER = timedelta(hours=1)
DAY = timedelta(hours=24)
# With the one of the STOP confirmation, which goes out once a day: three.
_OTHERS_A_DAY = 2


@dataclass(frozen=True, slots=True)
class GivenReply:
    """An automatic reply to a number that waits, or was sent; one that waits counts as sent now."""

    template: Template
    at: datetime


def may_reply(template: Template, given: Iterable[GivenReply], now: datetime) -> bool:
    """Whether one more automatic reply may be given to a number that was given these."""
    today = [one for one in given if now - one.at < DAY]
    if template is Template.STOPPED:
        return all(one.template is not Template.STOPPED for one in today)
    others = [one for one in today if one.template is not Template.STOPPED]
    lately = [one for one in others if now - one.at < SAME_KIND_ONCE_PER]
    return len(others) < _OTHERS_A_DAY and all(one.template is not template for one in lately)
