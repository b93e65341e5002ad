"""What was changed around the program, as far as something else on record says otherwise.

No trigger can refuse a setting, a lead's number or the columns of a consent that is well formed:
the program itself writes them. But each stands elsewhere too, and `doctor` compares the two.
"""

from __future__ import annotations

import json
from datetime import timedelta

from data.clock import from_text
from data.line_spellings import spellings
from data.store import ledger_chain as chain
from data.store.context import Context
from data.store.ledger_rows import CONSENT, consent_from, event_from
from data.unexplained import unexplained

_AHEAD = timedelta(minutes=1)


class ByHand:
    """Reading only; of a large store this takes seconds."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def numbers(self) -> list[tuple[str, str]]:
        """(number, what) of each number whose record does not explain how it stands."""
        with self._database.snapshot():
            ids = self._database.column("SELECT id FROM numbers ORDER BY id")
            found = [(number_id, self._unexplained(number_id)) for number_id in ids]
        return [(number, what) for _, (number, what) in found if what]

    def settings(self) -> list[str]:
        """The keys of settings that are not as the audit log last says."""
        return self._database.column(
            "SELECT key FROM (SELECT key, value, (SELECT after FROM audit WHERE kind = 'setting'"
            " AND subject = key ORDER BY id DESC LIMIT 1) AS known FROM settings)"
            " WHERE value IS NOT known"
            " UNION SELECT subject FROM audit WHERE kind = 'setting'"
            " AND subject NOT IN (SELECT key FROM settings) ORDER BY 1"
        )

    def leads(self) -> list[str]:
        """The files of leads whose number is not the one they were last given."""
        return self._database.column(
            "SELECT file FROM leads JOIN numbers ON numbers.id = leads.number_id"
            " WHERE mobile IS NOT e164 OR NOT EXISTS ("
            " SELECT 1 FROM lead_numbers WHERE lead_id = leads.id"
            " AND lead_numbers.number_id = leads.number_id AND since ="
            " (SELECT max(since) FROM lead_numbers WHERE lead_id = leads.id))"
            " ORDER BY leads.id"
        )

    def marks(self) -> list[str]:
        """The products that are said to be read up to a moment that is still to come."""
        latest = self._context.carrier_now() + _AHEAD
        rows = self._database.all(
            "SELECT product, max(through) AS through FROM read_marks GROUP BY product"
            " ORDER BY product"
        )
        return [row["product"] for row in rows if from_text(row["through"]) > latest]

    def _unexplained(self, number_id: int) -> tuple[str, str]:
        row = self._database.one(f"{CONSENT} WHERE numbers.id = :id", id=number_id)
        assert row is not None, "it was just listed"
        consent = consent_from(row)
        events = self._database.all(
            f"{chain.EVENTS} WHERE e164 IN (SELECT value FROM json_each(:spellings))"
            " ORDER BY consent_events.id",
            spellings=json.dumps([consent.number, *spellings(consent.number)]),
        )
        return consent.number, ", ".join(unexplained(consent, list(map(event_from, events))))
