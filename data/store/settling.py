"""How the handing over of a message ended, written to the message, its number and the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from data.carriage import Accepted, Held, Outcome, Rejected, Unknown
from data.clock import from_text, text_or_none, to_text
from data.consent import on_overtaken_request, on_request_sent
from data.models import Kind, MessageStatus, Status
from data.refusals import AGAIN_WORDS, UNKNOWN, Refusal, of_answer
from data.sqlite import Row
from data.store.context import Context
from data.store.hold import Hold
from data.store.ledger import Ledger
from data.store.refusals import Refusals

FIRST_CHECK = timedelta(seconds=3)
NUMBER_CHANGED = "The lead's number changed."
# Of a message a person sends: what was written to a number whose lead has another one now may reach
# a stranger.
REACHES_ITS_LEAD = "messages.number_id IS (SELECT number_id FROM leads WHERE id = lead_id)"


class Settling:
    """The ends of a claim. Rows have `id`, `number_id`, `kind` and `claimed_at` of the message."""

    def __init__(self, context: Context, ledger: Ledger) -> None:
        self._context = context
        self._database = context.database
        self._ledger = ledger
        self._hold = Hold(context)
        self._refusals = Refusals(context, ledger, self._hold)

    def settle(self, row: Row, outcome: Outcome) -> None:
        """Write an outcome, in the caller's transaction."""
        match outcome:
            case Accepted(carrier_id, at):
                self._to_sent(row["id"], carrier_id)
                self.request_went(row, at)
                self._hold.passed_by_answer()
            case Rejected(code, words):
                self._to_failed(row, code, words)
            case Held() if outcome.account and outcome.words:
                self._refused(row, outcome)
            case Held():
                self._back_to_queue(row, outcome)
            case Unknown(words, holds):
                self.to_uncertain(row, words)
                if holds:
                    self._hold.refused_by_answer(words)

    def to_uncertain(self, row: Row, words: str) -> None:
        """It may have been sent; only a person sends it again, only a report says more."""
        self._database.run(
            "UPDATE messages SET status = 'uncertain', reason = :reason, check_at = :check_at"
            " WHERE id = :id",
            id=row["id"],
            reason=f"It may have been sent. {words}",
            check_at=to_text(self._context.now() + FIRST_CHECK),
        )
        self.request_went(row)

    def end(self, message_id: int, status: MessageStatus, reason: str) -> None:
        """A message goes no further."""
        self._database.run(
            "UPDATE messages SET status = :status, reason = :reason, not_before = NULL"
            " WHERE id = :id",
            id=message_id,
            status=status.value,
            reason=reason,
        )

    def _to_sent(self, message_id: int, carrier_id: str | None) -> None:
        self._database.run(
            "UPDATE messages SET status = 'sent', carrier_id = :carrier_id, check_at = :check_at"
            " WHERE id = :id",
            id=message_id,
            carrier_id=carrier_id,
            check_at=to_text(self._context.now() + FIRST_CHECK),
        )

    def _to_failed(self, row: Row, code: str, words: str) -> None:
        known = of_answer(code)
        refusal = Refusal.MESSAGE if known is UNKNOWN else known.answer
        if refusal is Refusal.AGAIN:
            words = f"{words} {AGAIN_WORDS}"
        self.end(row["id"], MessageStatus.FAILED, words)
        self._refusals.follow(row, refusal, known.words or words, by_record=False)

    def _refused(self, row: Row, held: Held) -> None:
        """The account's refusal holds the queue, unless others passed since it met this message.

        Then the refusal is this message's own, whatever the carrier calls it.
        """
        if self._hold.is_its_own(row["id"]):
            words = f"{held.words} Other texts went out meanwhile. {AGAIN_WORDS}"
            self.end(row["id"], MessageStatus.FAILED, words)
            return
        self._database.run(
            "UPDATE messages SET refused_at = :now WHERE id = :id",
            now=to_text(self._context.now()),
            id=row["id"],
        )
        self._back_to_queue(row, replace(held, retry_after=None))
        self._hold.refused_by_answer(held.words, held.retry_after)

    def _back_to_queue(self, row: Row, held: Held) -> None:
        again = None
        if held.retry_after is not None:
            again = self._context.now() + timedelta(seconds=held.retry_after)
        self._database.run(
            "UPDATE messages SET status = 'queued', reason = :words, not_before = :again,"
            " tries = tries + :counts WHERE id = :id",
            id=row["id"],
            words=held.words,
            again=text_or_none(again),
            counts=int(not held.account),
        )
        if self._revoked_meanwhile(row):
            # Also when the client has agreed again since: it was written before the STOP.
            self._database.run(
                "UPDATE messages SET status = 'cancelled', reason = 'The client revoked SMS.',"
                " not_before = NULL WHERE id = :id AND status = 'queued'",
                id=row["id"],
            )

        self._database.run(
            "UPDATE messages SET status = 'cancelled', reason = :words, not_before = NULL"
            " WHERE id = :id AND status = 'queued' AND kind <> 'automatic'"
            f" AND NOT {REACHES_ITS_LEAD}",
            id=row["id"],
            words=NUMBER_CHANGED,
        )

    def _revoked_meanwhile(self, row: Row) -> bool:
        return row["kind"] != Kind.AUTOMATIC.value and self._ledger.revoked_since(
            row["number_id"], from_text(row["claimed_at"])
        )

    def request_went(self, row: Row, taken_at: datetime | None = None) -> None:
        """An authorization request left, or may have: from then on a YES answers it.

        `taken_at` is the carrier's word on when; where it gave none, it is not before the claim.
        """
        if row["kind"] != Kind.AUTHORIZATION.value:
            return
        consent = self._ledger.consent_of(row["number_id"])
        claimed_at = from_text(row["claimed_at"])
        at = taken_at or self._context.carrier_time(claimed_at)
        if consent.status is Status.REVOKED and self._ledger.revoked_since(
            consent.number_id, claimed_at
        ):
            # A STOP seen while the request was on its way stands, even one written before it left.
            change = on_overtaken_request(consent, at)
        else:
            change = on_request_sent(consent, at, self._context.rules())
        asked = self._database.one(
            "SELECT body, author, os_account, coalesce(asked_by, '') AS asked_by, note"
            " FROM messages WHERE id = :id",
            id=row["id"],
        )
        assert asked is not None, "the row was just read"
        self._ledger.apply(
            consent,
            change,
            at,
            words=asked["body"],
            message_id=row["id"],
            user=asked["author"],
            os_account=asked["os_account"],
            source=asked["asked_by"],
            note=asked["note"],
        )
