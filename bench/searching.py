"""Search as rows of the table: beside rg, and a store five times as big beside the smaller."""

from __future__ import annotations

import shutil
import statistics

from bench import search
from bench.ground import Ground, kept_store
from bench.table import Row
from data.query import parse
from data.store import Store

SMALL, LARGE = 1_000_000, 5_000_000


def search_beside_rg(ground: Ground) -> list[Row]:
    """The worst and the median of the shapes' ratios."""
    if shutil.which("rg") is None:
        return []
    text = ground.folder / "store.txt"
    with ground.store() as store:
        search.export_text(store, text)
        measured = search.measure(store, text, ground.runs)
        count = store.search.count("")
    worst = max(measured, key=lambda row: row.ratio)
    middle = sorted(measured, key=lambda row: row.ratio)[len(measured) // 2]
    what = f"search {count:,} messages, {{}} of {len(measured)} shapes"
    return [
        _row(what.format("worst"), worst, 1),
        _row(what.format("median"), middle, 0.1),
    ]


def _row(what: str, shape: search.Row, budget: float) -> Row:
    note = f"{shape.shape}; beside rg -m50 over a text export"
    return Row("search", what, "ms", shape.ours * 1000, shape.rg * 1000, budget, note=note)


def search_large(ground: Ground) -> list[Row]:
    """The same searches in 5,000,000 messages beside those in 1,000,000, shape by shape."""
    ours, baseline = _medians(LARGE, ground.runs), _medians(SMALL, ground.runs)
    what = f"search {LARGE:,} messages beside {SMALL:,}"
    worst = max(ours, key=ours.__getitem__)
    return [
        Row("large", f"{what}, slowest shape", "ms", max(ours.values()), max(baseline.values()), 2,
            note=worst),
        Row("large", f"{what}, median shape", "ms", statistics.median(ours.values()),
            statistics.median(baseline.values()), 2),
    ]  # fmt: skip


def _medians(messages: int, runs: int) -> dict[str, float]:
    """Of each shape, how many milliseconds; each ran once before."""
    store = Store.open(kept_store(messages), create=False)
    try:
        return {name: _median(store, typed, runs) for name, typed, _ in search.variants(store)}
    finally:
        store.close()


def _median(store: Store, typed: str, runs: int) -> float:
    def find() -> None:
        store.search.find(parse(typed))

    find()
    return statistics.median(search.seconds(find) for _ in range(runs)) * 1000
