"""Parts of long texts among the messages on record; what a part is, `data/parts.py` says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.carriage import InboundRecord
from data.clock import from_text, to_text
from data.consent import START, YES
from data.models import Consent, Status
from data.parts import WITHIN, adds_up, is_long
from data.segments import count
from data.sqlite import Row
from data.store.context import Context
from data.store.hearings import e164
from data.store.received_records import SAME_MESSAGE_WITHIN

IN_PARTS, WHOLE = "SMS", "MESSAGES"
_AT_MOST = 30  # texts looked at around one moment
_NEAR = (
    "SELECT id, body, at FROM messages WHERE number_id = :number_id AND direction = 'in'"
    " AND at BETWEEN :earliest AND :latest AND part_of IS NULL"
    " AND coalesce(own_number, :own, '') = coalesce(:own, own_number, '')"
)
# What came under the other product too is whole, whatever its length. The conditions are those of
# the indexes `messages_unpaired` and `messages_joined`.
_NOT_WHOLE = f" AND product = '{IN_PARTS}' AND paired = 0"
_JOINED = f" AND product = '{WHOLE}' AND length(body) >= 30"
_ORDER = f" ORDER BY at, id LIMIT {_AT_MOST}"


class PartRecords:
    """Finding the whole of a part and the parts of a whole, of one sender around one moment."""

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def whole_of(self, record: InboundRecord, consent: Consent, body: str) -> Row | None:
        """The joined text on record that this record is a part of: its `id` and `body`."""
        if record.product != IN_PARTS or record.defect:
            return None
        span = SAME_MESSAGE_WITHIN if is_long(body) else WITHIN
        for whole in self._near(record, consent, span, _JOINED):
            if _belongs(body, whole["body"]) and self._has_room(whole):
                return whole
        return None

    def may_be_an_end(self, record: InboundRecord, consent: Consent, body: str) -> bool:
        """Whether a short text came within seconds of a long one that is not known to be whole."""
        if record.product != IN_PARTS or is_long(body):
            return False
        return any(is_long(row["body"]) for row in self._parts(record, consent, WITHIN))

    def may_have_ended_in_an_agreement(
        self, record: InboundRecord, consent: Consent, body: str
    ) -> bool:
        """Whether what authorized the number may be the end of this long text, read too soon."""
        if not is_long(body) or consent.status is not Status.AUTHORIZED:
            return False
        if consent.cause not in (YES, START) or abs(record.at - consent.since) > WITHIN:
            return False
        ends = (
            row["body"]
            for row in self._parts(record, consent, WITHIN)
            if from_text(row["at"]) == consent.since and not is_long(row["body"])
        )
        return any(record.product == IN_PARTS or body.endswith(end) for end in ends)

    def gather(
        self, record: InboundRecord, consent: Consent, body: str, message_id: int
    ) -> datetime | None:
        """Make the texts that are parts of this whole its parts; when the last was received."""
        if record.product != WHOLE or not is_long(body):
            return None
        near = self._parts(record, consent, SAME_MESSAGE_WITHIN)
        parts = [near[n] for n in adds_up(body, [row["body"] for row in near])]
        parts = parts or [row for row in near if _is_in(row, body, record.at)]
        for part in parts:
            self._database.run(
                "UPDATE messages SET part_of = :whole WHERE id = :id",
                whole=message_id,
                id=part["id"],
            )
        return max((from_text(part["at"]) for part in parts), default=None)

    def _parts(self, record: InboundRecord, consent: Consent, span: timedelta) -> Sequence[Row]:
        return self._near(record, consent, span, _NOT_WHOLE)

    def _near(
        self,
        record: InboundRecord,
        consent: Consent,
        span: timedelta,
        condition: str,
    ) -> Sequence[Row]:
        return self._database.all(
            _NEAR + condition + _ORDER,
            number_id=consent.number_id,
            earliest=to_text(record.at - span),
            latest=to_text(record.at + span),
            own=e164(record.to) or None,
        )

    def _has_room(self, whole: Row) -> bool:
        """Whether fewer parts of a text are known than it takes."""
        known = self._database.value(
            "SELECT (SELECT count(*) FROM received_records"
            " WHERE message_id = :id AND product = :product)"
            " + (SELECT count(*) FROM messages WHERE part_of = :id)",
            id=whole["id"],
            product=IN_PARTS,
        )
        return is_long(whole["body"]) and int(known) < max(count(whole["body"]).segments, 2)


def _belongs(body: str, whole: str) -> bool:
    if not body or len(body) >= len(whole):
        return False
    return body in whole if is_long(body) else whole.endswith(body)


def _is_in(row: Row, whole: str, at: datetime) -> bool:
    """One of the parts, where not all of them are on record."""
    near = is_long(row["body"]) or abs(from_text(row["at"]) - at) <= WITHIN
    return near and _belongs(row["body"], whole)
