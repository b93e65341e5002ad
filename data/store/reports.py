"""What the carrier reports about messages of ours: delivery statuses, and lost ones found again.

A report is matched by our reference, else by the carrier's id. It may come late, twice or in any
order, so it only ever moves a message forward. That the client opted out with the carrier counts
whatever else the report says, once for each message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.carriage import ReportRecord
from data.clock import from_text, text_or_none, to_text
from data.consent import CARRIER, on_request_failed
from data.models import MessageStatus
from data.refusals import AGAIN_WORDS, Code, Refusal, may_go_again, of_record
from data.sqlite import Row
from data.store.context import Context
from data.store.copied import COPIED
from data.store.hold import Hold
from data.store.ledger import Ledger
from data.store.refusals import Refusals
from data.store.settling import Settling

_MEANS = {
    "submitted": MessageStatus.SENT,
    "accepted": MessageStatus.SENT,
    "buffered": MessageStatus.SENT,
    "delivered": MessageStatus.DELIVERED,
    "read": MessageStatus.DELIVERED,
    "rejected": MessageStatus.FAILED,
    "undeliverable": MessageStatus.FAILED,
    "failed": MessageStatus.FAILED,
    "expired": MessageStatus.FAILED,
    "deleted": MessageStatus.FAILED,
}
_ENDS = {MessageStatus.DELIVERED, MessageStatus.FAILED}
# The words after which a text is under way beyond the account's own limits.
_WENT = {"submitted", "delivered", "read"}
# The ages, in seconds, at which an open message is looked at: less and less often, then daily, and
# once more when the carrier stops changing a status.
_DAY = 86_400
_LAST_LOOK = 3 * _DAY
_LOOKS = (3, 8, 18, 38, 98, 398, 1_298, 4_898, 15_698, 37_298, _DAY, 2 * _DAY, _LAST_LOOK)
_ASK_FOR = timedelta(seconds=_LAST_LOOK)
# One claimed in the future was claimed by a clock that ran ahead: how old it is, nobody knows.
_OF_THE_FUTURE = timedelta(hours=6)
# What a person closed may have been sent all the same; it is asked about while it can be found.
# The index is named, for by status all messages ever sent would be walked.
_TO_CHECK = "FROM messages INDEXED BY messages_check WHERE check_at IS NOT NULL"
_OPEN = (
    "claimed_at IS NOT NULL AND (messages.status IN ('sent', 'uncertain')"
    " OR (messages.status = 'cancelled' AND claimed_at > :findable_since))"
)


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """A message whose end is not known: what to ask the carrier for.

    It was sent, if at all, to `to` (E.164) between `claimed_at` and `latest`: one moment, or, for
    one that waited when a backup was made, all the time it could have gone on waiting.
    """

    message_id: int
    carrier_id: str | None
    client_ref: str
    claimed_at: datetime
    latest: datetime
    to: str = ""


class Reports:
    """Which messages to ask about, and what the answers change."""

    def __init__(self, context: Context, ledger: Ledger) -> None:
        self._context = context
        self._database = context.database
        self._ledger = ledger
        self._settling = Settling(context, ledger)
        self._hold = Hold(context)
        self._refusals = Refusals(context, ledger, self._hold)

    def open_messages(self, *, everything: bool = False) -> list[OpenMessage]:
        """Open messages whose next look is due, those due first coming first.

        With `everything`, all that are young enough to be looked at again, and all uncertain ones.
        """
        now = self._context.now()
        rows = self._database.all(
            "SELECT messages.id, carrier_id, client_ref, claimed_at, fence, e164 FROM messages"
            " JOIN numbers ON numbers.id = number_id WHERE messages.id IN ("
            f" SELECT id {_TO_CHECK} AND (check_at <= :now OR :all)"
            " UNION SELECT id FROM messages WHERE status = 'uncertain' AND :all)"
            f" AND {_OPEN} ORDER BY check_at, messages.id"
            " LIMIT CASE WHEN :all THEN -1 ELSE 1000 END",
            now=to_text(now),
            all=int(everything),
            findable_since=to_text(now - _ASK_FOR),
        )
        return [self._open(row) for row in rows]

    def _open(self, row: Row) -> OpenMessage:
        claimed_at = from_text(row["claimed_at"])
        waited = self._context.rules().too_old_after if row["fence"] == COPIED else timedelta(0)
        return OpenMessage(
            row["id"],
            row["carrier_id"],
            row["client_ref"],
            claimed_at,
            claimed_at + waited,
            row["e164"],
        )

    def looked(self, messages: Sequence[OpenMessage]) -> None:
        """Note that the carrier was asked about these; when to ask again follows from their age."""
        now = self._context.now()
        with self._database.atomic():
            for message in messages:
                self._database.run(
                    "UPDATE messages SET checks = checks + 1, check_at = :check_at"
                    " WHERE id = :id AND check_at IS NOT NULL",
                    id=message.message_id,
                    check_at=text_or_none(_next_look(message.claimed_at, now)),
                )

    def next_look(self) -> datetime | None:
        """When the next open message is due, for the worker's pause."""
        due = self._database.value(
            f"SELECT check_at {_TO_CHECK} AND {_OPEN} ORDER BY check_at LIMIT 1",
            findable_since=to_text(self._context.now() - _ASK_FOR),
        )
        return None if due is None else from_text(due)

    def apply(self, record: ReportRecord) -> bool:
        """Bring one message up to date with the carrier's record; True when it changed."""
        with self._database.atomic():
            row = self._find(record)
            if row is None:
                return False
            code = of_record(record.product, record.error_code, record.described)
            revokes = code.record is Refusal.OPTED_OUT and self._opted_out(row, record, code)
            if record.status.casefold() in _WENT and row["claimed_at"] is not None:
                self._hold.passed_by_record(from_text(row["claimed_at"]))
            status = _status(record, code)
            if status is None or not _forward(row, status):
                return revokes
            self._write(row, record, status, code)
            if status is MessageStatus.FAILED:
                self._failed(row, record, code)
            elif row["fence"] == COPIED and row["status"] != "sent":
                # Of a request that waited in a backup nobody knew until now that it was sent.
                self._settling.request_went(row, record.at)
        return True

    def _find(self, record: ReportRecord) -> Row | None:
        columns = "SELECT id, number_id, kind, status, claimed_at, fence FROM messages"
        if record.client_ref:
            row = self._database.one(
                f"{columns} WHERE client_ref = :ref AND client_ref IS NOT NULL",
                ref=record.client_ref,
            )
            if row is not None:
                return row
        return self._database.one(
            f"{columns} WHERE carrier_id = :id AND direction = 'out'", id=record.carrier_id
        )

    def _write(self, row: Row, record: ReportRecord, status: MessageStatus, code: Code) -> None:
        reason = ""
        if status is MessageStatus.FAILED:
            reason = _failure_words(record, code)
        elif status is MessageStatus.UNCERTAIN:
            reason = f"It may have been sent. {_failure_words(record, code)}"
        self._database.run(
            "UPDATE messages SET status = :status, reason = :reason,"
            " carrier_id = coalesce(carrier_id, :carrier_id),"
            " check_at = CASE WHEN :ended THEN NULL ELSE check_at END WHERE id = :id",
            id=row["id"],
            status=status.value,
            reason=reason,
            carrier_id=record.carrier_id or None,
            ended=int(status in _ENDS),
        )

    def _opt_out_known(self, row: Row) -> bool:
        """Told again, it must not undo the START of a client who has come back since."""
        return bool(
            self._database.value(
                "SELECT EXISTS (SELECT 1 FROM consent_events WHERE number_id = :number_id"
                " AND message_id = :id AND cause = :cause)",
                number_id=row["number_id"],
                id=row["id"],
                cause=CARRIER,
            )
        )

    def _opted_out(self, row: Row, record: ReportRecord, code: Code) -> bool:
        """Revoke, if that is new; True when it is on record now."""
        if self._opt_out_known(row):
            return False
        at = record.at or self._context.carrier_now()
        return self._refusals.opted_out(row, _failure_words(record, code), at)

    def _failed(self, row: Row, record: ReportRecord, code: Code) -> None:
        if code.record is Refusal.OPTED_OUT:
            return  # done already, whether or not the message moved
        words = _failure_words(record, code)
        self._refusals.follow(row, code.record, code.words or words, by_record=True)
        if row["id"] != self._ledger.latest_request(row["number_id"]):
            return  # the number waits for the answer to a later one
        consent, now = self._ledger.consent_of(row["number_id"]), self._context.carrier_now()
        change = on_request_failed(consent, now)
        self._ledger.apply(consent, change, now, words=words, message_id=row["id"])


def _next_look(claimed_at: datetime, now: datetime) -> datetime | None:
    """The next age at which to look, however often it was looked at before; None after the last."""
    age = (now - claimed_at).total_seconds()
    if age < 0:
        return now + _OF_THE_FUTURE
    following = next((look for look in _LOOKS if look > age), None)
    return None if following is None else claimed_at + timedelta(seconds=following)


def _status(record: ReportRecord, code: Code) -> MessageStatus | None:
    """What the carrier's word means; None for one that says nothing.

    A text to a client who opted out did not arrive, in whatever words that is said.
    """
    status = _MEANS.get(record.status.casefold())
    if code.record is Refusal.OPTED_OUT and status is not MessageStatus.DELIVERED:
        return MessageStatus.FAILED
    if code.record is Refusal.UNCERTAIN and status is MessageStatus.FAILED:
        return MessageStatus.UNCERTAIN
    return status


def _forward(row: Row, then: MessageStatus) -> bool:
    """Whether a report may move a message: never back, never out of an end.

    A cancelled one may have been sent only if it was claimed once.
    """
    now = str(row["status"])
    if now == "uncertain" or (now == "cancelled" and row["claimed_at"] is not None):
        return then is not MessageStatus.UNCERTAIN
    return now == MessageStatus.SENT.value and then is not MessageStatus.SENT


def _failure_words(record: ReportRecord, code: Code) -> str:
    """The carrier's word, our sentence about its code, and whether to send it again."""
    if code.record is Refusal.OPTED_OUT:
        return "The carrier refused it: the client opted out."
    if record.error_code in {"", "0"}:
        return f"The carrier reports: {record.status}."
    words = f"The carrier reports: {record.status} (error {record.error_code}). {code.words}"
    return f"{words} {AGAIN_WORDS if may_go_again(code.record) else ''}".strip()
