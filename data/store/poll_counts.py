"""Counts of the records that were read: how many a day, which cost money, and how late they showed.

Lateness is a histogram by product and day. Its first step, zero, has what the first reading of its
time showed; the others are the longest that a record of theirs can have taken, in seconds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from data.clock import to_text
from data.store.context import Context

_NEVER = 10**9
STEPS = (0, 180, 900, 3600, 7200, 8 * 3600, 26 * 3600, _NEVER)
# How long a day's counts are kept.
_KEPT = timedelta(days=90)


class PollCounts:
    """What polling writes down of each window, for `doctor` and the header."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def add(self, product: str, records: int, lateness: Sequence[timedelta] = ()) -> None:
        """So many records were handed out; of those first seen, how late each was."""
        if not records:
            return
        with self._database.atomic():
            self._add_read(product, records)
            if lateness:
                self._add_late(product, [round(late.total_seconds()) for late in lateness])

    def read(self, span: timedelta) -> dict[str, dict[str, int]]:
        """How many records were handed out by day and product, of the days that have any."""
        found: dict[str, dict[str, int]] = {}
        for row in self._database.all(
            "SELECT day, product, records FROM records_read WHERE day >= :since ORDER BY day",
            since=self._day(span),
        ):
            found.setdefault(row["day"], {})[row["product"]] = row["records"]
        return found

    def lateness(self, span: timedelta) -> dict[str, dict[int, int]]:
        """How many records showed within each step of seconds, by product."""
        found: dict[str, dict[int, int]] = {}
        for row in self._database.all(
            "SELECT product, up_to_s, sum(records) AS records FROM lateness WHERE day >= :since"
            " GROUP BY product, up_to_s ORDER BY product, up_to_s",
            since=self._day(span),
        ):
            found.setdefault(row["product"], {})[row["up_to_s"]] = row["records"]
        return found

    def longest(self, span: timedelta) -> timedelta:
        """How late the latest record of the last days showed."""
        longest = self._database.value(
            "SELECT coalesce(max(longest_s), 0) FROM lateness WHERE day >= :since",
            since=self._day(span),
        )
        return timedelta(seconds=int(longest))

    def _add_read(self, product: str, records: int) -> None:
        self._database.run(
            "INSERT INTO records_read (day, product, records) VALUES (:day, :product, :records)"
            " ON CONFLICT (day, product) DO UPDATE SET records = records + excluded.records",
            day=self._day(),
            product=product,
            records=records,
        )

    def _add_late(self, product: str, seconds: Sequence[int]) -> None:
        longest = {STEPS[_step(each)]: each for each in sorted(seconds)}
        for up_to, records in Counter(STEPS[_step(each)] for each in seconds).items():
            self._database.run(
                "INSERT INTO lateness (day, product, up_to_s, longest_s, records)"
                " VALUES (:day, :product, :up_to, :longest, :records)"
                " ON CONFLICT (day, product, up_to_s) DO UPDATE SET"
                " longest_s = max(longest_s, excluded.longest_s),"
                " records = records + excluded.records",
                day=self._day(),
                product=product,
                up_to=up_to,
                longest=longest[up_to],
                records=records,
            )
        for table in ("lateness", "records_read"):
            self._database.run(f"DELETE FROM {table} WHERE day < :before", before=self._day(_KEPT))

    def _day(self, ago: timedelta = timedelta(0)) -> str:
        return to_text(self._context.now() - ago)[:10]


def _step(seconds: int) -> int:
    return min(bisect_left(STEPS, seconds), len(STEPS) - 1)
