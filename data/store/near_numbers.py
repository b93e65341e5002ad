"""Replies from a number that no lead has, but that may be a lead's in an unknown spelling."""

from __future__ import annotations

from data import phone
from data.models import Consent
from data.store.context import Context
from data.store.ledger import Ledger


class NearNumbers:
    """Finding the numbers of leads that end like another."""

    def __init__(self, context: Context, ledger: Ledger) -> None:
        self._database = context.database
        self._ledger = ledger

    def of(self, sender: Consent) -> list[Consent]:
        """The consents of leads' numbers which the sender may have written under."""
        rows = self._database.all(
            "SELECT id, e164 FROM numbers WHERE substr(e164, -8) = substr(:number, -8)"
            " AND id <> :id AND EXISTS (SELECT 1 FROM leads WHERE number_id = numbers.id)",
            number=sender.number,
            id=sender.number_id,
        )
        return [
            self._ledger.consent_of(row["id"])
            for row in rows
            if phone.may_be_one_line(row["e164"], sender.number)
        ]
