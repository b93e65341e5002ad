"""Every row of the benchmark still measures, on a small store: what it measures means nothing."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.__main__ import ROWS, measure, save
from bench.ground import Ground, ground
from bench.make_store import make
from bench.table import Row, line, summary

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the rows read /proc"),
    pytest.mark.xdist_group("bench rows"),
]
NEEDS_RG = pytest.mark.skipif(shutil.which("rg") is None, reason="rg is not installed")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    path = tmp_path_factory.mktemp("rows") / "small.db"
    make(path, 3_000, leads=120)
    with ground(path, runs=1, seconds=1, within=path.parent) as at:
        yield at


@pytest.mark.parametrize(
    "name", ["start", "open", "record", "claim", pytest.param("search", marks=NEEDS_RG)]
)
def test_a_row_is_measured(small: Ground, name: str) -> None:
    check(small, name)


@pytest.mark.long
@pytest.mark.parametrize(
    "name", ["memory", "echo", "filter", "writers", "idle", "latency", "bytes"]
)
def test_a_row_that_takes_its_time_is_measured(small: Ground, name: str) -> None:
    check(small, name)


def check(small: Ground, name: str) -> None:
    rows = ROWS[name](small)
    assert rows and {row.name for row in rows} == {name}
    assert all(row.ours >= 0 and row.baseline != 0 for row in rows)
    assert all(row.ours > 0 for row in rows if row.name not in ("idle", "writers"))


def test_a_ratio_is_held_to_its_budget_and_without_a_baseline_the_measure_itself() -> None:
    assert Row("a", "a", "ms", 3, 2, 1.6).over is False
    assert Row("a", "a", "ms", 4, 2, 1.6).over is True
    assert Row("a", "a", "ms", 4, budget=3).over is True
    assert Row("a", "a", "per s", 1, 2, 0.6, at_least=True).over is True
    assert Row("a", "a", "bytes", 4).over is False


def test_the_table_says_what_is_over_and_the_file_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("a", "an echo", "ms", 4, 2, 1.6), Row("b", "a page", "bytes", 9, note="of text")]
    assert "2.000" in line(rows[0]) and line(rows[0]).endswith("≤ 1.6    OVER")
    assert line(rows[1]).endswith("\n    of text")
    assert summary(rows) == "1 budgets, 1 missed: an echo"
    monkeypatch.setitem(ROWS, "start", lambda at: rows)
    measured = measure(Ground(tmp_path, 1, 1), ["start"])
    assert "an echo, ms" in capsys.readouterr().out
    save(measured, tmp_path / "results" / "now.json", 5)
    kept = json.loads((tmp_path / "results" / "now.json").read_text())
    assert kept["messages"] == 5 and kept["rows"][0]["over"] is True
