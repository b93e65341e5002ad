"""The schema as numbered steps, and the proof that its safeguards are whole.

Each step is a `.sql` file beside this one, applied once, in one transaction together with the
record of it (sqlite-utils' Migrations): a crash leaves the old schema or the new one. A shipped
step is never edited. The triggers are the last line of defence, with the views they look through
and the indexes that let nothing be there twice; and `table.transform()` of sqlite-utils drops them
silently. So their digest is compared at every start and before each claim, and nothing is sent on a
mismatch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.database import Database
from data.errors import StoreProblem
from data.folding import folded
from data.sqlite import sqlite3
from data.sqlite_errors import translated

if TYPE_CHECKING:
    from sqlite_utils.migrations import Migrations

STEPS = (
    "0001_store",
    "0002_search",
    "0003_settings",
    "0004_keys",
    "0005_inbox_filter",
    "0006_ledger_head",
    "0007_inbox_mobile",
    "0008_one_index_of_status",
    "0009_one_line",
    "0010_automatic_replies",
    "0011_carrier_clock",
    "0012_own_numbers",
    "0013_refusals",
    "0014_lateness",
    "0015_guards",
    "0016_many_texts",
)
# SHA-256 over the triggers, views and indexes that the steps above make; a test recomputes it.
TRIGGERS_DIGEST = "fa6b4dba43f8849eced63dce19d98e7b8d9e3ab2793cea6716564653a5451a82"

# Indexes without SQL belong to their tables' text; the record of the steps is sqlite-utils' own.
_TRIGGERS = (
    "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view', 'index')"
    " AND sql IS NOT NULL AND tbl_name <> '_sqlite_migrations' ORDER BY name"
)


def migrate(database: Database) -> None:
    """Bring the schema up to date; refuse a file made by a newer version."""
    applied = _applied(database)
    unknown = applied - set(STEPS)
    if unknown:
        raise StoreProblem(
            f"{database.path} was made by a newer version of sms-tui: nothing was changed.",
            "Install that version or a later one.",
        )
    if applied != set(STEPS):
        _apply(database)


def triggers_whole(database: Database) -> bool:
    """True when the database has exactly the triggers, views and indexes this version ships."""
    return trigger_digest(database) == TRIGGERS_DIGEST


def trigger_digest(database: Database) -> str:
    """SHA-256 over names and texts of all triggers, views and indexes."""
    digest = hashlib.sha256()
    for name, sql in database.all(_TRIGGERS):
        digest.update(f"{name}\0{sql}\0".encode())
    return digest.hexdigest()


def changed_triggers(database: Database) -> list[str]:
    """The names of those that are missing, changed or unknown; for `doctor`."""
    memory = Database(Path(":memory:"), sqlite3.connect(":memory:", isolation_level=None))
    try:
        migrate(memory)
        shipped = {(name, sql) for name, sql in memory.all(_TRIGGERS)}
    finally:
        memory.close()
    return sorted({name for name, _ in shipped ^ {(n, s) for n, s in database.all(_TRIGGERS)}})


def statements(step: str) -> Iterator[str]:
    """The SQL statements of a step, one by one; triggers hold semicolons of their own."""
    pending = ""
    for line in Path(__file__).with_name(f"{step}.sql").read_text().splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _applied(database: Database) -> set[str]:
    table = database.value("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'")
    if not table:
        return set()
    rows = database.all("SELECT name FROM _sqlite_migrations WHERE migration_set = 'sms-tui'")
    return {row[0] for row in rows}


def _apply(database: Database) -> None:
    # Imported here because it costs 80 ms and an up-to-date database needs none of it.
    import sqlite_utils

    # One write transaction around all steps: two first starts at once take turns.
    with database.atomic():
        if _applied(database) != set(STEPS):
            with translated(database.path):
                steps().apply(sqlite_utils.Database(database.connection))


def steps() -> Migrations:
    """The steps as a sqlite-utils migration set."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("sms-tui")
    for step in STEPS:
        migrations(name=step)(_runner(step))
    return migrations


def _runner(step: str) -> Any:
    def run(db: Any) -> None:
        db.conn.create_function("folded", 1, folded, deterministic=True)
        for statement in statements(step):
            db.conn.execute(statement)

    run.__name__ = step
    return run
