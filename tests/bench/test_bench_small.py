"""The benchmark still runs: its store is a whole one, its searches find what rg finds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.make_store import make
from bench.search import SHAPES, export_text, measure, report
from data.store import Store

MESSAGES = 3_000


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("bench") / "small.db"
    make(path, MESSAGES, leads=120)
    store = Store.open(path, create=False)
    yield store
    store.close()


def test_the_store_is_whole(small: Store) -> None:
    assert small.checkup.damage() == []
    assert small.checkup.changed_triggers() == []
    rows, first_bad = small.ledger.verify()
    assert rows > 100 and first_bad is None
    assert small.inbox.count() == 120
    big = small.leads.known("LT-00001")
    assert 200 < small.log.count(big.id) < 400
    shared = small.leads.known("LT-00050")
    assert [lead.file for lead in small.leads.sharing(shared)] == ["LT-00049"]


def test_the_index_holds_what_the_triggers_would_have_put_there(small: Store) -> None:
    assert small.search.count("") == small.search.count("in:") + small.search.count("out:")
    assert small.search.count("on:2024 on:2024-02") == small.search.count("on:2024-02") > 0
    for lead_id in (1, 49, 50, 100):
        assert small.search.count("", lead_id=lead_id) == small.log.count(lead_id)
    small._database.run("INSERT INTO messages_fts (messages_fts) VALUES ('integrity-check')")


def test_the_same_seed_makes_the_same_messages(small: Store, tmp_path: Path) -> None:
    make(tmp_path / "again.db", MESSAGES, leads=120)
    again = Store.open(tmp_path / "again.db", create=False)
    assert again.search.find("") == small.search.find("")
    again.close()


@pytest.mark.skipif(shutil.which("rg") is None, reason="rg is not installed")
def test_search_is_measured_beside_rg(
    small: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "small.txt"
    export_text(small, text)
    rows = measure(small, text, runs=1)
    assert len(rows) == 3 * len(SHAPES)
    assert all(row.found > 0 for row in rows if row.shape == "common")
    by_shape = {row.shape: row for row in rows}
    for shape in ("common", "two words, lead", "phrase", "no hit", "digits"):
        assert by_shape[shape].found == by_shape[shape].found_by_rg, shape
    assert report(rows)["worst"] > 0
    assert "prefix of 3, category" in capsys.readouterr().out
