"""The consent of numbers and its append-only ledger.

`consent_events` holds each change with the exact words that caused it, chained (ledger_chain.py).
The number's row is only the latest state; a trigger refuses to change it unless the ledger's last
row for that number says the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from data import phone
from data.clock import from_text_or_none, text_or_none, to_text
from data.consent import NOT_OPT_OUT, REQUEST_SENT, WEAK_SIGN, Change
from data.consent_record import open_weak_signs
from data.errors import Invalid
from data.line_consent import change_of_row, of_line
from data.line_spellings import spellings
from data.models import Consent, ConsentEvent
from data.past_consent import as_recorded
from data.store import ledger_chain as chain
from data.store.context import Context
from data.store.ledger_rows import CONSENT, consent_from, event_from
from data.unexplained import status_unexplained, weak_sign_forgotten


class Ledger:
    """Reading consent, and the one way to change it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def consent(self, number: str) -> Consent | None:
        """The consent of an E.164 number, or None when the store has never met its line.

        An earlier version may have met it under another spelling: then it bears that one.
        """
        line = self._line(number)
        return of_line(line) if line else None

    def number(self, written: str) -> str:
        """The number somebody means, as E.164; `Invalid` says why it can be none.

        A client may write from a number that no plan of numbers allows. It is on record as it came,
        and must not be refused by who revokes it or asks for its proof.
        """
        exact = written.strip()
        try:
            parsed = phone.parse(written)
        except Invalid:
            if self.consent(exact) is None:
                raise
            return exact
        known = self.consent(parsed) or self.consent(exact)
        return parsed if known is None else known.number

    def consent_of(self, number_id: int) -> Consent:
        """The consent of a number by its row."""
        row = self._database.one(f"{CONSENT} WHERE numbers.id = :id", id=number_id)
        assert row is not None, "a foreign key points at every number id"
        consent = consent_from(row)
        return consent if _spelled_once(consent.number) else of_line(self._line(consent.number))

    def line_ids(self, consent: Consent) -> list[int]:
        """The rows of the number's line: its own and, from earlier versions, other spellings'."""
        return [row.number_id for row in self._rows(consent)]

    def ensure_number(self, number: str) -> Consent:
        """The number's consent; a number met for the first time begins Not Authorized.

        Inside `atomic`, so that two writers do not meet the same number at once.
        """
        known = self.consent(number)
        if known is not None:
            return known
        number_id = self._database.insert(
            "INSERT INTO numbers (e164, since) VALUES (:number, :now)",
            number=number,
            now=to_text(self._context.now()),
        )
        return self.consent_of(number_id)

    def apply(
        self,
        consent: Consent,
        change: Change,
        at: datetime,
        *,
        words: str = "",
        message_id: int | None = None,
        user: str = "",
        os_account: str = "",
        source: str = "",
        note: str = "",
    ) -> None:
        """Write a change to the ledger and the number, in the caller's transaction.

        Where the line is on record under several spellings, each of them has the change.
        """
        for row in self._rows(consent):
            fitted = change_of_row(change, row)
            if fitted.recorded:
                self._append(
                    number=row.number,
                    number_id=row.number_id,
                    before=row.status.value,
                    after=fitted.status.value,
                    cause=fitted.event or fitted.cause,
                    words=words,
                    message_id=message_id,
                    user=user,
                    os_account=os_account,
                    source=source,
                    note=note,
                    at=to_text(at),
                )
            self._write_number(row, fitted, message_id)

    def events(self, number: str, *, until: datetime | None = None) -> list[ConsentEvent]:
        """The record of one number, oldest first; `until` cuts it at a past moment.

        What was recorded under another spelling of its line is part of it.
        """
        rows = self._database.all(
            f"{chain.EVENTS} WHERE e164 IN (SELECT value FROM json_each(:spellings))"
            " AND (:until IS NULL OR recorded_at <= :until) ORDER BY consent_events.id",
            spellings=json.dumps([number, *spellings(number)]),
            until=text_or_none(until),
        )
        return [event_from(row) for row in rows]

    def consent_of_lead_at(self, lead_id: int, at: datetime) -> Consent | None:
        """The consent of the number a lead had at a past moment, by what was on record then.

        Before the lead was added it is that of its first number.
        """
        number_id = self._database.value(
            "SELECT number_id FROM lead_numbers WHERE lead_id = :lead_id"
            " ORDER BY since <= :at DESC, CASE WHEN since <= :at THEN since END DESC, since"
            " LIMIT 1",
            lead_id=lead_id,
            at=to_text(at),
        )
        if number_id is None:
            return None
        consent = self.consent_of(number_id)
        events = self.events(consent.number, until=at)
        return of_line(
            [
                as_recorded(row, [event for event in events if event.number == row.number])
                for row in self._rows(consent)
            ]
        )

    def events_of_lead(self, lead_id: int) -> list[ConsentEvent]:
        """The record of every number a lead has had, oldest first, for its log."""
        rows = self._database.all(
            f"{chain.EVENTS} WHERE number_id IN"
            " (SELECT number_id FROM lead_numbers WHERE lead_id = :lead_id)"
            " ORDER BY consent_events.id",
            lead_id=lead_id,
        )
        return [event_from(row) for row in rows]

    def revoked_since(self, number_id: int, moment: datetime) -> bool:
        """True when a revocation was recorded at or after that moment, whatever came later.

        What is only noted about a number that is Revoked already is none.
        """
        return bool(
            self._database.value(
                "SELECT EXISTS (SELECT 1 FROM consent_events WHERE number_id = :number_id"
                " AND after = 'Revoked' AND recorded_at >= :moment"
                " AND cause NOT IN (:weak_sign, :request))",
                number_id=number_id,
                weak_sign=WEAK_SIGN,
                request=REQUEST_SENT,
                moment=to_text(moment),
            )
        )

    def authorized_seen_at(self, number_id: int) -> datetime | None:
        """When it was recorded, by this machine's clock, that the number is Authorized."""
        seen = self._database.value(
            "SELECT recorded_at FROM consent_events WHERE number_id = :number_id"
            " AND after = 'Authorized' AND before <> 'Authorized' ORDER BY id DESC LIMIT 1",
            number_id=number_id,
        )
        return from_text_or_none(seen)

    def latest_request(self, number_id: int) -> int | None:
        """The message that asked this number last, if one did."""
        message_id: int | None = self._database.value(
            "SELECT message_id FROM consent_events WHERE number_id = :number_id"
            " AND cause = :request ORDER BY id DESC LIMIT 1",
            number_id=number_id,
            request=REQUEST_SENT,
        )
        return message_id

    def explains(self, consent: Consent) -> bool:
        """True when the line's own rows hold, and it stands as they say."""
        rows = self._database.all(
            f"{chain.LINKED_EVENTS} WHERE e164 IN (SELECT value FROM json_each(:spellings))"
            " ORDER BY consent_events.id",
            spellings=json.dumps([consent.number, *spellings(consent.number)]),
        )
        if not all(map(chain.is_linked, rows)):
            return False
        line = [event_from(row) for row in rows]
        moved = any(status_unexplained(row, line) for row in self._rows(consent))
        return not moved and not weak_sign_forgotten(consent, line)

    def verify(self) -> tuple[int, int | None]:
        """Walk the chain: how many rows hold, and the id of the first that does not."""
        with self._database.snapshot():
            return chain.verified(self._database)

    def _rows(self, consent: Consent) -> list[Consent]:
        """A number's row, and those of its line's other spellings, each as it is on record."""
        return [consent] if _spelled_once(consent.number) else self._line(consent.number)

    def _line(self, number: str) -> list[Consent]:
        """The rows of a line, that of this very spelling first; most have one or none."""
        if _spelled_once(number):
            rows = self._database.all(f"{CONSENT} WHERE e164 = :number", number=number)
        else:
            rows = self._database.all(
                f"{CONSENT} WHERE e164 IN (SELECT value FROM json_each(:spellings))"
                " ORDER BY e164 = :number DESC, numbers.id",
                number=number,
                spellings=json.dumps(spellings(number)),
            )
        return [consent_from(row) for row in rows]

    def _append(self, *, number: str, number_id: int, **fields: str | int | None) -> None:
        previous = self._database.value("SELECT hash FROM consent_events ORDER BY id DESC LIMIT 1")
        fields["recorded_at"] = to_text(self._context.now())
        digest = chain.row_hash(previous or "", {"number": number, **fields})
        self._database.insert(
            "INSERT INTO consent_events (number_id, before, after, cause, words, message_id, user,"
            " os_account, source, note, at, recorded_at, previous_hash, hash) VALUES (:number_id,"
            " :before, :after, :cause, :words, :message_id, :user, :os_account, :source, :note,"
            " :at, :recorded_at, :previous_hash, :hash)",
            number_id=number_id,
            previous_hash=previous or "",
            hash=digest,
            **fields,
        )

    def _write_number(self, consent: Consent, change: Change, message_id: int | None) -> None:
        fresh = replace(
            consent,
            status=change.status,
            since=change.since,
            cause=change.cause,
            requested_at=change.requested_at,
            open_until=change.open_until,
            returns_to=change.returns_to,
            revoked_at=change.revoked_at,
            weak_message_id=self._open_weak_sign(consent, change, message_id),
        )
        if fresh == consent:
            return
        self._database.run(
            "UPDATE numbers SET status = :status, since = :since, cause = :cause,"
            " requested_at = :requested_at, open_until = :open_until, returns_to = :returns_to,"
            " revoked_at = :revoked_at, weak_message_id = :weak WHERE id = :id",
            id=consent.number_id,
            status=change.status.value,
            since=to_text(change.since),
            cause=change.cause,
            requested_at=text_or_none(change.requested_at),
            open_until=text_or_none(change.open_until),
            returns_to=change.returns_to.value if change.returns_to else None,
            revoked_at=text_or_none(change.revoked_at),
            weak=fresh.weak_message_id,
        )

    def _open_weak_sign(
        self, consent: Consent, change: Change, message_id: int | None
    ) -> int | None:
        """The oldest reply that waits for a judgement; those after it wait their turn.

        A judgement settles that of one reply, anything else all of them.
        """
        if change.settles_weak:
            if change.event != NOT_OPT_OUT:
                return None
            waiting = open_weak_signs(self.events(consent.number))
            return waiting[0].message_id if waiting else None
        return consent.weak_message_id or (message_id if change.weak else None)


def _spelled_once(number: str) -> bool:
    return len(spellings(number)) == 1
