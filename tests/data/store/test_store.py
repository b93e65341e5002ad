"""The store as a whole: opening, a second connection, backup, audit."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import Interrupted, StoreProblem
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


def test_a_backup_is_a_whole_store_for_its_owner_only(firm: Firm, tmp_path: Path) -> None:
    lead = firm.authorized()
    target = tmp_path / "backup.db"
    firm.store.backup(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = Store.open(target, create=False)
    assert copy.leads.get(lead.id).status is lead.status
    assert copy.ledger.verify() == (2, None)
    assert copy.safeguards.whole()
    copy.close()
    with pytest.raises(StoreProblem, match="already there"):
        firm.store.backup(target)


def test_a_backup_that_is_interrupted_leaves_no_half_a_file(firm: Firm, tmp_path: Path) -> None:
    connection = firm.store._database.connection
    connection.set_progress_handler(lambda: 1, 1)
    with pytest.raises(Interrupted):
        firm.store.backup(tmp_path / "backup.db")
    connection.set_progress_handler(None, 1)
    assert not (tmp_path / "backup.db").exists()


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
