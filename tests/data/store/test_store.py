"""The store as a whole: opening, a second connection, audit."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import StoreProblem
from data.store import Store
from firm import Firm


def test_another_connection_sees_that_something_changed(firm: Firm) -> None:
    other = firm.store.clone()
    version = other.version()
    assert other.version() == version
    lead = firm.lead()
    assert other.version() != version
    assert other.leads.get(lead.id) == lead
    other.close()


def test_a_database_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="no database"):
        Store.open(tmp_path / "none.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_the_audit_log_is_read_newest_first_and_by_filter(firm: Firm) -> None:
    start = firm.clock()
    for n in range(5):
        firm.user(f"user{n}")
        firm.clock.passes(minutes=1)
    entries = firm.store.audit.entries(kind="user", limit=2)
    assert [entry.subject for entry in entries] == ["user4", "user3"]
    rest = firm.store.audit.entries(kind="user", before_id=entries[-1].id)
    assert [entry.subject for entry in rest] == ["user2", "user1", "user0"]
    span = firm.store.audit.entries(
        since=start + timedelta(minutes=1), until=start + timedelta(minutes=3), user="ANN"
    )
    assert [entry.subject for entry in span] == ["user2", "user1"]
    assert firm.store.audit.entries(user="nobody") == []
