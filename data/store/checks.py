"""Test connection: a screen asks, the worker asks the carrier and writes down what it said.

The two meet here only. A question nobody has taken within `WAIT` has no worker to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.clock import from_text, from_text_or_none, to_text
from data.errors import NotFound
from data.models import Actor, Permission
from data.sqlite import Row
from data.store.audit import Audit
from data.store.context import Context
from data.store.people import People

WAIT = timedelta(seconds=20)

_COLUMNS = "id, asked_at, asked_by, taken_at, answered_at, carrier, problems, products"


@dataclass(frozen=True, slots=True)
class ConnectionCheck:
    """One question and, once `answered_at` is set, its answer.

    `carrier` is the carrier's name, empty when none is configured; `products` are the record
    products that answered; `problems` are sentences.
    """

    id: int
    asked_at: datetime
    asked_by: str
    taken_at: datetime | None
    answered_at: datetime | None
    carrier: str
    problems: tuple[str, ...]
    products: tuple[str, ...]


class Checks:
    """The operations of both sides: `ask` and `latest` for a screen, the others for the worker."""

    def __init__(self, context: Context, audit: Audit, people: People) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people

    def ask(self, actor: Actor) -> ConnectionCheck:
        """Ask the worker to ask the carrier. Needs Admin."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            check_id = self._database.insert(
                "INSERT INTO checks (asked_at, asked_by) VALUES (:now, :name)",
                now=to_text(self._context.now()),
                name=actor.user.name,
            )
            self._audit.add(actor, "connection test", "carrier")
            return self.get(check_id)

    def get(self, check_id: int) -> ConnectionCheck:
        row = self._database.one(f"SELECT {_COLUMNS} FROM checks WHERE id = :id", id=check_id)
        if row is None:
            raise NotFound("There is no such connection test.")
        return _check(row)

    def latest(self) -> ConnectionCheck | None:
        """The last question, answered or not."""
        row = self._database.one(f"SELECT {_COLUMNS} FROM checks ORDER BY id DESC LIMIT 1")
        return None if row is None else _check(row)

    def unanswered(self, check: ConnectionCheck) -> bool:
        """True when the question has waited so long that no worker can be there."""
        return check.taken_at is None and self._context.now() - check.asked_at >= WAIT

    def take(self) -> int | None:
        """The worker's next question, from now on in its hands; old ones are left alone."""
        with self._database.atomic():
            now = self._context.now()
            check_id: int | None = self._database.value(
                "SELECT max(id) FROM checks WHERE taken_at IS NULL AND asked_at > :since",
                since=to_text(now - WAIT),
            )
            if check_id is not None:
                self._database.run(
                    "UPDATE checks SET taken_at = :now WHERE id = :id",
                    id=check_id,
                    now=to_text(now),
                )
            return check_id

    def answer(
        self, check_id: int, carrier: str, problems: Sequence[str], products: Sequence[str]
    ) -> None:
        """What the carrier said, in sentences, and which record products answered."""
        self._database.run(
            "UPDATE checks SET answered_at = :now, carrier = :carrier, problems = :problems,"
            " products = :products WHERE id = :id",
            id=check_id,
            now=to_text(self._context.now()),
            carrier=carrier,
            problems=json.dumps(list(problems), ensure_ascii=False),
            products=json.dumps(list(products), ensure_ascii=False),
        )


def _check(row: Row) -> ConnectionCheck:
    return ConnectionCheck(
        id=row["id"],
        asked_at=from_text(row["asked_at"]),
        asked_by=row["asked_by"],
        taken_at=from_text_or_none(row["taken_at"]),
        answered_at=from_text_or_none(row["answered_at"]),
        carrier=row["carrier"],
        problems=tuple(json.loads(row["problems"])),
        products=tuple(json.loads(row["products"])),
    )
