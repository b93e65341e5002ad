"""What the rows are measured on: a copy of a store, with two leads whose logs have a known length.

Stores are made once and kept under bench/results; a run works on a copy on the same disk.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.make_store import LEADS, NOW, USERS, make
from bench.messages import BIG_LEAD, LOG, MESSAGE
from bench.texts import CATEGORIES, Texts
from data.clock import to_text, utc_now
from data.models import Actor, Lead
from data.store import Store
from sms_tui.demo import PINNED

RESULTS = Path(__file__).parent / "results"
BIG = f"LT-{BIG_LEAD:05}"
SHORT, LONG = "ZA-50", "ZB-5000"
_LENGTHS = {SHORT: 50, LONG: 5_000}
_CONFIG = """
[business]
name = "Demo Relief"
phone = "+1 800 555 0100"
[hours]
open = "00:00"
close = "24:00"
"""


@dataclass(frozen=True)
class Ground:
    """Where to measure, and how often: `runs` of each side, `seconds` of what takes its time."""

    folder: Path
    runs: int
    seconds: float

    @property
    def database(self) -> Path:
        return self.folder / "store.db"

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def command(self) -> list[str]:
        """The program as an agent starts it."""
        paths = ["--database", str(self.database), "--config", str(self.config)]
        return [sys.executable, "-m", "sms_tui", *paths, "--as", USERS[0]]

    def session(self) -> list[str]:
        """A session without a worker, as over SSH."""
        return [*program("session"), str(self.database), str(self.config), USERS[0]]

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, for this process."""
        store = Store.open(self.database, pinned=PINNED, create=False)
        try:
            yield store
        finally:
            store.close()

    def actor(self, store: Store) -> Actor:
        return Actor(store.people.known_user(USERS[0]), USERS[0])


def program(module: str) -> list[str]:
    """One of the programs in here."""
    return [sys.executable, "-m", f"bench.{module}"]


def kept_store(messages: int, leads: int = LEADS) -> Path:
    """The store of that many messages; made when it is not there."""
    path = RESULTS / f"store-{messages}-{leads}.db"
    if not path.exists():
        RESULTS.mkdir(exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        make(unfinished, messages, leads=leads)
        unfinished.rename(path)
    return path


@contextmanager
def ground(store: Path, runs: int, seconds: float, within: Path = RESULTS) -> Iterator[Ground]:
    """A copy of that store to measure on, gone afterwards."""
    within.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ground-", dir=within) as folder:
        at = Ground(Path(folder), runs, seconds)
        shutil.copyfile(store, at.database)
        at.database.chmod(0o600)
        at.config.write_text(_CONFIG)
        with at.store() as opened:
            for file, length in _LENGTHS.items():
                _add_lead(opened, at.actor(opened), file, length)
            opened.worker.poll_state("practice")
            opened.worker.polled(utc_now())
        yield at


def _add_lead(store: Store, actor: Actor, file: str, length: int) -> None:
    """A lead with a log of that length, which ends with a text of the client."""
    mobile = f"+1415558{length:04}"
    lead = store.leads.add(actor, f"Zoe Demo {length}", file, mobile)
    store.consents.grant(actor, mobile, "paper", "Signed at the first visit.")
    lead = store.leads.get(lead.id)
    database, texts = store._database, Texts(Random(length))
    with database.atomic():
        first = database.value("SELECT max(id) FROM messages") + 1
        for n in range(length):
            row = _message(first + n, lead, n, length, texts)
            database.connection.execute(MESSAGE, row)
            database.connection.execute(LOG, (lead.id, str(row[11]), first + n))
        for status in ("sending", "sent", "delivered"):
            database.run(
                "UPDATE messages SET status = :status, fence = 0, claimed_at = at"
                " WHERE id >= :first AND direction = 'out'",
                status=status,
                first=first,
            )


def _message(
    id: int, lead: Lead, n: int, length: int, texts: Texts
) -> tuple[str | int | None, ...]:
    """Every second one is the client's."""
    assert lead.consent is not None
    at = to_text(NOW - timedelta(minutes=30) * (length - n))
    head = (id, lead.id, lead.consent.number_id)
    carrier_id = f"{lead.file}-{n}"
    if (length - n) % 2:
        tail = (texts.client(), None, None, None, "", "received", "", at, at, carrier_id, None, 1)
        return (*head, "in", *tail)
    category = CATEGORIES[n % len(CATEGORIES)]
    body = texts.firm(category)
    ours = (body, None, category, 1, USERS[0], "queued", "", at, at, carrier_id, f"{id:040x}", 1)
    return (*head, "out", *ours)
