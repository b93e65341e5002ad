"""Consent as people record it: by hand, or by judging a reply that may have been an opt-out."""

from __future__ import annotations

from datetime import datetime

from data.consent import Change, by_hand, on_weak_judged
from data.consent_record import own_revocation_stands
from data.errors import Conflict, Invalid, Refused
from data.models import Actor, Consent, Permission
from data.printable import has_visible
from data.storable import storable
from data.store.audit import Audit
from data.store.context import Context, os_account
from data.store.ledger import Ledger
from data.store.people import People


class Consents:
    """The acts of people on a number's consent; each in the ledger and on the audit log."""

    def __init__(self, context: Context, *, audit: Audit, people: People, ledger: Ledger) -> None:
        self._context = context
        self._database = context.database
        self._audit = audit
        self._people = people
        self._ledger = ledger

    def revoke(self, actor: Actor, number: str, source: str, note: str) -> Consent:
        """Record that the client does not want texts, said elsewhere than by text."""
        return self._record(actor, number, source, note, revoke=True)

    def grant(self, actor: Actor, number: str, source: str, note: str) -> Consent:
        """Record that the client agreed, elsewhere than by text.

        Refused after the client's own opt-out: a mistaken grant would send texts against it.
        """
        return self._record(actor, number, source, note, revoke=False)

    def judge_weak(self, actor: Actor, number: str, message_id: int, *, revoke: bool) -> Consent:
        """Decide whether a reply that may be an opt-out was one; the choice is recorded.

        `message_id` is the reply that was read: nobody judges one they have not seen. What comes
        back has the next one that waits, if there is one.
        """
        with self._database.atomic():
            self._people.require(actor, Permission.SMS)
            consent = self._ledger.consent(number)
            if consent is None or consent.weak_message_id is None:
                raise Refused("There is no reply to judge for this number any more.")
            if consent.weak_message_id != message_id:
                raise Conflict(
                    "That reply is judged already; another one may be an opt-out.",
                    "Read it, then decide.",
                )
            now, words = self._context.carrier_now(), consent.weak_words
            change = on_weak_judged(consent, revoke, now)
            return self._apply(actor, consent, change, now, "judged", words=words, about=message_id)

    def _record(
        self, actor: Actor, number: str, source: str, note: str, *, revoke: bool
    ) -> Consent:
        self._people.require(actor, Permission.CONSENT)
        source, note = storable(source.strip()), storable(note.strip())
        if not (has_visible(source) and has_visible(note)):
            raise Invalid(
                "A consent recorded by hand needs its source and a note.",
                "Say how the client told you, and what they said.",
            )
        with self._database.atomic():
            self._people.require(actor, Permission.CONSENT)
            consent = self._ledger.ensure_number(self._ledger.number(number))
            if not revoke and own_revocation_stands(self._ledger.events(consent.number)):
                raise Refused(
                    "The client opted out by their own word: no one else can take that back.",
                    "Only their START, or their YES to a request, ends it.",
                )
            now = self._context.carrier_now()
            change = by_hand(consent, revoke, now)
            return self._apply(actor, consent, change, now, source, note=note)

    def _apply(
        self,
        actor: Actor,
        consent: Consent,
        change: Change,
        at: datetime,
        source: str,
        *,
        note: str = "",
        words: str = "",
        about: int | None = None,
    ) -> Consent:
        """`about` is the message the change is about, with its `words`, if there is one."""
        self._ledger.apply(
            consent,
            change,
            at,
            words=words,
            message_id=about,
            user=actor.user.name,
            os_account=os_account(actor),
            source=source,
            note=note,
        )
        self._audit.add(
            actor,
            "consent",
            consent.number,
            before=consent.status.value,
            after=change.status.value,
            note=f"{source}: {note}" if note else source,
        )
        return self._ledger.consent_of(consent.number_id)
