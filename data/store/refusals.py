"""What a refused text does beyond its own end: to its number, its consent, and the queue."""

from __future__ import annotations

from datetime import datetime

from data.clock import from_text
from data.consent import Meaning, on_carrier_opt_out, on_reply
from data.refusals import Refusal
from data.sqlite import Row
from data.store.context import Context
from data.store.hold import BLOCKED_WORDS, Hold
from data.store.ledger import Ledger


class Refusals:
    """Applied to a text that has just failed; rows have `id`, `number_id` and `claimed_at`."""

    def __init__(self, context: Context, ledger: Ledger, hold: Hold) -> None:
        self._context = context
        self._database = context.database
        self._ledger = ledger
        self._hold = hold

    def follow(self, row: Row, refusal: Refusal, words: str, *, by_record: bool) -> None:
        """Do what the class of the refusal asks for; `words` are our sentence, for people."""
        self._database.run(
            "UPDATE messages SET refusal = :refusal WHERE id = :id",
            refusal=refusal.value,
            id=row["id"],
        )
        claimed_at = from_text(row["claimed_at"])
        match refusal:
            case Refusal.NUMBER:
                self._mark(row["number_id"], words)
            case Refusal.OPTED_OUT:
                self.opted_out(row, words, self._context.carrier_now())
            case Refusal.WEAK_SIGN:
                self._weak_sign(row, words)
            case Refusal.BLOCKED if self._hold.count_blocked():
                self._hold_queue(BLOCKED_WORDS, claimed_at, by_record)
            case Refusal.ACCOUNT if by_record:
                self._hold.refused_by_record(words, claimed_at)
            case Refusal.TEMPORARY if by_record:
                self._hold.pause()

    def opted_out(self, row: Row, words: str, at: datetime) -> bool:
        """The client opted out at the carrier: Revoked; True when that is on record now."""
        consent = self._ledger.consent_of(row["number_id"])
        change = on_carrier_opt_out(consent, at)
        self._ledger.apply(consent, change, at, words=words, message_id=row["id"])
        return change.recorded

    def _hold_queue(self, words: str, claimed_at: datetime, by_record: bool) -> None:
        if by_record:
            self._hold.refused_by_record(words, claimed_at)
        else:
            self._hold.refused_by_answer(words)

    def _mark(self, number_id: int, words: str) -> None:
        """No text goes to it until a person has looked at the number."""
        self._database.run(
            "UPDATE numbers SET untextable = :words WHERE id = :id", words=words, id=number_id
        )

    def _weak_sign(self, row: Row, words: str) -> None:
        consent, now = self._ledger.consent_of(row["number_id"]), self._context.carrier_now()
        change = on_reply(consent, Meaning.WEAK, words, now, now, self._context.rules())
        self._ledger.apply(consent, change, now, words=words, message_id=row["id"])
        self._database.run(
            "UPDATE leads SET needs_reply = 1 WHERE number_id = :number_id",
            number_id=row["number_id"],
        )
