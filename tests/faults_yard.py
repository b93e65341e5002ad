"""A firm whose workers are processes that a test kills, and what must hold of it whatever happens.

with Yard(tmp_path, nursery, ChaosServer(seed)) as yard:
    yard.queue(yard.leads[0])
    yard.worker(die_at="after the request")
    yard.settle_down()
    yard.holds()
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from data.clock import from_text
from data.errors import Refused
from data.models import Actor, Lead, MessageStatus
from data.store import Store
from faults_child import Rig, build, pinned
from faults_clock import SharedClock
from faults_evidence import Evidence
from faults_nursery import Nursery
from faults_server import REFUSALS, ChaosServer
from waiting import eventually

# Replies are read at once and often; the overlap is the firm's own choice in each test.
QUICK: dict[str, Any] = {
    "poll_lag": 0, "poll_interval": 0.1, "poll_overlap": 2, "resend_after": 0,
}  # fmt: skip
OUT_OF_THE_WAY = (MessageStatus.SENT, MessageStatus.DELIVERED)


@dataclass(frozen=True, slots=True)
class Row:
    """A message of the firm as the database has it."""

    id: int
    kind: str
    body: str
    status: str
    reference: str
    reason: str


class Yard:
    """One database, one carrier, a nursery of workers."""

    def __init__(
        self,
        folder: Path,
        nursery: Nursery,
        server: ChaosServer | None = None,
        *,
        leads: int = 3,
        **settings: Any,
    ) -> None:
        self.nursery = nursery
        self.server = server or ChaosServer()
        self.server.start()
        self.clock = SharedClock(folder / "clock")
        self.evidence = Evidence(folder / "evidence")
        self.log = folder / "worker.log"
        self.plan: dict[str, Any] = {
            "role": "worker",
            "database": str(folder / "firm.db"),
            "clock": str(folder / "clock"),
            "evidence": str(folder / "evidence"),
            "log": str(self.log),
            "pinned": QUICK | settings,
            "server": {
                "host": self.server.host,
                "key": self.server.api_key,
                "secret": self.server.api_secret,
                "ca": self.server.ca_path,
            },
        }
        self.path = Path(self.plan["database"])
        self.store = self._open()
        self.store.people.ensure_first_user("ann")
        self.actor = Actor(self.store.people.known_user("ann"), "ann")
        self.refused = ""
        self.patience = 30.0
        self._count = itertools.count(1)
        self.written: dict[str, str] = {}
        # The second in which each number wrote last.
        self._wrote_in: dict[str, int] = {}
        self.leads = [self.lead() for _ in range(leads)]

    @cached_property
    def rig(self) -> Rig:
        """A worker in this process, for the rows that need no kill."""
        return build(self.plan)

    def round(self) -> int:
        """One full round of it; how many texts came."""
        return int(self.rig.worker.once().received)

    def passes(self, seconds: float) -> None:
        """Time goes by, here and at the carrier."""
        self.clock.passes(seconds)
        self.server.set_clock(self.server.book.skew.total_seconds() + seconds)

    def _open(self) -> Store:
        return Store.open(self.path, pinned=pinned(self.plan), clock=self.clock)

    def reopen(self) -> None:
        """Look at the file that is in the database's place now, without the other one's log."""
        self.store.close()
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self.store = self._open()

    def __enter__(self) -> Yard:
        return self

    def __exit__(self, *_: object) -> None:
        if "rig" in self.__dict__:
            self.rig.store.close()
            del os.environ["REQUESTS_CA_BUNDLE"]
        self.store.close()
        self.server.stop()

    def lead(self) -> Lead:
        """A lead who agreed on the telephone."""
        n = next(self._count)
        number = f"+1415555{n:04}"
        lead = self.store.leads.add(self.actor, f"Demo Client {n}", f"F-{n}", number)
        self.store.consents.grant(self.actor, number, "call", "agreed on the telephone")
        return self.store.leads.get(lead.id)

    def queue(self, lead: Lead) -> int | None:
        """Queue a text that no other text equals; None when the gate refuses it."""
        body = f"Your papers, part {next(self._count)}."
        try:
            return self.store.outbox.enqueue_text(self.actor, lead.id, body, "General").message_id
        except Refused as refused:
            self.refused = str(refused)
            return None

    def ask(self, lead: Lead) -> None:
        """Queue an authorization request, if the gate takes it."""
        try:
            self.store.outbox.enqueue_authorization(self.actor, lead.id)
        except Refused:
            return

    def says(self, lead: Lead, body: str = "") -> str:
        """A client's text arrives at the carrier; gives the carrier's id of it."""
        assert lead.number is not None
        body = body or f"Thank you, {next(self._count)}"
        if body == "START":  # in the second of a STOP it would lift nothing
            before = self._wrote_in.get(lead.number, 0)
            eventually(lambda: int(self.server.book.now().timestamp()) > before)
        carrier_id = self.server.receive(lead.number, body=body)
        self.written[carrier_id] = body
        self._wrote_in[lead.number] = int(self.server.book.now().timestamp())
        return carrier_id

    def worker(self, **plan: Any) -> int:
        """Start a worker in a process of its own."""
        return self.nursery.start(**(self.plan | plan))

    def dies(self, point: str, **plan: Any) -> None:
        """Let a worker run until it is killed at this point."""
        assert self.nursery.wait(self.worker(die_at=point, **plan)) == -9

    def works_off(self, *, seconds: float = 0, **plan: Any) -> None:
        """Let a worker run until nothing waits and everything written to us was read."""
        pid = self.worker(**plan)
        try:
            eventually(self.idle, seconds or self.patience)
        finally:
            assert self.nursery.kill(pid) == -9, "the worker ended by itself"

    def reads_once(self) -> None:
        """Let a worker read once all that a day holds, so that from now on the cursor decides."""
        pid = self.worker()
        reconciled = "SELECT count(*) FROM read_marks WHERE overlap = 'daily'"
        eventually(lambda: self.sql(reconciled) == [(2,)])
        assert self.nursery.kill(pid) == -9

    def idle(self) -> bool:
        """Nothing is queued or on its way, every accepted text is known, every reply kept."""
        if self.server.pending or self.unread():
            return False
        accepted = {record.client_ref for record in list(self.server.accepted)}
        return all(
            row.status in OUT_OF_THE_WAY
            if row.reference in accepted
            else row.status not in ("queued", "sending")
            for row in self.rows()
        )

    def unread(self) -> set[str]:
        return set(self.written) - {
            row[0] for row in self.sql("SELECT carrier_id FROM received_records")
        }

    def is_younger(self, moment: str, seconds: float) -> bool:
        """Whether a stored moment is less than so many seconds ago."""
        return (self.clock() - from_text(moment)).total_seconds() < seconds

    def settle_down(self) -> None:
        """No more faults; a worker brings everything to its end."""
        self.server.calm()
        self.works_off()

    def rows(self) -> list[Row]:
        return [
            Row(*row)
            for row in self.sql(
                "SELECT id, kind, body, status, client_ref, reason FROM messages"
                " WHERE direction = 'out' ORDER BY id"
            )
        ]

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.store._database.all(statement, **values)]

    def holds(self) -> None:
        """Nothing lost, nothing twice, nothing after STOP; assertions fail otherwise."""
        self._nothing_twice()
        self._nothing_lost()
        self._nothing_after_stop()
        self.sound()
        self._discreet()

    def _nothing_twice(self) -> None:
        for reference, answers in self.server.attempts.items():
            exposed = [answer for answer in answers if answer not in REFUSALS]
            assert len(exposed) <= 1, f"{reference} was posted again after {answers}"
        for field in ("client_ref", "body"):
            texts = [r for r in self.server.accepted if r.body.startswith("Your papers")]
            counts = Counter(getattr(record, field) for record in texts)
            assert max(counts.values(), default=0) <= 1, f"the carrier took two: {counts}"

    def _nothing_lost(self) -> None:
        rows = self.rows()
        accepted = {record.client_ref for record in self.server.accepted}
        assert set(self.server.attempts) <= {row.reference for row in rows}
        for row in rows:
            taken = row.reference in accepted
            assert row.status != "sending", f"{row} is left behind"
            assert not taken or row.status in ("sent", "delivered", "uncertain"), row
            assert taken or row.status not in ("sent", "delivered"), f"{row} was never taken"
            if row.status in ("failed", "uncertain", "cancelled"):
                assert "." in row.reason, f"{row} does not say why"
        assert not self.unread(), "a client's text is lost"
        bodies = Counter(row[0] for row in self.sql(
            "SELECT carrier_id FROM messages WHERE direction = 'in'"
        ))  # fmt: skip
        assert set(bodies) == set(self.written)
        assert max(bodies.values(), default=1) == 1, "a client's text is there twice"

    def _nothing_after_stop(self) -> None:
        for claim in self.evidence.of("claim"):
            if claim["kind"] == "text" or claim["template"] == "confirmed":
                assert claim["consent"] == "Authorized", f"claimed after STOP: {claim}"
        waiting = self.sql(
            "SELECT messages.id FROM messages JOIN numbers ON numbers.id = number_id"
            " WHERE kind = 'text' AND messages.status = 'queued' AND numbers.status = 'Revoked'"
        )
        assert not waiting, f"texts wait for a client who revoked: {waiting}"

    def sound(self) -> None:
        assert self.sql("PRAGMA integrity_check") == [("ok",)]
        assert self.sql("PRAGMA foreign_key_check") == []
        assert self.store.ledger.verify()[1] is None, "the ledger's chain is broken"

    def _discreet(self) -> None:
        """The log has what went wrong, and nothing of what people wrote, numbers or secrets."""
        if not self.log.exists():
            return
        log = self.log.read_text()
        said = ["Your papers", "Thank you", "415555", self.server.api_secret]
        for words in [*said, *os.environ.get("VONAGE_API_SECRET", "").split()]:
            assert words not in log, f"the log tells {words!r}"
