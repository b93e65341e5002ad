"""What plain SQL may do to each table: to a record, add to it and change what changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.sqlite import Connection, sqlite3
from plain_sql import CLIENTS, client, everything, full_firm, tables

# The columns that may change, by operations of the program as well; rows are neither deleted nor
# replaced. What a trigger demands of the new value, test_guards.py and test_triggers.py say.
RECORDS: dict[str, set[str]] = {
    "users": {"name", "active"},
    "categories": {"name", "position", "archived"},
    "numbers": {
        "status", "since", "cause", "requested_at", "open_until", "returns_to",
        "weak_message_id", "helped_at", "revoked_at", "untextable",
    },
    "leads": {
        "name", "folded_name", "file", "number_id", "mobile", "timezone", "last_category_id",
        "last_activity", "unread", "needs_reply", "preview", "preview_author",
    },
    "lead_numbers": set(),
    "messages": {
        "status", "reason", "product", "carrier_id", "not_before", "tries", "fence", "claimed_at",
        "check_at", "checks", "own_number", "part_of", "paired",
        "refused_at", "passed_by", "refusal",
    },
    "log": set(),
    "received_records": set(),
    "bad_records": {"first_seen"},
    "consent_events": set(),
    "ledger_head": set(),
    "audit": set(),
    "ssh_keys": {"revoked_at"},
    "elsewhere": {"records"},
    "worker": {
        "holder", "fence", "expires_at", "carrier", "problem", "send_state", "send_problem",
        "last_poll_at", "carrier_ahead_ms", "file", "answers_from", "hold_said_in",
        "hold_changed_at", "hold_refusals", "hold_try_at", "pause_until", "leapt_at", "leapt_s",
    },
}  # fmt: skip
# What a wrong row of these does, and who notices. No trigger keeps them as they are.
FREE = {
    "groups": "permissions; the last Admin stays",
    "memberships": "permissions; the last Admin stays",
    "permissions": "permissions; the last Admin stays",
    "settings": "the rules; doctor compares with the audit log",
    "read_marks": "what is read again; doctor sees one in the future",
    "unread_products": "holds texts; a worker sets it again at its next failure",
    "lateness": "a histogram for doctor",
    "records_read": "a count for doctor",
    "drafts": "what a person has not sent",
    "checks": "the connection test",
    "elsewhere_counted": "a text to another number is counted once more",
    "message_days": "the days of a search",
    "_sqlite_migrations": "the steps of the schema; a start fails",
}
_ONE_ROW = {"ledger_head", "worker"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "full.db"
    firm = full_firm(path)
    firm.store._database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    firm.store.close()
    return path


@pytest.fixture(params=CLIENTS)
def other(full: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Connection]:
    copy = tmp_path / "copy.db"
    shutil.copy(full, copy)
    connection = client(copy, request.param)
    yield connection
    connection.close()


def test_every_table_is_a_record_or_free(full: Path) -> None:
    connection = client(full, "plain")
    assert set(tables(connection)) == set(RECORDS) | set(FREE)
    connection.close()


def columns(connection: Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def keys(connection: Connection, table: str) -> list[tuple[str, ...]]:
    """The columns of each unique key."""
    found = {
        tuple(row[2] for row in connection.execute(f"PRAGMA index_info({index[1]})"))
        for index in connection.execute(f"PRAGMA index_list({table})")
        if index[2]
    }
    primary = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
    return sorted(found | {tuple(primary)})


def another(column: str, table: str) -> str:
    """An expression for a value that no row of the table has."""
    largest = f"(SELECT max({column}) FROM {table})"
    return (
        f"CASE typeof({largest}) WHEN 'integer' THEN {largest} + 100"
        f" ELSE coalesce(substr({column}, 1, length({column}) - 1) || 'e', 'e') END"
    )


def replacements(connection: Connection, table: str) -> Iterator[str]:
    """Every way to put one row in the place of another, by each unique key alone."""
    names = columns(connection, table)
    for way in ("REPLACE", "INSERT OR REPLACE"):
        yield f"{way} INTO {table} SELECT * FROM {table} LIMIT 1"
    yield (
        f"INSERT INTO {table} SELECT * FROM {table} WHERE true LIMIT 1"
        f" ON CONFLICT DO UPDATE SET {names[0]} = excluded.{names[0]}"
    )
    unique = keys(connection, table)
    for key in unique:
        others = {column for each in unique if each != key for column in each} - set(key)
        values = ", ".join(another(c, table) if c in others else c for c in names)
        yield f"REPLACE INTO {table} SELECT {values} FROM {table} LIMIT 1"
    if table not in _ONE_ROW:
        yield from (taken(connection, table, key) for key in unique)


def taken(connection: Connection, table: str, key: tuple[str, ...]) -> str:
    """Let the last row that has this key take that of the first."""
    order = ", ".join(key)
    known = f"FROM {table} WHERE {key[-1]} IS NOT NULL ORDER BY {order}"
    reverse = ", ".join(f"{column} DESC" for column in key)
    last = f"SELECT {order} FROM {table} WHERE {key[-1]} IS NOT NULL ORDER BY {reverse} LIMIT 1"
    return (
        f"UPDATE OR REPLACE {table} SET ({order}) = (SELECT {order} {known} LIMIT 1)"
        f" WHERE ({order}) = ({last})"
    )


def refuse(connection: Connection, statements: Iterator[str]) -> None:
    before = everything(connection)
    for sql in list(statements):
        with pytest.raises(sqlite3.IntegrityError) as caught:
            connection.execute(sql)
            pytest.fail(f"not refused: {sql}")
        assert everything(connection) == before, sql
        assert str(caught.value).endswith(".") or "failed" in str(caught.value)


@pytest.mark.parametrize("table", RECORDS)
def test_no_row_of_a_record_is_replaced(other: Connection, table: str) -> None:
    refuse(other, replacements(other, table))


@pytest.mark.parametrize("table", RECORDS)
def test_no_row_of_a_record_is_deleted(other: Connection, table: str) -> None:
    refuse(other, iter([f"DELETE FROM {table}"]))


@pytest.mark.parametrize("table", RECORDS)
def test_only_what_changes_of_a_record_can_be_changed(other: Connection, table: str) -> None:
    kept = [column for column in columns(other, table) if column not in RECORDS[table]]
    refuse(other, (f"UPDATE {table} SET {c} = {another(c, table)}" for c in kept))
    first = keys(other, table)[0][0]
    for column in RECORDS[table]:
        only = f"{column} IS NOT NULL AND {first} = (SELECT min({first}) FROM {table})"
        other.execute(f"UPDATE {table} SET {column} = {column} WHERE {only}")


def test_the_last_admin_stays_when_their_group_is_replaced(other: Connection) -> None:
    for statement in (
        "INSERT INTO groups (name, created_at) VALUES ('Admins', 'x')",
        "INSERT INTO permissions (group_id, name, effect) VALUES (1, 'admin', 'allow')",
        "INSERT INTO memberships VALUES (1, 1)",
        "DELETE FROM permissions WHERE user_id = 1",
    ):
        other.execute(statement)
    admins = "SELECT id FROM effective_admins"
    with pytest.raises(sqlite3.IntegrityError, match="no Admin"):
        other.execute("DELETE FROM memberships")
    for statement in (
        "REPLACE INTO groups (id, name, created_at) VALUES (1, 'x', 'x')",
        "REPLACE INTO groups (name, created_at) VALUES ('Admins', 'x')",
        "DELETE FROM groups",
        "UPDATE groups SET id = 9",
    ):
        try:
            other.execute(statement)
        except sqlite3.IntegrityError:
            continue
        finally:
            assert list(other.execute(admins)) == [(1,)], statement
