"""Make a store of N realistic messages over 20,000 leads, one of which has a tenth of them, at
most 100,000: `python -m bench.make_store FILE [--messages N] [--seed S]`.

People and consent come about through the store's own operations, so the ledger holds. Messages are
written around them, in bulk: without the triggers, which are put back as they were and compared
with those the program ships, and with the search index built at the end.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from bench.messages import LOG, MESSAGE, Chronicle, LogRow, MessageRow
from bench.texts import Texts
from data.database import Database
from data.migrations import triggers_whole
from data.models import Actor
from data.store import Store
from data.store.lead_fields import NewLead

LEADS = 20_000
USERS = ("alice", "bob", "carla", "deniz", "emil", "fatma", "george", "hanna")
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
_BATCH = 50_000
_NAMES = ("Maria", "Juan", "Aisha", "Bo", "Chen", "Dana", "Eli", "Farah", "Gus", "Hana", "Ivo")
_AREAS = (212, 213, 303, 305, 312, 404, 415, 602, 617, 713)


def make(path: Path, messages: int, *, leads: int = LEADS, seed: int = 1) -> None:
    """Make the store at `path`, which must not be there yet."""
    if path.exists():
        raise FileExistsError(path)
    store = Store.open(path, clock=lambda: NOW - YEARS)
    try:
        store._database.run("PRAGMA synchronous = OFF")
        actor = _people(store)
        _leads(store, actor, leads)
        random = Random(seed)
        chronicle = Chronicle(
            random, Texts(random), leads=leads, users=USERS, until=NOW, span=YEARS, count=messages
        )
        with _without_triggers(store._database):
            _write(store._database, chronicle)
        _index(store._database)
        store._database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        store.close()


def _people(store: Store) -> Actor:
    store.people.ensure_first_user(USERS[0])
    actor = Actor(store.people.known_user(USERS[0]), USERS[0])
    for name in USERS[1:]:
        store.people.add_user(actor, name)
    return actor


def _leads(store: Store, actor: Actor, count: int) -> None:
    """Leads with numbers that are authorized; every fiftieth shares the number before it."""
    new = [
        NewLead(f"{_NAMES[n % len(_NAMES)]} Demo {n}", f"LT-{n:05}", _mobile(n))
        for n in range(1, count + 1)
    ]
    store.lead_import.add_all(actor, new, skip_bad=False, dry_run=False)
    with store._database.atomic():
        for number in dict.fromkeys(lead.mobile for lead in new):
            store.consents.grant(actor, number, "paper", "Signed at the first visit.")


def _mobile(n: int) -> str:
    own = n - 1 if n % 50 == 0 else n
    return f"+1{_AREAS[own % len(_AREAS)]}{555 + own // 10_000}{own % 10_000:04}"


@contextlib.contextmanager
def _without_triggers(database: Database) -> Iterator[None]:
    rows = database.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _ in rows:
        database.run(f"DROP TRIGGER {name}")
    yield
    for _, sql in rows:
        database.run(sql)
    if not triggers_whole(database):
        raise RuntimeError("the triggers are not as they were")


def _write(database: Database, chronicle: Chronicle) -> None:
    numbers = dict(map(tuple, database.all("SELECT id, number_id FROM leads")))
    sharing = dict(
        map(tuple, database.all(
            "SELECT leads.id, other.id FROM leads JOIN leads AS other"
            " ON other.number_id = leads.number_id AND other.id <> leads.id"
        ))
    )  # fmt: skip
    events = chronicle.messages(numbers, sharing)
    while batch := list(islice(events, _BATCH)):
        _write_batch(database, [row for row, _ in batch], [row for _, log in batch for row in log])


def _write_batch(database: Database, messages: list[MessageRow], log: list[LogRow]) -> None:
    with database.atomic():
        database.connection.executemany(MESSAGE, messages)
        # In the order of the table's key, which is not the order of time.
        database.connection.executemany(LOG, sorted(log))


def _index(database: Database) -> None:
    """What triggers and operations would have kept: the leads' lines, the days, the words."""
    with database.atomic():
        database.run(
            "UPDATE leads SET last_activity = latest.at, preview = substr(latest.body, 1, 120),"
            " preview_author = latest.author, needs_reply = latest.direction = 'in'"
            " AND latest.id % 40 = 0, unread = (latest.direction = 'in' AND latest.id % 40 = 0)"
            " FROM (SELECT log.lead_id, messages.id, max(log.at) AS at, body, direction,"
            " CASE direction WHEN 'in' THEN leads.name ELSE author END AS author FROM log"
            " JOIN messages ON messages.id = log.message_id JOIN leads ON leads.id = log.lead_id"
            " GROUP BY log.lead_id) AS latest WHERE latest.lead_id = leads.id"
        )
        database.run(
            "INSERT INTO message_days (day, first_id, last_id)"
            " SELECT substr(at, 1, 10), min(id), max(id) FROM messages GROUP BY 1"
        )
        database.run("INSERT INTO messages_fts (messages_fts) VALUES ('rebuild')")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a store to measure with.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(given.file, given.messages, seed=given.seed)


if __name__ == "__main__":
    main()
