"""What passes between the worker, the store and a carrier: claims, outcomes of a send, records.

A send has four outcomes and they decide what happens to the message: `Accepted` → sent,
`Rejected` → failed, `Held` → back to the queue (the carrier surely did not take it), `Unknown` →
uncertain (it may have; nobody but a person sends it again).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from data.models import Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one worker to send one message once; `fence` is the lease it was made under.

    `to` is E.164 with its plus.
    """

    message_id: int
    fence: int
    kind: Kind
    to: str
    body: str
    client_ref: str
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier took it. `carrier_id` is None when its answer could not be read.

    `at` is when, by the carrier's clock in whole seconds; None where its answer does not say.
    """

    carrier_id: str | None
    at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """The carrier refused this message; `code` is one of `data.refusals`, or a word of our own."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Held:
    """The carrier surely did not take it; try again after `retry_after` seconds, or back off.

    `account` is True when every message would meet the same answer (credentials, credit, limit).
    Then the queue is held. Without words nothing was tried: the message is only given back.
    """

    words: str
    retry_after: float | None = None
    account: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer that can be trusted: the carrier may have taken it.

    `holds` is True when every message would meet the same, as from a page that is not the
    carrier's: then the queue is held.
    """

    words: str
    holds: bool = False


Outcome = Accepted | Rejected | Held | Unknown


@dataclass(frozen=True, slots=True)
class InboundRecord:
    """A message from a client. `sender` is E.164 with its plus; `at` is the carrier's receipt.

    `defect` says what of it could not be read. Then it is kept all the same, for it may be a STOP,
    but it authorizes nothing: whatever in it is not plainly a STOP waits for a person to judge it.
    `to` is the number it was sent to, "" if that cannot be read; `channel` how ("sms", "mms",
    "whatsapp", "" if that is not said), `direction` what the carrier has it as. `media` is what
    stands for a picture or a file in it, None when there is none.
    """

    product: str
    carrier_id: str
    sender: str
    to: str
    body: str
    at: datetime
    defect: str = ""
    channel: str = "sms"
    direction: str = "inbound"
    media: str | None = None


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """What the carrier knows of a message of ours, in its own words for the status.

    `described` is its description of the error, "" where it gives none.
    """

    product: str
    carrier_id: str
    client_ref: str | None
    status: str
    error_code: str
    at: datetime | None = None
    described: str = ""


# Why a record is set aside in which no client's STOP can be.
NOT_A_CLIENT = "the sender is a name or a short code, not a phone number"


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that could not be understood: kept as it came, with why."""

    raw: str
    why: str


_Record = TypeVar("_Record", InboundRecord, ReportRecord)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Record]):
    """One page of records. `carrier_now` is the carrier's clock as its answer told it."""

    records: tuple[_Record, ...]
    bad: tuple[BadRecord, ...] = ()
    carrier_now: datetime | None = None
