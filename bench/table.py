"""A measured row, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One thing measured. `budget` holds the ratio, or `ours` itself where there is no baseline.

    It is what may be reached at most; with `at_least`, what must be reached.
    """

    name: str
    what: str
    unit: str
    ours: float
    baseline: float | None = None
    budget: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def over(self) -> bool:
        """Whether the budget is missed."""
        if self.budget is None:
            return False
        held = self.ours if self.ratio is None else self.ratio
        return held < self.budget if self.at_least else held > self.budget

    def as_dict(self) -> dict[str, object]:
        """For the JSON file."""
        return {**asdict(self), "ratio": self.ratio, "over": self.over}


HEAD = f"{'row':62}{'ours':>11}{'baseline':>11}{'ratio':>8}  {'budget':9}"


def line(row: Row) -> str:
    """One row as it is printed, with its note below."""
    baseline = "" if row.baseline is None else f"{row.baseline:,.2f}"
    ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
    text = f"{row.what + ', ' + row.unit:62}{row.ours:11,.2f}{baseline:>11}{ratio:>8}  "
    text += f"{_budget(row):9}{_verdict(row)}"
    return f"{text}\n    {row.note}" if row.note else text


def summary(rows: Sequence[Row]) -> str:
    """How many budgets hold."""
    held = [row for row in rows if row.budget is not None]
    over = [row.what for row in held if row.over]
    if not over:
        return f"{len(held)} budgets, all held"
    return f"{len(held)} budgets, {len(over)} missed: {'; '.join(over)}"


def _budget(row: Row) -> str:
    if row.budget is None:
        return "–"
    return f"{'≥' if row.at_least else '≤'} {row.budget:g}"


def _verdict(row: Row) -> str:
    if row.budget is None:
        return ""
    return "OVER" if row.over else "ok"
