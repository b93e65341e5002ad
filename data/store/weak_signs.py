"""Weak signs at other numbers than the sender's, and of texts that only became one later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from data.clock import to_text
from data.consent import Meaning, on_reply
from data.models import Consent, Lead
from data.store.context import Context
from data.store.inbox import Inbox
from data.store.ledger import Ledger

_ENDS_ALIKE = "the sender's number ends like this one"


class WeakSigns:
    """Has numbers wait until a person has judged a message."""

    def __init__(self, context: Context, *, ledger: Ledger, inbox: Inbox) -> None:
        self._context = context
        self._ledger = ledger
        self._inbox = inbox

    def note(
        self,
        consent: Consent,
        leads: Iterable[Lead],
        at: datetime,
        words: str,
        message_id: int,
        rule: str,
    ) -> None:
        """The message may be an opt-out of this number, by a rule; its leads need a reply."""
        rules, now = self._context.rules(), self._context.carrier_now()
        fresh = self._ledger.consent_of(consent.number_id)
        change = on_reply(fresh, Meaning.WEAK, words, at, now, rules)
        self._ledger.apply(fresh, change, at, words=words, message_id=message_id, note=rule)
        for lead in leads:
            self._inbox.touch(lead.id, to_text(at), lead.name, words, unread=1, needs_reply=True)

    def note_alike(self, leads: Iterable[Lead], at: datetime, words: str, message_id: int) -> None:
        """The same at every number these leads have."""
        numbers: dict[int, tuple[Consent, list[Lead]]] = {}
        for lead in leads:
            if lead.consent is not None:
                number_id = lead.consent.number_id
                numbers.setdefault(number_id, (lead.consent, []))[1].append(lead)
        for consent, sharing in numbers.values():
            self.note(consent, sharing, at, words, message_id, _ENDS_ALIKE)
