"""The carrier's records of inbound texts: which are known, and which two are one text.

A record is known by (product, id); one that is new under its product is taken for a message that
came under another if sender, receiver and text are the same and they are at most two minutes apart.
A STOP is only if its number is Revoked, or has been authorized by a START written after it: between
two STOPs that look like one, a client may have come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from data.carriage import InboundRecord
from data.clock import to_text
from data.consent import START
from data.models import Consent, Status
from data.parts import MAYBE_A_PART
from data.store.context import Context
from data.store.hearings import e164
from data.whose_word import OPT_OUTS, Hearing

SAME_MESSAGE_WITHIN = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Twin:
    """The message a record repeats; `doubted` if it was taken for a part until now."""

    message_id: int
    doubted: bool


class ReceivedRecords:
    """Which message each record became."""

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def known(self, record: InboundRecord) -> bool:
        """Whether this very record was read before."""
        return bool(
            self._database.value(
                "SELECT 1 FROM received_records WHERE product = :product AND carrier_id = :id",
                product=record.product,
                id=_key(record),
            )
        )

    def remember(self, record: InboundRecord, message_id: int) -> None:
        """Note which message the record became, or repeats."""
        self._database.run(
            "INSERT INTO received_records (product, carrier_id, message_id)"
            " VALUES (:product, :carrier_id, :message_id)",
            product=record.product,
            carrier_id=_key(record),
            message_id=message_id,
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
        row = self._database.one(
            "SELECT id, reason FROM messages WHERE number_id = :number_id AND direction = 'in'"
            " AND at BETWEEN :earliest AND :latest AND body = :body"
            " AND reason IN (:reason, :part) AND coalesce(own_number, :own) IS :own"
            " AND NOT EXISTS (SELECT 1 FROM received_records"
            " WHERE message_id = messages.id AND product = :product)"
            " ORDER BY abs(julianday(at) - julianday(:at)), id LIMIT 1",
            number_id=consent.number_id,
            at=to_text(record.at),
            earliest=to_text(record.at - SAME_MESSAGE_WITHIN),
            latest=to_text(record.at + SAME_MESSAGE_WITHIN),
            body=body,
            reason=hearing.doubt,
            part=MAYBE_A_PART,
            own=e164(record.to) or None,
            product=record.product,
        )
        if row is None or _ends_what_came_between(record, consent, hearing):
            return None
        return Twin(row["id"], row["reason"] == MAYBE_A_PART)


def _ends_what_came_between(record: InboundRecord, consent: Consent, hearing: Hearing) -> bool:
    if hearing.said not in OPT_OUTS:
        return False
    came_back = consent.cause == START and record.at < consent.since
    return consent.status is not Status.REVOKED and not came_back


def _key(record: InboundRecord) -> str:
    """What a record is known by; one that could not be read whole is not taken for the whole."""
    return f"{record.carrier_id} (incomplete)" if record.defect else record.carrier_id
