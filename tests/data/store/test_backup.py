"""A backup: everything committed, whole and private, and nothing in it that would go out twice."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.errors import Interrupted, StoreProblem
from data.models import MessageStatus, Status
from data.overlaps import Mark
from data.store import Store
from firm import PINNED, Firm

# What a copy says otherwise than the original: of what waited, and of who read replies when.
OTHERWISE = {
    "messages": {"status", "reason", "not_before", "fence", "claimed_at", "check_at", "checks"},
    "worker": {"holder", "expires_at", "last_poll_at", "file"},
}
WAITED = "It may have been sent. It waited when this copy was made."


@contextmanager
def restored(firm: Firm, folder: Path) -> Iterator[Firm]:
    """The firm as a backup of it has it."""
    firm.store.backup(folder / "restored.db")
    store = Store.open(folder / "restored.db", pinned=PINNED, clock=firm.clock, create=False)
    yield Firm(store, firm.clock, firm.actor)
    store.close()


def rows(firm: Firm, table: str, *, without: set[str]) -> list[dict[str, Any]]:
    found = firm.store._database.all(f"SELECT * FROM {table} ORDER BY 1")
    return [{k: v for k, v in dict(row).items() if k not in without} for row in found]


@pytest.fixture
def busy(firm: Firm) -> Firm:
    """A firm with one text on the wire, and a text, a request and a reply that wait."""
    sending, texted, asked = firm.authorized(), firm.authorized(), firm.lead()
    firm.text(sending)
    assert firm.claim() is not None
    firm.text(texted, "Please call us.")
    firm.store.outbox.enqueue_authorization(firm.actor, asked.id)
    firm.says(texted.number, "HELP")
    statuses = [row[0] for row in firm.sql("SELECT status FROM messages ORDER BY id DESC LIMIT 5")]
    assert statuses == ["queued", "received", "queued", "queued", "sending"]
    return firm


def test_what_waits_may_have_been_sent_in_a_backup(busy: Firm, tmp_path: Path) -> None:
    with restored(busy, tmp_path) as copy:
        left = copy.sql("SELECT reason FROM messages WHERE status = 'uncertain'")
        assert left == [(WAITED,)] * 4
        assert copy.store.dispatch.queued() == copy.store.checkup.sending() == 0
        assert copy.claim() is None
    assert busy.store.dispatch.queued() == 3


def test_but_for_what_waits_a_backup_has_every_row_as_it_is(busy: Firm, tmp_path: Path) -> None:
    ends = "id NOT IN (SELECT id FROM messages WHERE status IN ('queued', 'sending'))"
    ended = busy.sql(f"SELECT * FROM messages WHERE {ends} ORDER BY id")
    tables = [
        name
        for (name,) in busy.sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("messages_fts") and name != "messages_words"
    ]
    with restored(busy, tmp_path) as copy:
        for table in tables:
            otherwise = OTHERWISE.get(table, set())
            assert rows(copy, table, without=otherwise) == rows(busy, table, without=otherwise)
        ids = ", ".join(str(row[0]) for row in ended)
        assert copy.sql(f"SELECT * FROM messages WHERE id IN ({ids}) ORDER BY id") == ended
        assert copy.sql("PRAGMA integrity_check") == [("ok",)]
        assert copy.store.checkup.damage() == []
        assert copy.store.ledger.verify() == busy.store.ledger.verify()
        assert copy.store.safeguards.whole()
        found = "SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'call'"
        assert copy.sql(found) == busy.sql(found)


def test_a_restored_copy_reads_replies_before_it_sends(busy: Firm, tmp_path: Path) -> None:
    for overlap in ("poll", "daily"):
        busy.store.polls.mark("SMS", overlap, Mark(busy.clock(), busy.clock()))
    with restored(busy, tmp_path) as copy:
        health = copy.store.worker.health()
        assert (health.last_poll_at, health.alive) == (None, False)
        assert copy.store.polls.marks("SMS") == {"poll": Mark(busy.clock(), busy.clock())}


def test_a_person_sends_again_what_waited(busy: Firm, tmp_path: Path) -> None:
    busy.clock.passes(minutes=2)
    with restored(busy, tmp_path) as copy:
        [(text,)] = copy.sql("SELECT id FROM messages WHERE body = 'Please call us.'")
        again = copy.store.outbox.send_again(copy.actor, text)
        claim = copy.claim()
        assert claim is not None and claim.message_id == again.message_id


def test_a_text_that_waited_although_it_may_not_go_is_cancelled(firm: Firm, tmp_path: Path) -> None:
    text = firm.text(firm.authorized())
    firm.sql("DROP TRIGGER texts_end_with_consent")
    firm.says(text.number, "STOP")
    with restored(firm, tmp_path) as copy:
        assert copy.message(text.id).status is MessageStatus.CANCELLED


def test_the_carrier_is_asked_for_all_the_time_in_which_it_may_have_gone_out(
    busy: Firm, tmp_path: Path
) -> None:
    queued = busy.clock()
    busy.clock.passes(hours=30)
    with restored(busy, tmp_path) as copy:
        spans = {(m.claimed_at, m.latest) for m in copy.store.reports.open_messages()}
        assert (queued, queued + timedelta(hours=12)) in spans


def test_a_request_that_turns_out_to_have_been_sent_can_be_answered(
    firm: Firm, tmp_path: Path
) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    with restored(firm, tmp_path) as copy:
        assert copy.status(lead) is Status.NOT_AUTHORIZED
        claim = firm.send()
        assert copy.reports(claim, "delivered") and not copy.reports(claim, "delivered")
        assert copy.status(lead) is Status.PENDING
        copy.clock.passes(minutes=1)
        copy.says(lead.number, "YES")
        assert copy.status(lead) is Status.AUTHORIZED
        assert copy.store.ledger.verify() == (2, None)


def test_a_backup_is_never_a_uri(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    firm.store.backup(Path("file:copy.db"))
    assert stat.S_IMODE((tmp_path / "file:copy.db").stat().st_mode) == 0o600
    assert not (tmp_path / "copy.db").exists()


def test_a_disk_without_permissions_gets_no_copy(
    firm: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown_to_all(path: Path) -> None:
        path.touch(0o644)

    monkeypatch.setattr("data.store.backup.make_private", shown_to_all)
    (tmp_path / "disk").mkdir()
    with pytest.raises(StoreProblem, match="let other accounts read"):
        firm.store.backup(tmp_path / "disk" / "copy.db")
    assert list((tmp_path / "disk").iterdir()) == []


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
    assert not list(tmp_path.glob("*backup.db*"))
