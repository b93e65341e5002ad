"""The outbox as people use it: queue a text, cancel it, decide about one that may have been sent.

A key press becomes a row here and nothing else; the worker takes it from there (`dispatch.py`). The
gate is asked before a message is queued and again when it is claimed for sending.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from data.clock import from_text, text_or_none, to_text
from data.errors import Invalid, NotFound, Refused
from data.gate import NO_CATEGORY, Draft
from data.models import (
    Actor,
    Category,
    Kind,
    Lead,
    Message,
    MessageStatus,
    Permission,
    Template,
)
from data.segments import count
from data.storable import storable
from data.store.audit import Audit
from data.store.categories import Categories
from data.store.context import Context, os_account
from data.store.drafts import Drafts
from data.store.gatekeeper import Gatekeeper
from data.store.inbox import Inbox
from data.store.leads import Leads
from data.store.log import Log
from data.store.people import People
from data.verdict import Queued, Reason, Verdict

# How long after its claim the carrier may still answer for a message or report it: before, nobody
# knows enough to decide about it. The client cuts a call after 30 s; the rest is for the record.
QUIET_TIME = timedelta(seconds=60)


class Outbox:
    """What people may do with messages that have yet to go out."""

    def __init__(
        self,
        context: Context,
        *,
        audit: Audit,
        people: People,
        leads: Leads,
        inbox: Inbox,
        log: Log,
        categories: Categories,
        gatekeeper: Gatekeeper,
        drafts: Drafts,
    ) -> None:
        self._drafts = drafts
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people
        self._leads = leads
        self._inbox = inbox
        self._log = log
        self._categories = categories
        self._gatekeeper = gatekeeper

    def verdict(self, actor: Actor, lead_id: int, draft: Draft) -> Verdict:
        """The gate's answer for a message that someone is about to write or queue."""
        with self._database.snapshot():
            return self._gatekeeper.verdict(actor.user, self._leads.get(lead_id), draft)

    def enqueue_text(self, actor: Actor, lead_id: int, body: str, category: str) -> Queued:
        """Queue a text; Refused with every reason when the gate does not even hold it."""
        body = storable(body)
        with self._database.atomic():
            lead = self._leads.get(lead_id)
            chosen, fault = self._chosen(category)
            draft = Draft(Kind.TEXT, body=body, category=category)
            queued = self._enqueue(actor, lead, draft, chosen, fault)
            assert chosen is not None, "the gate refuses a text without a category"
            self._database.run(
                "UPDATE leads SET last_category_id = :category WHERE id = :id",
                category=chosen.id,
                id=lead_id,
            )
            self._answered(lead)
            self._drafts.sent(actor.user.id, lead_id, body)
        return queued

    def enqueue_authorization(
        self, actor: Actor, lead_id: int, *, asked_by: str | None = None, note: str = ""
    ) -> Queued:
        """Queue an authorization request; `asked_by` and `note` say how a client who had
        revoked asked for it."""
        with self._database.atomic():
            lead = self._leads.get(lead_id)
            draft = Draft(
                Kind.AUTHORIZATION,
                body=self._context.rules().text(Template.REQUEST),
                template=Template.REQUEST,
                asked_by=asked_by,
                note=storable(note.strip()),
            )
            return self._enqueue(actor, lead, draft, None)

    def enqueue_automatic(self, lead: Lead, template: Template) -> int:
        """Queue an automatic reply to a number, in the transaction of what it answers."""
        draft = Draft(Kind.AUTOMATIC, body=self._context.rules().text(template), template=template)
        return self._insert(None, lead, draft, None)

    def cancel(self, actor: Actor, message_id: int) -> None:
        """Cancel a message that has not left the queue."""
        with self._database.atomic():
            self._people.require(actor, Permission.SMS)
            message = self._log.get(message_id)
            if message.status is not MessageStatus.QUEUED:
                raise Refused(f"This message is {message.status.value}: it cannot be cancelled.")
            self._finish(actor, message, f"Cancelled by {actor.user.name}.")

    def send_again(self, actor: Actor, message_id: int) -> Queued:
        """Queue an uncertain text once more, as a new message; only a person decides this."""
        with self._database.atomic():
            message = self._undecided(actor, message_id)
            if message.kind is not Kind.TEXT or message.lead_id is None:
                raise Refused("Only a text can be sent again.", "Ask for authorization again.")
            category = self._category_of(message_id)
            draft = Draft(Kind.TEXT, body=message.body, category=category.name)
            # Decided first, so that it does not stand in the way of the new one.
            self._finish(actor, message, f"Sent again by {actor.user.name}; may have been sent.")
            return self._enqueue(actor, self._leads.get(message.lead_id), draft, category)

    def treat_as_not_sent(self, actor: Actor, message_id: int) -> None:
        """Close an uncertain message; should the carrier report it after all, it says so."""
        with self._database.atomic():
            message = self._undecided(actor, message_id)
            self._finish(actor, message, f"Treated as not sent by {actor.user.name}.")

    def _chosen(self, name: str) -> tuple[Category | None, tuple[Reason, ...]]:
        """The category of that name; else what is wrong with it, for the gate has more to say."""
        if not name.strip():
            return None, ()
        try:
            return self._categories.usable(name), ()
        except (Invalid, NotFound) as fault:
            return None, (Reason(NO_CATEGORY, fault.what, fault.remedy),)

    def _category_of(self, message_id: int) -> Category:
        """Of a text as it was queued: since then it may have another name, or be archived."""
        return self._categories.get(
            self._database.value("SELECT category_id FROM messages WHERE id = :id", id=message_id)
        )

    def _undecided(self, actor: Actor, message_id: int) -> Message:
        self._people.require(actor, Permission.SMS)
        message = self._log.get(message_id)
        if message.status is not MessageStatus.UNCERTAIN:
            raise Refused(f"This message is {message.status.value}: there is nothing to decide.")
        claimed = self._database.value(
            "SELECT claimed_at FROM messages WHERE id = :id", id=message_id
        )
        ready = from_text(claimed) + QUIET_TIME
        if self._context.now() < ready:
            raise Refused(
                "The carrier may still report this message.", "Decide about it in a minute."
            )
        return message

    def _finish(self, actor: Actor, message: Message, reason: str) -> None:
        self._database.run(
            "UPDATE messages SET status = 'cancelled', reason = :reason, not_before = NULL"
            " WHERE id = :id",
            id=message.id,
            reason=reason,
        )
        self._audit.add(
            actor,
            "outbox",
            f"message {message.id} of {message.file}",
            before=message.status.value,
            after=reason,
        )

    def _enqueue(
        self,
        actor: Actor,
        lead: Lead,
        draft: Draft,
        category: Category | None,
        faults: tuple[Reason, ...] = (),
    ) -> Queued:
        verdict = self._gatekeeper.verdict(actor.user, lead, draft)
        refusals = [reason for reason in verdict.reasons if not reason.hold]
        if refusals or faults:
            raise GateRefused(Verdict((*refusals, *faults)))
        message_id = self._insert(actor, lead, draft, category)
        if verdict.held:
            self._hold(message_id, verdict)
        return Queued(message_id, verdict)

    def _hold(self, message_id: int, verdict: Verdict) -> None:
        """Say at once in the log why it waits; the worker asks the gate again."""
        self._database.run(
            "UPDATE messages SET reason = :words, not_before = :until WHERE id = :id",
            id=message_id,
            words=" ".join(reason.words for reason in verdict.reasons),
            until=text_or_none(verdict.opens_at),
        )

    def _insert(
        self, actor: Actor | None, lead: Lead, draft: Draft, category: Category | None
    ) -> int:
        if lead.consent is None:
            raise Invalid("This lead has no valid mobile number.")
        now = to_text(self._context.now())
        author = actor.user.name if actor else ""
        body = draft.body or ""
        message_id = self._database.insert(
            "INSERT INTO messages (lead_id, number_id, direction, kind, template, body,"
            " category_id, category, author_id, author, os_account, asked_by, note, status, at,"
            " recorded_at, client_ref, segments) VALUES (:lead_id, :number_id, 'out', :kind,"
            " :template, :body, :category_id, :category, :author_id, :author, :os_account,"
            " :asked_by, :note, 'queued', :now, :now, :client_ref, :segments)",
            lead_id=lead.id or None,
            number_id=lead.consent.number_id,
            kind=draft.kind.value,
            template=draft.template.value if draft.template else None,
            body=body,
            category_id=category.id if category else None,
            category=category.name if category else None,
            author_id=actor.user.id if actor else None,
            author=author,
            os_account=os_account(actor),
            asked_by=draft.asked_by,
            note=draft.note,
            now=now,
            client_ref=secrets.token_hex(20),
            segments=count(body).segments,
        )
        if lead.id:
            self._database.run(
                "INSERT INTO log (lead_id, at, message_id) VALUES (:lead_id, :now, :message_id)",
                lead_id=lead.id,
                now=now,
                message_id=message_id,
            )
            self._inbox.touch(lead.id, now, author, body)
        return message_id

    def _answered(self, lead: Lead) -> None:
        """The person has an answer: no lead that shares the number waits for one."""
        assert lead.consent is not None, "the gate refuses a lead without a number"
        self._database.run(
            "UPDATE leads SET needs_reply = 0, unread = 0 WHERE number_id = :number_id",
            number_id=lead.consent.number_id,
        )


class GateRefused(Refused):
    """The gate refuses; `verdict` has every reason, each with what lifts it."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(
            " ".join(reason.words for reason in verdict.reasons),
            " ".join(reason.remedy for reason in verdict.reasons if reason.remedy),
        )
        self.verdict = verdict
