"""Whose word a record is, by the firm's own numbers: judged, and counted where it is not kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cached_property, lru_cache

from data import phone
from data.carriage import InboundRecord
from data.clock import to_text
from data.models import Consent
from data.replies.meaning import Meaning
from data.store.context import Context
from data.whose_word import Hearing, Reach, heard

# How long a counted record is remembered: the widest overlap of the polls is a day and two hours.
_COUNTED_FOR = timedelta(days=3)
_SHORTEST, _LONGEST = 3, 15  # digits, from a short code to E.164's limit


class Hearings:
    """What each record's words come to, and how many were for others."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def of(self, record: InboundRecord, said: Meaning) -> Hearing:
        """What words that would mean `said` come to in this record."""
        ourselves = e164(record.sender) in self._own
        return heard(record, said, self._reach(record), from_ourselves=ourselves)

    def at_its_request(self, hearing: Hearing, record: InboundRecord, consent: Consent) -> Hearing:
        """The same, but a YES that was sent to another number than its request left from."""
        sent_to = e164(record.to)
        if hearing.said is not Meaning.YES or not sent_to:
            return hearing
        asked_from = self._asked_from(consent)
        if asked_from in (None, sent_to):
            return hearing
        numbers = f"{phone.pretty(sent_to)}, and the request left from {phone.pretty(asked_from)}"
        return replace(hearing, said=Meaning.NO_ANSWER, doubt=f"It was sent to {numbers}.")

    def count(self, record: InboundRecord) -> None:
        """Count a record that is not kept, once."""
        now = to_text(self._context.now())
        new = self._database.run(
            "INSERT INTO elsewhere_counted (product, carrier_id, counted_at)"
            " VALUES (:product, :carrier_id, :now) ON CONFLICT DO NOTHING",
            product=record.product,
            carrier_id=record.carrier_id,
            now=now,
        )
        if not new:
            return
        self._count(to_text(record.at)[:10], record.product, e164(record.to))
        self._database.run(
            "DELETE FROM elsewhere_counted WHERE counted_at < :before",
            before=to_text(self._context.now() - _COUNTED_FOR),
        )

    def _count(self, day: str, product: str, sent_to: str) -> None:
        counted = self._database.run(
            "UPDATE elsewhere SET records = records + 1"
            " WHERE day = :day AND product = :product AND sent_to = :sent_to",
            day=day,
            product=product,
            sent_to=sent_to,
        )
        if not counted:
            self._database.run(
                "INSERT INTO elsewhere (day, product, sent_to, records)"
                " VALUES (:day, :product, :sent_to, 1)",
                day=day,
                product=product,
                sent_to=sent_to,
            )

    def counted(self, record: InboundRecord) -> bool:
        """Whether this very record was counted before."""
        return bool(
            self._database.value(
                "SELECT 1 FROM elsewhere_counted WHERE product = :product AND carrier_id = :id",
                product=record.product,
                id=record.carrier_id,
            )
        )

    def elsewhere(self, days: timedelta) -> dict[str, int]:
        """How many records of the last days were not kept, by the number they were sent to."""
        rows = self._database.all(
            "SELECT sent_to, sum(records) AS records FROM elsewhere WHERE day >= :since"
            " GROUP BY sent_to ORDER BY records DESC, sent_to",
            since=to_text(self._context.now() - days)[:10],
        )
        return {row["sent_to"]: row["records"] for row in rows}

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(map(e164, self._context.own_numbers))

    def _reach(self, record: InboundRecord) -> Reach:
        sent_to = e164(record.to)
        if not self._own or sent_to in self._own:
            return Reach.OURS
        if not sent_to:
            # An account of another network may be named; a phone's text is sent to a number.
            named = bool(record.to) and record.channel not in ("", "sms", "mms")
            return Reach.ELSEWHERE if named else Reach.UNREADABLE
        return Reach.OURS if self._has_written_from(sent_to, record) else Reach.ELSEWHERE

    def _has_written_from(self, own_number: str, record: InboundRecord) -> bool:
        """Whether the client was texted from that number: a former one that is not listed."""
        return bool(
            self._database.value(
                "SELECT 1 FROM numbers CROSS JOIN messages INDEXED BY messages_out"
                " ON messages.number_id = numbers.id"
                " WHERE e164 = :sender AND direction = 'out' AND own_number = :own_number LIMIT 1",
                sender=record.sender,
                own_number=own_number,
            )
        )

    def _asked_from(self, consent: Consent) -> str | None:
        """Which number the last request left from; None for one of an earlier version."""
        number: str | None = self._database.value(
            "SELECT own_number FROM messages WHERE number_id = :number_id"
            " AND kind = 'authorization' AND claimed_at IS NOT NULL ORDER BY id DESC LIMIT 1",
            number_id=consent.number_id,
        )
        return number


@lru_cache(maxsize=256)
def e164(written: str) -> str:
    """A number of the account as all are compared; "" for what is no number."""
    digits = written.strip().removeprefix("+")
    if not (digits.isascii() and digits.isdecimal() and _SHORTEST <= len(digits) <= _LONGEST):
        return ""
    return phone.as_known(f"+{digits}")
