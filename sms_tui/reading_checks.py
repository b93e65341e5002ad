"""The checks of `doctor` on reading the carrier's records: what failed, how late, at what cost."""

from __future__ import annotations

from datetime import timedelta

from data.overlaps import is_near_the_widest, widest_frequent
from data.store import Store
from data.store.poll_counts import STEPS
from sms_tui.finding import State
from sms_tui.output import counted
from sms_tui.polling import QUIET_FACTOR

# What the carrier takes for a record, about; each time it is handed out.
EUR_A_RECORD = 0.0004
_LATENESS, _COST = timedelta(days=30), timedelta(days=7)
# From how many records on their lateness says something about those to come.
_ENOUGH = 1000
_MINUTE, _A_DAY = 60, 86_400


def replies(store: Store) -> tuple[State, str]:
    """The products whose newest records cannot be read; a clock that leapt meanwhile."""
    unread = store.polls.unread()
    if unread:
        words = " ".join(
            f"Replies under {each.product} could not be read since {each.since:%d %b %H:%M} UTC."
            f" {each.problem} {each.remedy}"
            for each in unread
        )
        return State.WRONG, f"Nothing is sent, for a STOP may be waiting. {words}"
    if leap := store.polls.latest_leap():
        at, by = leap
        words = f"A clock leapt: {at:%d %b %H:%M} UTC, records seemed read {_words(by)} ahead."
        return State.WARNING, f"{words} They were read again; see whether NTP runs here."
    return State.OK, "Nothing keeps the newest replies from being read."


def lateness(store: Store) -> tuple[State, str]:
    """How long records took to show, and which overlaps that calls for."""
    found = store.polls.counts.lateness(_LATENESS)
    if not found:
        return State.OK, "How late records show is not known yet."
    words = " ".join(f"{product}: {_histogram(steps)}." for product, steps in found.items())
    longest, rules = store.polls.counts.longest(_LATENESS), store.rules()
    words = f"{words} The latest took {_words(longest)}."
    wide = widest_frequent(rules)
    met = _overlap(longest, wide.every)
    if is_near_the_widest(longest, rules):
        return State.WARNING, f"{words} Later ones wait for a day: set [poll] overlap_wide = {met}."
    enough = sum(sum(steps.values()) for steps in found.values()) >= _ENOUGH
    if enough and met < wide.span.total_seconds():
        return State.OK, f"{words} A [poll] overlap_wide of {met} would do, and costs less."
    return State.OK, words


def cost(store: Store) -> tuple[State, str]:
    """The records the carrier handed out a day; today's, still to grow, do not count."""
    days = store.polls.counts.read(_COST)
    days.pop(f"{store.checkup.now():%Y-%m-%d}", None)
    seconds = store.rules().poll_interval.total_seconds()
    every = f"every {seconds:g} s, every {seconds * QUIET_FACTOR:g} s while nobody looks"
    if not days:
        return State.OK, f"Records are read {every}; what a day costs is known tomorrow."
    products = sorted({product for each in days.values() for product in each})
    mean = {p: sum(each.get(p, 0) for each in days.values()) / len(days) for p in products}
    shown = ", ".join(f"{product} {mean[product]:,.0f}" for product in products)
    total = sum(mean.values())
    words = f"{total:,.0f} records a day ({shown}), about EUR {total * EUR_A_RECORD:.2f} a day"
    return State.OK, f"{words}, read {every}."


def _histogram(steps: dict[int, int]) -> str:
    """`412 at once, 10 within 3 min, 1 later than 26 h`"""
    names = {0: "at once", STEPS[-1]: f"later than {_words(timedelta(seconds=STEPS[-2]))}"}
    return ", ".join(
        f"{counted(number, 'record')} "
        + names.get(step, f"within {_words(timedelta(seconds=step))}")
        for step, number in sorted(steps.items())
    )


def _overlap(longest: timedelta, every: timedelta) -> int:
    """Half as much again as the longest, and the pause between two readings, in whole minutes."""
    seconds = (longest * 1.5 + every).total_seconds()
    return min(int(-(-seconds // _MINUTE)) * _MINUTE, _A_DAY)


def _words(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    if seconds < 2 * _MINUTE:
        return f"{seconds} s"
    minutes = seconds // _MINUTE
    if minutes < 120:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
