"""A firm with rows in every table, and clients of SQLite that leave only the triggers on."""

from __future__ import annotations

from pathlib import Path

from data.carriage import BadRecord, InboundRecord
from data.sqlite import Connection, sqlite3
from firm import Firm
from ssh_keys import public_key

# How a client may open the file: as SQLite does by itself, with every other guard off, or on.
CLIENTS = {
    "plain": (),
    "careless": (
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA ignore_check_constraints = ON",
    ),
    "careful": ("PRAGMA recursive_triggers = ON", "PRAGMA foreign_keys = ON"),
}


def full_firm(path: Path) -> Firm:
    """Messages: 1 request sent, 2 YES, 3 confirmation sent, 4 text sent, 5 text queued, all of
    number 1; 6 STOP of number 2; 7 its confirmation queued. Two rows at least in every record."""
    firm = Firm.open(path, None, "+15559870000", "+15559870001")
    lead = firm.authorized()
    firm.text(lead)
    firm.send()
    firm.text(lead)
    firm.says("+447700900123", "STOP")
    firm.lead()
    bob = firm.user("bob")
    for n in range(2):
        firm.store.keys.add(firm.actor, bob.user, public_key(n + 1))
        firm.store.received.set_aside("SMS", BadRecord(f"{n}", "it has no sender"))
        record = InboundRecord("SMS", f"e{n}", "+14155550177", f"1555111222{n}", "Hi", firm.clock())
        assert not firm.store.received.record(record)
    firm.store.settings.save(firm.actor, "poll_interval", firm.store.rules().poll_interval * 2)
    return firm


def client(path: Path, name: str) -> Connection:
    """Another program on the file."""
    connection: Connection = sqlite3.connect(path, isolation_level=None)
    for pragma in CLIENTS[name]:
        connection.execute(pragma)
    return connection


def tables(connection: Connection) -> list[str]:
    """The tables of the schema, without those that SQLite's own modules keep."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'messages_fts%'"
        " AND name <> 'messages_words' ORDER BY name"
    )
    return [row[0] for row in rows]


def everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    return {
        table: [tuple(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in tables(connection)
    }


MOMENT = "'2026-11-23T18:05:00.000Z'"
_EVENT = {
    "number_id": "1", "before": "'Authorized'", "after": "'Revoked'", "cause": "'STOP'",
    "words": "''", "message_id": "2", "user": "''", "os_account": "''", "source": "''",
    "note": "''", "at": MOMENT, "recorded_at": MOMENT,
    "previous_hash": "(SELECT hash FROM consent_events ORDER BY id DESC LIMIT 1)",
    "hash": f"'{'0f' * 32}'",
}  # fmt: skip
_MESSAGE = {
    "number_id": "1", "direction": "'out'", "kind": "'text'", "template": "NULL", "body": "'x'",
    "status": "'queued'", "at": MOMENT, "recorded_at": MOMENT, "client_ref": f"'{'0' * 40}'",
    "segments": "1",
}  # fmt: skip


def insert(table: str, values: dict[str, str], way: str = "") -> str:
    """An INSERT of expressions by column."""
    return f"INSERT {way} INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def event(way: str = "", **changes: str) -> str:
    """A row of the ledger that only its hash gives away, with these expressions changed."""
    return insert("consent_events", _EVENT | changes, way)


def message(way: str = "", **changes: str) -> str:
    """A queued text, with these expressions changed."""
    return insert("messages", _MESSAGE | changes, way)
