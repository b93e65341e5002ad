"""The carrier's records of inbound texts: which are known, and which two are one text.

A record is known by (product, id), its sender and its words: an id that comes again with others is
another message, of which an opt-out counts and nothing else. One that is new under its product is
taken for a message that came under another if sender, receiver and text are the same and they are
at most two minutes apart. A STOP is only if its number is Revoked, or has been authorized by a
START written after it: between two STOPs that look like one, a client may have come back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from data.carriage import InboundRecord
from data.clock import from_text, to_text
from data.consent import START
from data.models import Consent, Status
from data.parts import MAYBE_A_PART
from data.sqlite import Row
from data.storable import storable
from data.store.context import Context
from data.store.hearings import e164
from data.whose_word import OPT_OUTS, Hearing

SAME_MESSAGE_WITHIN = timedelta(minutes=2)
_OTHER = {"SMS": "MESSAGES", "MESSAGES": "SMS"}
# In the order of the index `messages_unpaired`, from the record's moment on and back.
_HALVES = (
    "SELECT id, reason, at FROM messages INDEXED BY messages_unpaired"
    " WHERE number_id = :number_id AND product = :other AND direction = 'in' AND paired = 0"
    " AND body = :body AND reason IN (:reason, :part) AND coalesce(own_number, :own) IS :own"
)
_LATER = f"{_HALVES} AND at >= :at AND at <= :latest ORDER BY at, id LIMIT 1"
_EARLIER = f"{_HALVES} AND at < :at AND at >= :earliest ORDER BY at DESC, id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Twin:
    """The message a record repeats; `doubted` if it was taken for a part until now."""

    message_id: int
    doubted: bool


class ReceivedRecords:
    """Which message each record became."""

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def new_key(self, record: InboundRecord) -> str | None:
        """What the record is to be known by; None when it was read before, with these words."""
        key, words = _key(record), _digest(record)
        known = self._known(record, key)
        if known is None:
            return key
        if known["words"] == words or (known["words"] is None and _may_be(record, known["body"])):
            return None
        key = f"{key} (other words {words})"
        return key if self._known(record, key) is None else None

    def comes_again(self, record: InboundRecord, key: str) -> bool:
        """Whether a new record bears an id that was seen with other words."""
        return key != _key(record)

    def remember(self, record: InboundRecord, key: str, message_id: int) -> None:
        """Note which message the record became, or repeats."""
        self._database.run(
            "INSERT INTO received_records (product, carrier_id, message_id, words)"
            " VALUES (:product, :key, :message_id, :words)",
            product=record.product,
            key=key,
            message_id=message_id,
            words=_digest(record),
        )
        self._database.run(
            "UPDATE messages SET paired = 1 WHERE id = :id AND product <> :product AND paired = 0",
            id=message_id,
            product=record.product,
        )

    def twin(
        self, record: InboundRecord, consent: Consent, body: str, hearing: Hearing
    ) -> Twin | None:
        """The same message as it came under another product, if this record is its other half.

        The nearest in time, so that the halves of several equal messages find each other in
        whatever order they come. What could not be read whole is no other half, nor is what was
        sent by another way.
        """
        if record.defect:
            return None
        near = [
            row
            for half in (_LATER, _EARLIER)
            if (row := self._half(half, record, consent, body, hearing)) is not None
        ]
        if not near or _ends_what_came_between(record, consent, hearing):
            return None
        row = min(near, key=lambda row: (abs(from_text(row["at"]) - record.at), row["id"]))
        return Twin(row["id"], row["reason"] == MAYBE_A_PART)

    def _half(
        self, half: str, record: InboundRecord, consent: Consent, body: str, hearing: Hearing
    ) -> Row | None:
        return self._database.one(
            half,
            number_id=consent.number_id,
            other=_OTHER.get(record.product),
            at=to_text(record.at),
            earliest=to_text(record.at - SAME_MESSAGE_WITHIN),
            latest=to_text(record.at + SAME_MESSAGE_WITHIN),
            body=body,
            reason=hearing.doubt,
            part=MAYBE_A_PART,
            own=e164(record.to) or None,
        )

    def _known(self, record: InboundRecord, key: str) -> Row | None:
        return self._database.one(
            "SELECT words, body FROM received_records JOIN messages ON messages.id = message_id"
            " WHERE received_records.product = :product AND received_records.carrier_id = :key",
            product=record.product,
            key=key,
        )


def _ends_what_came_between(record: InboundRecord, consent: Consent, hearing: Hearing) -> bool:
    if hearing.said not in OPT_OUTS:
        return False
    came_back = consent.cause == START and record.at < consent.since
    return consent.status is not Status.REVOKED and not came_back


def _key(record: InboundRecord) -> str:
    """What a record is known by; one that could not be read whole is not taken for the whole."""
    return f"{record.carrier_id} (incomplete)" if record.defect else record.carrier_id


def _digest(record: InboundRecord) -> str:
    said = f"{record.sender}\0{storable(record.body)}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def _may_be(record: InboundRecord, body: str) -> bool:
    """Whether a record of an earlier version had these words: its message may be longer."""
    return storable(record.body) in body
