"""Leads: clients with a file number and, usually, a mobile number."""

from __future__ import annotations

import builtins
import json

from data.alike import ending, may_be_one_line
from data.clock import to_text
from data.errors import Invalid, NotFound
from data.folding import folded
from data.lead_number import lead_number
from data.models import Actor, Consent, Direction, Kind, Lead, MessageStatus, Permission
from data.sqlite import Row
from data.store.audit import Audit
from data.store.context import Context, os_account
from data.store.lead_fields import (
    CheckedLead,
    NewLead,
    checked_file,
    checked_lead,
    checked_name,
    checked_timezone,
    taken,
)
from data.store.ledger import Ledger
from data.store.people import People

_LEAD = (
    "SELECT leads.id, leads.name, file, number_id, timezone, unread, needs_reply,"
    " categories.name AS last_category FROM leads"
    " LEFT JOIN categories ON categories.id = leads.last_category_id"
)


class Leads:
    """Adding, finding and changing leads. Any active user may; texting them is another matter."""

    def __init__(self, context: Context, audit: Audit, people: People, ledger: Ledger) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people
        self._ledger = ledger

    def get(self, lead_id: int) -> Lead:
        """The lead, or NotFound."""
        row = self._database.one(f"{_LEAD} WHERE leads.id = :id", id=lead_id)
        if row is None:
            raise NotFound("There is no such lead.")
        return self._lead(row)

    def find(self, file: str) -> Lead | None:
        """The lead with that file number, upper and lower case alike."""
        row = self._database.one(f"{_LEAD} WHERE file = :file", file=file.strip())
        return None if row is None else self._lead(row)

    def known(self, file: str) -> Lead:
        """The lead with that file number, or NotFound."""
        lead = self.find(file)
        if lead is None:
            raise NotFound(
                f"There is no lead with file {file}.", "See them with: sms-tui lead list"
            )
        return lead

    def list(self, after_file: str = "", limit: int = 1000) -> list[Lead]:
        """Leads by file number, a page at a time by the last one seen."""
        rows = self._database.all(
            f"{_LEAD} WHERE file > :after ORDER BY file LIMIT :limit", after=after_file, limit=limit
        )
        return [self._lead(row) for row in rows]

    def sharing(self, lead: Lead) -> builtins.list[Lead]:
        """Other leads with the same mobile number; they share its consent."""
        if lead.consent is None:
            return []
        rows = self._database.all(
            f"{_LEAD} WHERE number_id IN (SELECT value FROM json_each(:line))"
            " AND leads.id <> :id ORDER BY file",
            line=json.dumps(self._ledger.line_ids(lead.consent)),
            id=lead.id,
        )
        return [self._lead(row) for row in rows]

    def files_of(self, consent: Consent, limit: int) -> builtins.list[str]:
        """The files of the first leads with a number, in order."""
        return self._database.column(
            "SELECT file FROM leads WHERE number_id IN (SELECT value FROM json_each(:line))"
            " ORDER BY file LIMIT :limit",
            line=json.dumps(self._ledger.line_ids(consent)),
            limit=limit,
        )

    def number(self, typed: str) -> str:
        """The mobile number a lead would have, in E.164, or Invalid."""
        return lead_number(typed, self._context.own_numbers)

    def of(self, consent: Consent) -> tuple[Lead, ...]:
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
        return tuple(self.get(lead_id) for lead_id in ids)

    def ending_alike(self, number: str) -> tuple[Lead, ...]:
        """The leads whose number may be the same line in another spelling (`data/alike.py`)."""
        rows = self._database.all(
            "SELECT id, mobile FROM leads"
            " WHERE mobile IS NOT NULL AND substr(mobile, -8) = :ending ORDER BY id",
            ending=ending(number),
        )
        return tuple(self.get(row["id"]) for row in rows if may_be_one_line(number, row["mobile"]))

    def add(
        self, actor: Actor, name: str, file: str, mobile: str, timezone: str | None = None
    ) -> Lead:
        """A new lead; its number keeps the consent it already had, else is Not Authorized."""
        lead = checked_lead(NewLead(name, file, mobile, timezone), self._context.own_numbers)
        with self._database.atomic():
            self._people.require_active(actor)
            self._demand_free(lead.file)
            return self.get(self._insert(actor, lead))

    def change(
        self,
        actor: Actor,
        lead_id: int,
        *,
        name: str | None = None,
        file: str | None = None,
        mobile: str | None = None,
        timezone: str | None = None,
    ) -> Lead:
        """Change what is given; a new number brings its own consent, an empty zone clears it."""
        with self._database.atomic():
            self._people.require_active(actor)
            lead = self.get(lead_id)
            consent = self._ledger.ensure_number(self.number(mobile)) if mobile else lead.consent
            zone = lead.timezone if timezone is None else checked_timezone(timezone)
            new_name = lead.name if name is None else checked_name(name)
            new_file = lead.file if file is None else checked_file(file)
            self._demand_free(new_file, besides=lead)
            self._database.run(
                "UPDATE leads SET name = :name, folded_name = :folded_name, file = :file,"
                " number_id = :number_id, timezone = :timezone WHERE id = :id",
                id=lead_id,
                name=new_name,
                folded_name=folded(new_name),
                file=new_file,
                number_id=consent.number_id if consent else None,
                timezone=zone,
            )
            if consent is not None and consent != lead.consent:
                self._cancel_queued(lead)
                self._remember_number(lead_id, consent, to_text(self._context.now()))
            if zone != lead.timezone or consent != lead.consent:
                self._ask_again(lead.consent)
            changed = self.get(lead_id)
            self._audit.add(
                actor, "lead", lead.file, before=_summary(lead), after=_summary(changed)
            )
            return changed

    def mark_read(self, actor: Actor, lead_id: int) -> None:
        """Someone who may answer has seen the log; readers without Allow SMS leave no mark."""
        if self._people.answer(actor.user, Permission.SMS).allowed:
            self._database.run(
                "UPDATE leads SET unread = 0 WHERE id = :id AND unread > 0", id=lead_id
            )

    def no_reply_needed(self, actor: Actor, lead_id: int) -> None:
        """Take a lead off the list of those that wait for an answer, without answering."""
        with self._database.atomic():
            self._people.require(actor, Permission.SMS)
            self._database.run(
                "UPDATE leads SET needs_reply = 0, unread = 0 WHERE id = :id", id=lead_id
            )

    def note_call(self, actor: Actor, lead_id: int) -> None:
        """Note in the log that the user called the lead."""
        with self._database.atomic():
            self._people.require_active(actor)
            lead = self.get(lead_id)
            if lead.consent is None:
                raise Invalid("This lead has no mobile number to call.")
            now = to_text(self._context.now())
            message_id = self._database.insert(
                "INSERT INTO messages (lead_id, number_id, direction, kind, body, author_id,"
                " author, os_account, status, at, recorded_at, segments) VALUES (:lead_id,"
                " :number_id, :direction, :kind, '', :author_id, :author, :os_account, :status,"
                " :now, :now, 0)",
                lead_id=lead_id,
                number_id=lead.consent.number_id,
                direction=Direction.OUT.value,
                kind=Kind.CALL.value,
                author_id=actor.user.id,
                author=actor.user.name,
                os_account=os_account(actor),
                status=MessageStatus.SENT.value,
                now=now,
            )
            self._database.run(
                "INSERT INTO log (lead_id, at, message_id) VALUES (:lead_id, :now, :message_id)",
                lead_id=lead_id,
                now=now,
                message_id=message_id,
            )

    def _last_written_to_first(self, line: builtins.list[int]) -> builtins.list[int]:
        return self._database.column(
            "SELECT leads.id FROM json_each(:line) CROSS JOIN leads ON leads.number_id = value"
            " ORDER BY (SELECT max(id) FROM messages INDEXED BY messages_out"
            " WHERE number_id = leads.number_id AND direction = 'out' AND lead_id = leads.id)"
            " DESC NULLS LAST, leads.id DESC",
            line=json.dumps(line),
        )

    def _insert(self, actor: Actor, lead: CheckedLead) -> int:
        """The id of a new lead."""
        consent = self._ledger.ensure_number(lead.number)
        now = to_text(self._context.now())
        lead_id = self._database.insert(
            "INSERT INTO leads (name, folded_name, file, number_id, timezone, last_activity,"
            " created_at) VALUES (:name, :folded_name, :file, :number_id, :timezone, :now, :now)",
            name=lead.name,
            folded_name=folded(lead.name),
            file=lead.file,
            number_id=consent.number_id,
            timezone=lead.timezone,
            now=now,
        )
        self._remember_number(lead_id, consent, now)
        self._audit.add(actor, "lead", lead.file, after="added")
        return lead_id

    def _cancel_queued(self, lead: Lead) -> None:
        """What waits for the old number does not go to it, and never to the new one."""
        self._database.run(
            "UPDATE messages SET status = 'cancelled', reason = 'The lead''s number changed.',"
            " not_before = NULL WHERE id IN (SELECT id FROM messages WHERE status = 'queued')"
            " AND lead_id = :lead_id AND kind <> 'automatic'",
            lead_id=lead.id,
        )

    def _ask_again(self, consent: Consent | None) -> None:
        """What waits for an hour of the old time zone: the gate is asked about it once more.

        The zone counts for every lead with the number.
        """
        if consent is not None:
            self._database.run(
                "UPDATE messages SET not_before = NULL WHERE status = 'queued'"
                " AND not_before IS NOT NULL"
                " AND number_id IN (SELECT value FROM json_each(:line))",
                line=json.dumps(self._ledger.line_ids(consent)),
            )

    def _remember_number(self, lead_id: int, consent: Consent, now: str) -> None:
        self._database.run(
            "INSERT INTO lead_numbers (lead_id, number_id, since)"
            " SELECT :lead_id, :number_id, :now WHERE NOT EXISTS (SELECT 1 FROM lead_numbers"
            " WHERE lead_id = :lead_id AND since = :now AND number_id = :number_id)",
            lead_id=lead_id,
            number_id=consent.number_id,
            now=now,
        )

    def _demand_free(self, file: str, besides: Lead | None = None) -> None:
        other = self.find(file)
        if other is not None and (besides is None or other.id != besides.id):
            raise taken(file, other.name)

    def _lead(self, row: Row) -> Lead:
        number_id = row["number_id"]
        return Lead(
            id=row["id"],
            name=row["name"],
            file=row["file"],
            timezone=row["timezone"],
            consent=None if number_id is None else self._ledger.consent_of(number_id),
            unread=row["unread"],
            needs_reply=bool(row["needs_reply"]),
            last_category=row["last_category"],
        )


def _summary(lead: Lead) -> str:
    return f"{lead.name}, {lead.file}, {lead.number or 'no number'}, {lead.timezone or 'no zone'}"
