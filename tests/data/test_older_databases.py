"""What earlier versions kept is understood by the rules of this one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlite_utils

from data import migrations
from data.database import connect
from data.store import Store


def at_step(path: Path, step: str, *statements: str) -> None:
    """A database as it was before a step, with what these statements, unguarded, put there."""
    database = connect(path)
    with database.atomic():
        migrations.steps().apply(sqlite_utils.Database(database.connection), stop_before=step)
        for (trigger,) in database.all("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.run(f"DROP TRIGGER {trigger}")
        for statement in statements:
            database.run(statement)
    database.close()


def event(number: int, before: str, after: str, cause: str, day: int) -> str:
    """A row of an older ledger, its hash left out."""
    at = f"2026-11-{day:02}T12:00:00.000Z"
    return (
        "INSERT INTO consent_events (number_id, before, after, cause, words, user, os_account,"
        " source, note, at, recorded_at, previous_hash, hash) VALUES"
        f" ({number}, '{before}', '{after}', '{cause}', '', '', '', '', '', '{at}', '{at}', '',"
        f" '{number}-{day}')"
    )


N, P, A, R = "Not Authorized", "Pending Authorization", "Authorized", "Revoked"


@pytest.mark.parametrize(
    ("status", "events", "stands", "revoked_day"),
    [
        (N, [(N, P, "request sent"), (P, N, "no answer")], False, None),
        (N, [(A, R, "STOP"), (R, P, "request sent"), (P, N, "the reply")], True, 1),
        (N, [(A, R, "by hand"), (R, P, "request sent"), (P, N, "the reply")], True, 1),
        (P, [(A, R, "said so"), (R, P, "request sent")], True, 1),
        (R, [(A, R, "STOP")], True, 1),
        (A, [(A, R, "STOP"), (R, A, "START")], False, None),
    ],
)
def test_an_older_database_remembers_who_had_revoked(
    tmp_path: Path,
    status: str,
    events: list[tuple[str, str, str]],
    stands: bool,
    revoked_day: int | None,
) -> None:
    path = tmp_path / "old.db"
    returns_to = "'Revoked'" if (status, stands) == (P, True) else "NULL"
    at_step(
        path,
        "0011_carrier_clock",
        "INSERT INTO numbers (e164, status, since, requested_at, open_until, returns_to) VALUES"
        f" ('+14155550132', '{status}', '2026-11-01T12:00:00.000Z', '2026-11-09T12:00:00.000Z',"
        f" '2026-12-09T12:00:00.000Z', {returns_to})",
        *(event(1, *each, day) for day, each in enumerate(events, start=1)),
    )
    store = Store.open(path)
    consent = store.ledger.consent("+14155550132")
    assert consent is not None
    assert consent.has_revoked is stands
    assert (consent.revoked_at.day if consent.revoked_at else None) == revoked_day
    assert (consent.open_until is None) == (status == R)
    if (status, stands) == (N, True):
        assert consent.requested_at is not None
        assert consent.open_until == consent.requested_at + timedelta(hours=72)
    store.close()
