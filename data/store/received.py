"""Messages from clients: each recorded once, applied to the number's consent at once.

The carrier's records overlap between two polls, and one message may come under two products with
two ids. A record is known by (product, id); one that is new under its product is taken for a
message that came under another if sender and text are the same and they are at most two minutes
apart. A STOP is only if its number is Revoked, or has been authorized by a START written after it:
between two STOPs that look like one, a client may have come back.

A text that could not be read whole is kept under an id of its own, so that it is read again should
the carrier tell it whole later. Until somebody judges it nothing more is sent to its number.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from data.carriage import BadRecord, InboundRecord
from data.clock import to_text
from data.consent import START, Change, Meaning, on_reply
from data.models import Consent, Lead, Status, Template
from data.replies.reader import Reading, read_reply
from data.rules import Rules
from data.segments import count
from data.storable import storable
from data.store.automatic_replies import AutomaticReplies
from data.store.circumstances import Circumstances
from data.store.context import Context
from data.store.inbox import Inbox
from data.store.leads import Leads
from data.store.ledger import Ledger
from data.store.near_numbers import NearNumbers
from data.store.outbox import Outbox

SAME_MESSAGE_WITHIN = timedelta(minutes=2)
# What a record that could not be read whole may still say for itself.
_OPT_OUTS = {Meaning.STOP, Meaning.STRONG}
_RAW_LIMIT = 20_000


class Received:
    """Recording what clients wrote."""

    def __init__(
        self, context: Context, *, leads: Leads, ledger: Ledger, inbox: Inbox, outbox: Outbox
    ) -> None:
        self._context = context
        self._database = context.database
        self._leads = leads
        self._ledger = ledger
        self._near = NearNumbers(context, ledger)
        self._inbox = inbox
        self._replies = AutomaticReplies(context, outbox)
        self._around = Circumstances(context, ledger)

    def record(self, record: InboundRecord) -> bool:
        """Keep a message and apply it, all in one transaction; False when it is known already."""
        body = storable(record.body)
        with self._database.atomic():
            if self._known(record):
                return False
            consent = self._ledger.ensure_number(record.sender)
            twin = self._twin(record, consent, body)
            if twin is not None:
                self._remember(record, twin)
                return False
            leads = self._leads_of(consent)
            message_id = self._insert(record, consent, body, leads)
            self._remember(record, message_id)
            self._apply(record, consent, body, leads, message_id)
            if not leads:
                self._suspect(record, consent, body, message_id)
        return True

    def set_aside(self, product: str, bad: BadRecord) -> bool:
        """Keep a record that could not be read, once, so that someone can look at it."""
        digest = hashlib.sha256(f"{product}\0{bad.raw}".encode("utf-8", "replace")).hexdigest()
        return bool(
            self._database.run(
                "INSERT INTO bad_records (product, digest, raw, why, first_seen)"
                " VALUES (:product, :digest, :raw, :why, :now) ON CONFLICT DO NOTHING",
                product=product,
                digest=digest,
                raw=storable(bad.raw[:_RAW_LIMIT]),
                why=storable(bad.why),
                now=to_text(self._context.now()),
            )
        )

    def set_aside_list(self) -> list[tuple[str, str, str, str]]:
        """(product, first seen, why, raw) of every record set aside."""
        rows = self._database.all(
            "SELECT product, first_seen, why, raw FROM bad_records ORDER BY id"
        )
        return [(row["product"], row["first_seen"], row["why"], row["raw"]) for row in rows]

    def _known(self, record: InboundRecord) -> bool:
        return bool(
            self._database.value(
                "SELECT 1 FROM received_records WHERE product = :product AND carrier_id = :id",
                product=record.product,
                id=_key(record),
            )
        )

    def _twin(self, record: InboundRecord, consent: Consent, body: str) -> int | None:
        """The same message as it came under another product, if this record is its other half.

        The nearest in time, so that the halves of several equal messages find each other in
        whatever order they come. What could not be read whole is nobody's other half.
        """
        if record.defect:
            return None
        twin: int | None = self._database.value(
            "SELECT id FROM messages WHERE number_id = :number_id AND direction = 'in'"
            " AND at BETWEEN :earliest AND :latest AND body = :body AND reason = ''"
            " AND NOT EXISTS (SELECT 1 FROM received_records"
            " WHERE message_id = messages.id AND product = :product)"
            " ORDER BY abs(julianday(at) - julianday(:at)), id LIMIT 1",
            number_id=consent.number_id,
            at=to_text(record.at),
            earliest=to_text(record.at - SAME_MESSAGE_WITHIN),
            latest=to_text(record.at + SAME_MESSAGE_WITHIN),
            body=body,
            product=record.product,
        )
        # Asked of the few that have one: what a text means takes as long as to write it down.
        if twin is not None and self._ends_what_came_between(record, consent, body):
            return None
        return twin

    def _ends_what_came_between(self, record: InboundRecord, consent: Consent, body: str) -> bool:
        if read_reply(body, self._context.rules().words).meaning not in _OPT_OUTS:
            return False
        came_back = consent.cause == START and record.at < consent.since
        return consent.status is not Status.REVOKED and not came_back

    def _remember(self, record: InboundRecord, message_id: int) -> None:
        self._database.run(
            "INSERT INTO received_records (product, carrier_id, message_id)"
            " VALUES (:product, :carrier_id, :message_id)",
            product=record.product,
            carrier_id=_key(record),
            message_id=message_id,
        )

    def _leads_of(self, consent: Consent) -> list[Lead]:
        """The leads with this number, the one we wrote to last first."""
        line = self._ledger.line_ids(consent)
        ids = [
            lead_id
            for number_id in line
            for lead_id in self._database.column(
                "SELECT id FROM leads WHERE number_id = :number_id", number_id=number_id
            )
        ]
        if len(ids) > 1:  # most have a number of their own, and their log may be long
            ids = self._last_written_to_first(line)
        return [self._leads.get(lead_id) for lead_id in ids]

    def _last_written_to_first(self, line: list[int]) -> list[int]:
        return self._database.column(
            "SELECT leads.id FROM json_each(:line) CROSS JOIN leads ON leads.number_id = value"
            " ORDER BY (SELECT max(id) FROM messages WHERE number_id = leads.number_id"
            " AND direction = 'out' AND lead_id = leads.id) DESC NULLS LAST, leads.id DESC",
            line=json.dumps(line),
        )

    def _insert(self, record: InboundRecord, consent: Consent, body: str, leads: list[Lead]) -> int:
        message_id = self._database.insert(
            "INSERT INTO messages (lead_id, number_id, direction, kind, body, status, reason, at,"
            " recorded_at, product, carrier_id, segments) VALUES (:lead_id, :number_id, 'in',"
            " 'text', :body, 'received', :reason, :at, :now, :product, :carrier_id, :segments)",
            lead_id=leads[0].id if leads else None,
            number_id=consent.number_id,
            body=body,
            reason=f"It could not be read whole: {record.defect}." if record.defect else "",
            at=to_text(record.at),
            now=to_text(self._context.now()),
            product=record.product,
            carrier_id=record.carrier_id,
            segments=count(body).segments,
        )
        self._to_logs(leads, record, message_id)
        return message_id

    def _to_logs(self, leads: list[Lead], record: InboundRecord, message_id: int) -> None:
        for lead in leads:
            self._database.run(
                "INSERT INTO log (lead_id, at, message_id) VALUES (:lead_id, :at, :message_id)",
                lead_id=lead.id,
                at=to_text(record.at),
                message_id=message_id,
            )

    def _apply(
        self,
        record: InboundRecord,
        consent: Consent,
        body: str,
        leads: list[Lead],
        message_id: int,
    ) -> None:
        rules, now = self._context.rules(), self._context.carrier_now()
        reading = self._read(record, consent, body)
        texted = reading.meaning is Meaning.NO and self._around.texted_since_authorized(consent)
        change = on_reply(consent, reading.meaning, body, record.at, now, rules, texted=texted)
        self._ledger.apply(
            consent, change, record.at, words=body, message_id=message_id, note=reading.rule
        )
        answer = None if record.defect else self._answer(change, consent)
        settled = _settled(reading.meaning, change, answer, rules)
        self._touch(leads, record, body, settled=settled)
        if answer is not None:
            self._replies.give(answer, self._ledger.consent_of(consent.number_id), leads)

    def _touch(self, leads: list[Lead], record: InboundRecord, body: str, *, settled: bool) -> None:
        for lead in leads:
            self._inbox.touch(
                lead.id,
                to_text(record.at),
                lead.name,
                body,
                unread=1,
                needs_reply=None if settled else True,
            )

    def _suspect(self, record: InboundRecord, sender: Consent, body: str, message_id: int) -> None:
        """A sender who may be a lead under another number: a person looks before the next text."""
        rules, now = self._context.rules(), self._context.carrier_now()
        for consent in self._near.of(sender):
            change = on_reply(consent, Meaning.WEAK, body, record.at, now, rules)
            self._ledger.apply(
                consent,
                change,
                record.at,
                words=body,
                message_id=message_id,
                note="the sender's number ends like this one",
            )
            leads = self._leads_of(consent)
            self._to_logs(leads, record, message_id)
            self._touch(leads, record, body, settled=False)

    def _read(self, record: InboundRecord, consent: Consent, body: str) -> Reading:
        """What the client said; in doubt it is for a person, and consents to nothing."""
        rules = self._context.rules()
        reading = read_reply(body, rules.words, rules.all_texts())
        if record.defect and reading.meaning not in _OPT_OUTS:
            return Reading(Meaning.WEAK, f"could not be read whole: {record.defect}")
        opens = reading.meaning in (Meaning.YES, Meaning.START)
        if opens and self._around.closed_within_second(consent, record.at):
            return Reading(Meaning.NO_ANSWER, "in one second with a word that says no")
        return reading

    def _answer(self, change: Change, consent: Consent) -> Template | None:
        """The automatic reply that goes out now; consent changes also where none does."""
        if change.reply is None or not self._replies.allowed(change.reply, consent):
            return None
        return change.reply


def _key(record: InboundRecord) -> str:
    """What a record is known by; one that could not be read whole is not taken for the whole."""
    return f"{record.carrier_id} (incomplete)" if record.defect else record.carrier_id


def _settled(said: Meaning, change: Change, answer: Template | None, rules: Rules) -> bool:
    """Whether no person need answer: the rules understood the word, and it did what it says.

    A YES that agreed to nothing, or "ok" to an agent's question, is a reply like any other.
    """
    match said:
        case Meaning.STOP:
            return True
        case Meaning.START | Meaning.YES:
            return change.recorded and change.status is Status.AUTHORIZED
        case Meaning.HELP:
            return answer is not None or rules.reply_help == "carrier"
        case _:
            return False
