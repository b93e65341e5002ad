"""Messages from clients: each recorded once, applied to the number's consent at once.

The carrier's records overlap between two polls, one message may come under two products with two
ids (`received_records.py`), a long one in parts (`part_records.py`), and not every record is a
word to this firm (`hearings.py`). What remains is recorded and applied here.

A text that could not be read whole is kept under an id of its own, so that it is read again should
the carrier tell it whole later. Until somebody judges it nothing more is sent to its number.

A text from a number no lead has that ends like a lead's may be that lead's line in another
spelling: it stands in the lead's log as well, and is a weak sign there whatever it says.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from data import parts
from data.carriage import BadRecord, InboundRecord
from data.clock import to_text
from data.consent import Change, Meaning, on_reply
from data.models import Consent, Status, Template
from data.rules import Rules
from data.segments import count
from data.storable import storable
from data.store.automatic_replies import AutomaticReplies
from data.store.circumstances import Circumstances
from data.store.context import Context
from data.store.hearings import Hearings, e164
from data.store.inbox import Inbox
from data.store.leads import Leads
from data.store.ledger import Ledger
from data.store.outbox import Outbox
from data.store.part_records import WHOLE, PartRecords
from data.store.received_records import ReceivedRecords
from data.store.received_text import ReceivedText
from data.store.weak_signs import WeakSigns
from data.whose_word import (
    NO_TEXT,
    OPT_OUTS,
    Hearing,
    as_part,
    says_nothing,
    with_another_id,
)

_SIGNS = {*OPT_OUTS, Meaning.WEAK}
_AGREED_BEFORE = "An agreement came within seconds of it and may be the end of it."
_SAID_NO_TOO = "In the same second the client also said no."
_RAW_LIMIT = 20_000


class Received:
    """Recording what clients wrote."""

    def __init__(
        self, context: Context, leads: Leads, ledger: Ledger, inbox: Inbox, outbox: Outbox
    ) -> None:
        self._context = context
        self._database = context.database
        self._leads = leads
        self._ledger = ledger
        self._inbox = inbox
        self._replies = AutomaticReplies(context, outbox)
        self._around = Circumstances(context, ledger)
        self._hearings = Hearings(context)
        self._records = ReceivedRecords(context)
        self._parts = PartRecords(context)
        self._signs = WeakSigns(context, ledger=ledger, inbox=inbox)

    def record(self, record: InboundRecord) -> bool:
        """Keep a message and apply it, all in one transaction; False when it is known already, or
        is not this firm's to keep."""
        body = storable(record.body)
        if not record.defect and says_nothing(record):
            record = replace(record, defect=NO_TEXT)
        with self._database.atomic():
            key = self._records.new_key(record)
            if key is None:
                return False
            reading = self._context.reading(body)
            hearing = self._hearings.of(record, reading.meaning)
            if not hearing.kept:
                self._hearings.count(record)
                return False
            consent = self._ledger.ensure_number(record.sender)
            hearing = self._hearings.at_its_request(hearing, record, consent)
            if self._records.comes_again(record, key):
                hearing = with_another_id(hearing)
            text = ReceivedText(record, key, body, consent, hearing, reading.rule)
            if self._repeats(text):
                return False
            self._keep(self._among_its_neighbours(text))
        return True

    def known(self, record: InboundRecord) -> bool:
        """Whether this very record was read before, kept or not."""
        return self._records.new_key(record) is None or self._hearings.counted(record)

    def set_aside(self, product: str, bad: BadRecord) -> bool:
        """Keep a record that could not be read, once, so that someone can look at it."""
        digest = hashlib.sha256(f"{product}\0{bad.raw}".encode("utf-8", "replace")).hexdigest()
        return bool(
            self._database.run(
                "INSERT INTO bad_records (product, digest, raw, why, first_seen)"
                " SELECT :product, :digest, :raw, :why, :now"
                " WHERE NOT EXISTS (SELECT 1 FROM bad_records WHERE digest = :digest)",
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

    def elsewhere(self, days: timedelta) -> dict[str, int]:
        """How many texts of the last days were not this firm's, by the number they were sent to."""
        return self._hearings.elsewhere(days)

    def _repeats(self, text: ReceivedText) -> bool:
        """Whether it is on record under another product, whole or as part of a longer text."""
        record, consent, body = text.record, text.consent, text.body
        if twin := self._records.twin(record, consent, body, text.hearing):
            self._records.remember(record, text.key, twin.message_id)
            if twin.doubted and record.product == WHOLE:
                self._read_whole(text, twin.message_id)
            return True
        if whole := self._parts.whole_of(record, consent, body):
            self._records.remember(record, text.key, whole["id"])
            self._hear_end(text, whole["id"], whole["body"])
            return True
        return False

    def _read_whole(self, text: ReceivedText, message_id: int) -> None:
        """What was taken for the end of a long text is a text of its own: now it counts."""
        self._database.run("UPDATE messages SET reason = '' WHERE id = :id", id=message_id)
        self._apply(replace(text, leads=self._leads.of(text.consent)), message_id)

    def _hear_end(self, text: ReceivedText, whole_id: int, whole: str) -> None:
        """What seems to be the end of a joined text, and by itself an opt-out or the sign of one.

        Unless it is cut off where a phone cuts, or the joined text is a sign too, it may be a text
        of its own.
        """
        if parts.is_long(text.body) or text.hearing.said not in _SIGNS:
            return
        joined = self._context.reading(whole).meaning
        if joined not in _SIGNS and not parts.ends_where_a_phone_cuts(whole, text.body):
            leads = self._leads.of(text.consent)
            self._signs.note(text.consent, leads, text.record.at, whole, whole_id, text.note)

    def _among_its_neighbours(self, text: ReceivedText) -> ReceivedText:
        """The text with its leads, and with what the texts around it make of its words."""
        leads = self._leads.of(text.consent)
        alike = () if leads else self._leads.ending_alike(text.consent.number)
        text = replace(text, leads=leads, alike=alike)
        if text.is_in_doubt:
            return text
        said = text.hearing.said
        if self._parts.may_be_an_end(text.record, text.consent, text.body):
            return text.with_hearing(Hearing(as_part(said), parts.MAYBE_A_PART))
        if self._parts.may_have_ended_in_an_agreement(text.record, text.consent, text.body):
            said = said if said in OPT_OUTS else Meaning.WEAK
            return text.with_hearing(Hearing(said, _AGREED_BEFORE))
        return text

    def _keep(self, text: ReceivedText) -> None:
        message_id = self._insert(text)
        self._records.remember(text.record, text.key, message_id)
        latest = self._parts.gather(text.record, text.consent, text.body, message_id)
        self._apply(text, message_id, latest)
        self._signs.note_alike(text.alike, text.record.at, text.body or text.reason, message_id)

    def _insert(self, text: ReceivedText) -> int:
        record, shown_to = text.record, text.shown_to
        message_id = self._database.insert(
            "INSERT INTO messages (lead_id, number_id, direction, kind, body, status, reason, at,"
            " recorded_at, product, carrier_id, segments, own_number, media) VALUES (:lead_id,"
            " :number_id, 'in', 'text', :body, 'received', :reason, :at, :now, :product,"
            " :carrier_id, :segments, :own_number, :media)",
            lead_id=shown_to[0].id if shown_to else None,
            number_id=text.consent.number_id,
            body=text.body,
            reason=text.reason,
            at=to_text(record.at),
            now=to_text(self._context.now()),
            product=record.product,
            carrier_id=record.carrier_id,
            segments=count(text.body).segments,
            own_number=e164(record.to) or None,
            media=storable(record.media) if record.media else None,
        )
        for lead in shown_to:
            self._database.run(
                "INSERT INTO log (lead_id, at, message_id) VALUES (:lead_id, :at, :message_id)",
                lead_id=lead.id,
                at=to_text(record.at),
                message_id=message_id,
            )
        return message_id

    def _apply(self, text: ReceivedText, message_id: int, latest: datetime | None = None) -> None:
        """`latest` is when the last of its parts came, in whose place it is shown."""
        record, consent, body = text.record, text.consent, text.body
        change = self._change(text)
        if change.recorded and self._agrees_and_says_no(text):
            text = text.with_hearing(Hearing(Meaning.NO_ANSWER, _SAID_NO_TOO))
            change = self._change(text)
        self._ledger.apply(
            consent, change, record.at, words=body, message_id=message_id, note=text.note
        )
        answer = None if text.is_in_doubt else self._answer(change, consent, record.at)
        settled = _settled(text.hearing.said, change, answer, self._context.rules())
        for lead in text.leads:
            self._inbox.touch(
                lead.id,
                to_text(max(record.at, latest or record.at)),
                lead.name,
                body or text.reason,
                unread=1,
                needs_reply=None if settled else True,
            )
        if answer is not None:
            fresh = self._ledger.consent_of(consent.number_id)
            self._replies.give(answer, fresh, list(text.leads))

    def _change(self, text: ReceivedText) -> Change:
        """What the text does to the number by itself."""
        said, consent = text.hearing.said, text.consent
        rules, now = self._context.rules(), self._context.carrier_now()
        texted = said is Meaning.NO and self._around.texted_since_authorized(consent)
        return on_reply(consent, said, text.body, text.record.at, now, rules, texted=texted)

    def _agrees_and_says_no(self, text: ReceivedText) -> bool:
        """Whether it agrees in one second with a word that says no: then it agrees to nothing.

        Asked of words that would change something: of a thousand in one second few do.
        """
        agrees = text.hearing.said in (Meaning.YES, Meaning.START)
        return agrees and self._around.closed_within_second(text.consent, text.record.at)

    def _answer(self, change: Change, consent: Consent, at: datetime) -> Template | None:
        """The automatic reply that goes out now; consent changes also where none does."""
        if change.reply is None or not self._replies.allowed(change.reply, consent, at):
            return None
        return change.reply


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
