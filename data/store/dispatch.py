"""The outbox as the worker uses it: claim a message, look once more, settle how it ended.

A claim moves a message to `sending` under the worker's fence. It is settled exactly once: by the
answer of the carrier, or, when its worker is gone, as `uncertain`, because the request may have
left. Nothing here ever makes an uncertain message sendable again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from data.carriage import Claim, Held, Outcome
from data.clock import from_text, text_or_none, to_text
from data.consent import CONFIRM_STOP_WITHIN
from data.gate import (
    CARRIER_REFUSES,
    NO_CARRIER,
    STALE_POLL,
    UNREAD_REPLIES,
    WRONG_CLOCK,
    Draft,
)
from data.line_spellings import canonical
from data.models import (
    Kind,
    Lead,
    MessageStatus,
    Status,
    Template,
    User,
)
from data.sqlite import Row
from data.store.context import Context
from data.store.gatekeeper import Gatekeeper
from data.store.hearings import e164
from data.store.hold import Hold
from data.store.leads import Leads
from data.store.ledger import Ledger
from data.store.queue import Queue
from data.store.safeguards import Safeguards
from data.store.settling import NUMBER_CHANGED, REACHES_ITS_LEAD, Settling
from data.store.worker import REQUEST, Worker
from data.verdict import Reason, Verdict

# A claim older than this is not sent any more: what it was allowed on may have changed.
CLAIM_LIVES = timedelta(seconds=10)
ENDED = "ended"
# Holds that meet every message alike: the first one met tells about the rest of the queue.
_FOR_ALL = {STALE_POLL, UNREAD_REPLIES, NO_CARRIER, CARRIER_REFUSES, WRONG_CLOCK}
# Under these a clock may have jumped: nobody knows how old a message is or when its hours begin.
_CLOCK_MAY_BE_WRONG = {STALE_POLL, WRONG_CLOCK}
_UNEXPLAINED = Verdict(
    (
        Reason(
            "unexplained",
            "The record of this number's consent does not hold: nothing is sent to it.",
            "Run sms-tui doctor.",
            hold=True,
        ),
    )
)


class Dispatch:
    """Claiming and settling, for the worker that holds the lease."""

    def __init__(
        self,
        context: Context,
        leads: Leads,
        ledger: Ledger,
        gatekeeper: Gatekeeper,
        worker: Worker,
        safeguards: Safeguards,
    ) -> None:
        self._context = context
        self._database = context.database
        self._leads = leads
        self._ledger = ledger
        self._gatekeeper = gatekeeper
        self._worker = worker
        self._safeguards = safeguards
        self._settling = Settling(context, ledger)
        self._holds = Hold(context)
        self._queue = Queue(context)

    def recover(self, fence: int) -> int:
        """Messages that an earlier worker left in `sending` may have been sent; how many."""
        with self._database.atomic():
            self._worker.check(fence)
            rows = self._database.all(
                "SELECT id, number_id, kind, claimed_at FROM messages"
                " WHERE status = 'sending' AND fence < :fence",
                fence=fence,
            )
            for row in rows:
                self._settling.to_uncertain(row, "The program stopped while it was being sent.")
        return len(rows)

    def claim(self, fence: int) -> Claim | None:
        """The next message that may go out now, moved to `sending`; None when there is none."""
        # Without the database's own safeguards nothing is sent, and nothing is decided either.
        if not self._safeguards.whole():
            return None
        with self._database.atomic():
            self._worker.check(fence)
            if not self._safeguards.whole():
                return None
            if self._holds.paused():
                return None
            now = self._context.now()
            trying = self._holds.try_due()
            for row in self._queue.in_turn(now) if trying else self._queue.oldest_first(now):
                lead = self._lead(row)
                verdict = self._asked(row, lead, now, trying=trying)
                if verdict.allowed:
                    self._holds.tried()
                    return self._claimed(row, lead, fence, now)
                if verdict.held and any(reason.code in _FOR_ALL for reason in verdict.reasons):
                    return None
        return None

    def still_valid(self, claim: Claim) -> bool:
        """The last look before the wire: the lease, the claim and its age, number and consent."""
        if self._safeguards.fault_of_file():
            return False
        now = self._context.now()
        row = self._database.one(
            "SELECT numbers.status, number_id, template FROM messages"
            " JOIN numbers ON numbers.id = messages.number_id JOIN worker ON worker.fence = :fence"
            " WHERE messages.id = :id AND messages.status = 'sending' AND messages.fence = :fence"
            f" AND worker.expires_at > :until AND (kind = 'automatic' OR {REACHES_ITS_LEAD})",
            id=claim.message_id,
            fence=claim.fence,
            # The lease must outlive the request, or another worker could start beside it.
            until=to_text(now + REQUEST),
        )
        if row is None or not timedelta(0) <= now - claim.claimed_at <= CLAIM_LIVES:
            return False
        return self._consent_holds(claim, row)

    def _consent_holds(self, claim: Claim, row: Row) -> bool:
        if claim.kind is Kind.TEXT or row["template"] == Template.CONFIRMED.value:
            return bool(row["status"] == Status.AUTHORIZED.value)
        if claim.kind is Kind.AUTOMATIC:
            return True
        return not self._ledger.revoked_since(row["number_id"], claim.claimed_at)

    def settle(self, claim: Claim, outcome: Outcome) -> bool:
        """Write what came of a claim; False, and nothing written, when the fence is an old one."""
        with self._database.atomic():
            row = self._database.one(
                "SELECT id, number_id, kind, claimed_at FROM messages"
                " WHERE id = :id AND status = 'sending' AND fence = :fence",
                id=claim.message_id,
                fence=claim.fence,
            )
            if row is None:
                return False
            self._settling.settle(row, outcome)
        return True

    def queued(self) -> int:
        """How many messages wait in the queue."""
        return self._queue.count()

    def due(self) -> bool:
        """True when a message, or the queue as a whole, waited for a moment and has reached it."""
        return self._queue.due()

    def answer_awaited(self) -> bool:
        """True when something left within the last hour, so that an answer may be near."""
        return self._queue.answer_awaited()

    def abandon(self, claim: Claim) -> bool:
        """Give back a claim that was not used: nothing left for the carrier."""
        return self.settle(claim, Held("", account=True))

    def _asked(self, row: Row, lead: Lead, now: datetime, *, trying: bool = False) -> Verdict:
        """The gate's answer for one queued message; what is refused or too old ends here.

        So does what would be too old when the hours open: nothing is promised that will not be.
        """
        if not row["reaches_its_lead"]:
            return self._ended(row, MessageStatus.CANCELLED, NUMBER_CHANGED)
        if lead.consent is not None and not self._safeguards.explains(lead.consent):
            self._hold(row, _UNEXPLAINED)
            return _UNEXPLAINED
        verdict = self._verdict(row, lead, trying=trying)
        if _clock_is_right(verdict) and (words := self._too_old_words(row, lead, verdict, now)):
            return self._ended(row, MessageStatus.FAILED, words)
        if verdict.refused:
            reasons = " ".join(reason.words for reason in verdict.reasons if not reason.hold)
            self._settling.end(row["id"], MessageStatus.CANCELLED, reasons)
        elif verdict.held:
            self._hold(row, verdict)
        return verdict

    def _ended(self, row: Row, status: MessageStatus, words: str) -> Verdict:
        self._settling.end(row["id"], status, words)
        return Verdict((Reason(ENDED, words),))

    def _too_old_words(self, row: Row, lead: Lead, verdict: Verdict, now: datetime) -> str:
        if self._too_old(row, lead, now):
            return "Too old to send: it waited too long."
        opens_at = verdict.opens_at if verdict.held else None
        if opens_at and self._too_old(row, lead, opens_at):
            return "Too old to send: it will be when the hours open again."
        return ""

    def _too_old(self, row: Row, lead: Lead, now: datetime) -> bool:
        """Whether a message waited longer than the setting allows.

        The wait of one that was queued outside the hours begins when they open: whoever queued it
        was told so, and in the morning it is not late. Hours that are closed for longer than the
        setting (20:00 to 09:00, or for an unknown zone 21:00 to 12:00) do not kill it.
        """
        queued = from_text(row["at"])
        if row["template"] == Template.STOPPED.value and lead.consent is not None:
            # Both: a later STOP must not give an old confirmation a new life.
            stopped = self._context.carrier_time(now) - lead.consent.since
            return max(now - queued, stopped) > CONFIRM_STOP_WITHIN
        if row["kind"] != Kind.AUTOMATIC.value:
            queued = self._gatekeeper.hours(lead).first_chance(queued)
        return now - queued > self._context.rules().too_old_after

    def _verdict(self, row: Row, lead: Lead, *, trying: bool) -> Verdict:
        user = None
        if row["author_id"] is not None:
            user = User(row["author_id"], row["user"], bool(row["active"]))
        draft = Draft(
            Kind(row["kind"]),
            body=row["body"],
            category=row["category"],
            template=Template(row["template"]) if row["template"] else None,
            asked_by=row["asked_by"],
            note=row["note"],
        )
        return self._gatekeeper.verdict(user, lead, draft, message_id=row["id"], trying=trying)

    def _lead(self, row: Row) -> Lead:
        """The lead with the number the message was queued for."""
        number_id = row["number_id"]
        lead = self._leads.get(row["lead_id"]) if row["lead_id"] is not None else None
        if lead is not None and lead.consent and lead.consent.number_id == number_id:
            return lead
        consent = self._ledger.consent_of(number_id)
        return replace(lead or Lead(0, consent.number, "", None, None), consent=consent)

    def _hold(self, row: Row, verdict: Verdict) -> None:
        words = " ".join(reason.words for reason in verdict.reasons)
        self._database.run(
            "UPDATE messages SET reason = :words, not_before = :until WHERE id = :id"
            " AND (reason <> :words OR not_before IS NOT :until)",
            id=row["id"],
            words=words,
            until=text_or_none(verdict.opens_at if _clock_is_right(verdict) else None),
        )

    def _claimed(self, row: Row, lead: Lead, fence: int, now: datetime) -> Claim:
        assert lead.number is not None, "the gate refuses a lead without a number"
        self._database.run(
            "UPDATE messages SET status = 'sending', fence = :fence, claimed_at = :now,"
            " own_number = :own_number, reason = '', not_before = NULL WHERE id = :id",
            id=row["id"],
            own_number=e164(self._context.sending_number) or None,
            fence=fence,
            now=to_text(now),
        )
        kind = Kind(row["kind"])
        to = canonical(lead.number)  # an earlier version may have kept the number otherwise
        return Claim(row["id"], fence, kind, to, row["body"], row["client_ref"], now)


def _clock_is_right(verdict: Verdict) -> bool:
    return not any(reason.code in _CLOCK_MAY_BE_WRONG for reason in verdict.reasons)
