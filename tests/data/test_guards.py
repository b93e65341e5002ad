"""Each guard of the record: what it refuses to any client of SQLite, and what passes without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import consent
from data.migrations import statements
from data.sqlite import Connection, sqlite3
from plain_sql import CLIENTS, MOMENT, client, event, everything, full_firm, insert, message

COPY = "REPLACE INTO {0} SELECT * FROM {0} WHERE {1}"


def replaced(table: str, where: str = "rowid = 1") -> str:
    return COPY.format(table, where)


def numbered(table: str, *columns: str) -> str:
    """A row of a table with an id below one, its other columns as they must be."""
    values = {"id": "-1"} | {
        name: value for name, _, value in (each.partition("=") for each in columns)
    }
    return insert(table, values)


NEVER_MET = "+14155550101"
ONLY_ALL_ANSWERS = "the reply does not authorize SMS, the process is stopped"

# What only this guard refuses; where two would, the act is left to the test of all tables.
ACTS = {
    "users_not_replaced": "REPLACE INTO users (name, created_at) VALUES ('BOB', 'x')",
    "users_frozen": "UPDATE OR REPLACE users SET name = 'ann' WHERE name = 'bob'",
    "categories_stay": "DELETE FROM categories WHERE id = 4",
    "categories_not_replaced": replaced("categories", "id = 4"),
    "categories_frozen": "UPDATE OR REPLACE categories SET name = 'General' WHERE id = 4",
    "leads_not_replaced": "REPLACE INTO leads (name, file, last_activity, created_at)"
    " VALUES ('x', 'f-0001', 'x', 'x')",
    "leads_frozen": "UPDATE OR REPLACE leads SET file = 'F-0001' WHERE file <> 'F-0001'",
    "lead_numbers_stay": "DELETE FROM lead_numbers",
    "lead_numbers_unchanged": "UPDATE lead_numbers SET since = 'x'",
    "lead_numbers_not_replaced": replaced("lead_numbers", "lead_id = 1"),
    "log_not_replaced": replaced("log", "message_id = 2"),
    "received_records_not_replaced": "REPLACE INTO received_records"
    " (product, carrier_id, message_id)"
    " SELECT product, carrier_id, 6 FROM received_records WHERE message_id = 2",
    "bad_records_stay": "DELETE FROM bad_records",
    "bad_records_unchanged": "UPDATE bad_records SET raw = 'x'",
    "bad_records_not_replaced": "REPLACE INTO bad_records (product, digest, raw, why, first_seen)"
    " SELECT product, digest, 'x', why, first_seen FROM bad_records",
    "elsewhere_stay": "DELETE FROM elsewhere",
    "elsewhere_grows": "UPDATE elsewhere SET records = 0",
    "elsewhere_not_replaced": "REPLACE INTO elsewhere"
    " SELECT day, product, sent_to, 0 FROM elsewhere",
    "audit_not_replaced": "REPLACE INTO audit SELECT id, at, 'x', '', '', '', '', '', '' FROM audit"
    " ORDER BY id DESC LIMIT 1",
    "users_numbered": numbered("users", "name='x'", "created_at='x'"),
    "categories_numbered": numbered("categories", "name='x'", "position=9"),
    "numbers_numbered": numbered("numbers", "e164='+14155550999'", f"since={MOMENT}"),
    "leads_numbered": numbered(
        "leads", "name='x'", "file='x'", "last_activity='x'", "created_at='x'"
    ),
    "messages_numbered": message(id="-1"),
    "bad_records_numbered": numbered(
        "bad_records", "product='x'", "digest='x'", "raw='x'", "why='x'", "first_seen='x'"
    ),
    "ssh_keys_numbered": numbered(
        "ssh_keys", "user_id=1", f"fingerprint='SHA256:{'x' * 43}'", "type='x'", "key='x'",
        "added_at='x'",
    ),
    "worker_stays": "DELETE FROM worker",
    "worker_fence_grows": "UPDATE worker SET fence = fence - 1",
    "worker_not_replaced": "REPLACE INTO worker (id) VALUES (1)",
    "messages_known": message(at="'yesterday'"),
    "messages_claimed": "UPDATE messages SET status = 'sending' WHERE id = 5",
    "messages_received_frozen": "UPDATE messages SET carrier_id = 'x' WHERE id = 2",
    "numbers_known": f"INSERT INTO numbers (e164, since, open_until)"
    f" VALUES ('+14155550999', {MOMENT}, {MOMENT})",
    "numbers_recorded": f"UPDATE numbers SET open_until = {MOMENT} WHERE e164 = '{NEVER_MET}'",
    "numbers_well_formed": "UPDATE numbers SET since = 'yesterday' WHERE id = 1",
    "ledger_not_replaced": event(
        "OR REPLACE", hash="(SELECT hash FROM consent_events WHERE id = 1)"
    ),
    "ledger_causes": event(cause="'STOPPED'"),
    "ledger_hashes": event(hash="'new'"),
    "ledger_statuses": event(before="'Pending Authorization'"),
    "ledger_authorizes": event(
        number_id="2", before="'Revoked'", after="'Authorized'", cause="'STOP'"
    ),
    "ledger_times": event(at="'2026-02-30T12:00:00.000Z'"),
}  # fmt: skip
# The triggers that let these two grow at their end only refuse such ids as well.
ALSO_REFUSED = {
    "ledger_numbered": event(id="-1"),
    "audit_numbered": "INSERT INTO audit SELECT -1, at, 'x', '', '', '', '', '', '' FROM audit",
}


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guards") / "full.db"
    firm = full_firm(path)
    firm.store._database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    firm.store.close()
    return path


@pytest.fixture
def other(full: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A client on a copy of its own; named by the test's parameter, careless by itself."""
    copy = tmp_path / "copy.db"
    shutil.copy(full, copy)
    connection = client(copy, getattr(request, "param", "careless"))
    yield connection
    connection.close()


def refused(connection: Connection, sql: str) -> str:
    """The words of the trigger that refuses it, with nothing changed."""
    before = everything(connection)
    with pytest.raises(sqlite3.IntegrityError) as caught:
        connection.execute(sql)
    assert everything(connection) == before
    return str(caught.value)


@pytest.mark.parametrize("other", CLIENTS, indirect=True)
@pytest.mark.parametrize("sql", [*ACTS.values(), *ALSO_REFUSED.values()])
def test_what_a_guard_is_for_is_refused_to_every_client(other: Connection, sql: str) -> None:
    assert refused(other, sql)


@pytest.mark.parametrize("trigger", ACTS)
def test_without_its_guard_the_act_would_pass(other: Connection, trigger: str) -> None:
    assert "failed" not in refused(other, ACTS[trigger]), "a trigger says it, not SQLite"
    other.execute(f"DROP TRIGGER {trigger}")
    other.execute(ACTS[trigger])


def test_every_guard_of_the_step_has_its_act() -> None:
    made = {
        line.split()[2]
        for statement in statements("0015_guards")
        for line in statement.splitlines()
        if line.startswith("CREATE TRIGGER")
    }
    assert made == set(ACTS) | set(ALSO_REFUSED)


FORGED = [
    *(event(after=after) for after in ("'authorized'", "''", "'Yes'")),
    *(event(before=before) for before in ("'Not Authorized'", "''", "'Revoked'")),
    *(event(hash=h) for h in (f"'{'0F' * 32}'", f"'{'0' * 63}'", f"'{'0' * 65}'", f"'{'g' * 64}'")),
    *(event(cause=c) for c in ("''", "'stop'", "'x'", "'STOP '")),
    *(
        event(cause=f"'{cause}'")
        for cause in (
            ONLY_ALL_ANSWERS,
            f'{ONLY_ALL_ANSWERS}: "no',
            f'{ONLY_ALL_ANSWERS}: no"',
            f'{ONLY_ALL_ANSWERS}: "{"x" * 250}"',
        )
    ),
    *(
        event(**{column: f"'{moment}'"})
        for column in ("at", "recorded_at")
        for moment in (
            "", "now", "2026-11-23", "2026-11-23 18:05:00", "2026-11-23T18:05:00Z",
            "2026-11-23T24:05:00.000Z", "2026-13-23T18:05:00.000Z", "2026-11-31T18:05:00.000Z",
            "2026-11-23T18:05:00.000+02:00", "2026-11-23T18:60:00.000Z",
        )
    ),
    event(number_id="99"),
    event(message_id="99"),
    *(
        event(number_id="2", before="'Revoked'", after="'Authorized'", **given)
        for given in (
            {"cause": "'YES'", "message_id": "NULL"},
            {"cause": "'START'", "message_id": "4"},
            {"cause": "'by hand'"},
            {"cause": "'by hand'", "user": "'ann'", "source": "'call'"},
            {"cause": "'judged not an opt-out'"},
            {"cause": "'request sent'"},
        )
    ),
    message(kind="'note'"),
    message(direction="'up'"),
    message(kind="'automatic'"),
    message(kind="'automatic'", template="'request'"),
    message(kind="'authorization'"),
    message(template="'help'"),
    message(client_ref="NULL"),
    message(client_ref="'short'"),
    message(number_id="99"),
    message(recorded_at="''"),
    message(at="'2026-02-31T00:00:00.000Z'"),
    "UPDATE messages SET status = 'going' WHERE id = 5",
    "UPDATE messages SET segments = 9 WHERE id = 5",
    *(
        f"UPDATE numbers SET {change} WHERE id = 1"
        for change in (
            "requested_at = ''", "open_until = 'x'", "returns_to = 'x'", "revoked_at = 'x'",
            "weak_message_id = 99", "weak_message_id = 4", "status = 'x'",
        )
    ),
    "UPDATE users SET active = 2 WHERE name = 'ann'",
    "UPDATE users SET id = 9 WHERE name = 'ann'",
    "UPDATE elsewhere SET day = 'x'",
    "UPDATE worker SET id = 2",
    f"INSERT INTO numbers (e164, since) VALUES ('14155550999', {MOMENT})",
    f"INSERT INTO numbers (e164, since) VALUES ('+1415555099a', {MOMENT})",
    "INSERT INTO numbers (e164, since) VALUES ('+14155550999', 'x')",
]  # fmt: skip


@pytest.mark.parametrize("sql", FORGED)
def test_what_no_rule_could_have_written_is_refused(other: Connection, sql: str) -> None:
    assert "failed" not in refused(other, sql)


KNOWN = {
    value
    for name, value in vars(consent).items()
    if name.isupper() and isinstance(value, str) and not name.startswith("_")
}


@pytest.mark.parametrize("words", ["no", 'a "quoted" word', "x" * 300, "… ☎"])
@pytest.mark.parametrize("why", [consent.ANSWERED_OTHERWISE, consent.ANSWERED_LATE])
def test_a_cause_that_quotes_the_reply_is_known(other: Connection, why: str, words: str) -> None:
    cause = consent._reason(why, words).replace("'", "''")
    other.execute(event(cause=f"'{cause}'"))


@pytest.mark.parametrize("cause", sorted(KNOWN))
def test_every_cause_of_the_rules_is_known_to_the_ledger(other: Connection, cause: str) -> None:
    if cause in (consent.ANSWERED_OTHERWISE, consent.ANSWERED_LATE):
        cause = f'{cause}: "x"'
    other.execute(event(cause=f"'{cause}'"))
