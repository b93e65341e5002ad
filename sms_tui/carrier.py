"""What the worker asks of a carrier, whoever the carrier is.

A carrier sends one text at a time and tells what it knows when asked; nothing is pushed. `send`
never raises: what came of it is one of four outcomes (`data.carriage`). The questions about
records raise `CarrierProblem`, and only that, when the carrier cannot be asked or understood.
A single record that makes no sense is no failure: it comes back as a `BadRecord` in its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from data.carriage import InboundRecord, Outcome, Page, ReportRecord
from data.errors import Problem


class CarrierProblem(Problem):
    """The carrier could not be asked, or refused to answer.

    `account` is True when every question would meet the same answer until a person acts
    (credentials, permission). `retry_after` is in seconds, where the carrier named a time.
    `carrier_now` is its clock, where it answered at all: a wrong clock here can be the reason.
    """

    def __init__(
        self,
        what: str,
        remedy: str = "",
        *,
        account: bool = False,
        retry_after: float | None = None,
        carrier_now: datetime | None = None,
    ) -> None:
        super().__init__(what, remedy)
        self.account = account
        self.retry_after = retry_after
        self.carrier_now = carrier_now


@dataclass(frozen=True, slots=True)
class Check:
    """What a carrier said when it was really asked: sentences about what is wrong, if anything.

    `products` are those whose records it hands out.
    """

    problems: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


def always() -> bool:
    """The last look of who has nothing to look at."""
    return True


class Carrier(Protocol):
    """A way to send texts and to learn of those that came; safe to use from several threads."""

    @property
    def name(self) -> str:
        """`vonage` or `practice`."""

    @property
    def products(self) -> tuple[str, ...]:
        """The kinds of records to ask for, each with a mark of its own for how far it was read."""

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        """Send one text once. `to` is E.164 with its plus; `client_ref` is ours, 40 characters.

        `last_look` is asked as late as can be, before the first byte of the request leaves: when
        it says no, nothing leaves, and the outcome is `Held`.
        """

    def received(
        self, product: str, start: datetime, end: datetime
    ) -> Iterator[Page[InboundRecord]]:
        """What clients sent and the carrier took at `start` or later and before `end`."""

    def sent(
        self, product: str, start: datetime, end: datetime, to: str = ""
    ) -> Iterator[Page[ReportRecord]]:
        """What was sent in that time, to one number (E.164) or to all.

        To find out by its reference whether a text was taken. Each record handed out costs.
        """

    def statuses(self, product: str, ids: Sequence[str]) -> Page[ReportRecord]:
        """What became of messages, by the carrier's ids; unknown ids are left out."""

    def check(self) -> Check:
        """Really ask the carrier, and say in plain words what is wrong."""

    def close(self) -> None:
        """Let go of the calling thread's connection."""
