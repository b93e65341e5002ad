"""The gate, asked with the facts as they stand in the store (or stood at a past moment)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from data.clock import from_text_or_none
from data.gate import Draft, Facts, hours_of, may_send
from data.hours import Hours
from data.models import (
    Answer,
    Consent,
    Kind,
    Lead,
    Permission,
    User,
)
from data.store.context import Context
from data.store.ledger import Ledger
from data.store.people import People
from data.store.polls import Polls
from data.store.safeguards import Safeguards
from data.store.worker import CARRIER_STATE
from data.verdict import Verdict

# Asked one by one: a status in a list would walk all messages.
_IN_FLIGHT = (
    "SELECT id FROM messages WHERE status = 'queued'"
    " UNION ALL SELECT id FROM messages WHERE status = 'sending'"
    " UNION ALL SELECT id FROM messages WHERE status = 'uncertain'"
)


# From one zone to the next in the index: a number may be that of ten thousand leads.
_ZONES_STATED = (
    "WITH RECURSIVE stated (zone) AS ("
    " SELECT min(timezone) FROM leads WHERE number_id = :number_id UNION ALL"
    " SELECT (SELECT min(timezone) FROM leads WHERE number_id = :number_id AND timezone > zone)"
    " FROM stated WHERE zone IS NOT NULL)"
    " SELECT zone FROM stated WHERE zone IS NOT NULL UNION ALL SELECT NULL"
    " WHERE EXISTS (SELECT 1 FROM leads WHERE number_id = :number_id AND timezone IS NULL)"
)


class Gatekeeper:
    """Collects what `may_send` looks at; every front end and the worker ask through here."""

    def __init__(
        self, context: Context, people: People, ledger: Ledger, safeguards: Safeguards
    ) -> None:
        self._context = context
        self._database = context.database
        self._people = people
        self._ledger = ledger
        self._safeguards = safeguards
        self._polls = Polls(context)

    def verdict(
        self,
        user: User | None,
        lead: Lead,
        draft: Draft,
        *,
        message_id: int | None = None,
        trying: bool = False,
    ) -> Verdict:
        """May this go to this lead now? `message_id` is the message itself if it is queued.

        `trying` asks for the one message that is to show whether the carrier takes texts again.
        """
        requests = self._requests_in_flight(draft, lead.consent, message_id)
        facts = self._facts(user, lead, other_request_in_flight=requests, trying=trying)
        return may_send(draft, lead, self._context.now(), facts)

    def hours(self, lead: Lead) -> Hours:
        """When texts may go to a lead, by every lead that has its number."""
        return hours_of(lead, self._context.rules(), self._zones_stated(lead))

    def verdict_at(self, user: User | None, lead: Lead, draft: Draft, at: datetime) -> Verdict:
        """The gate's answer for a past moment, by the ledger as it was recorded then.

        Permissions and settings are those of today: their past is in the audit log.
        """
        consent = self._ledger.consent_of_lead_at(lead.id, at)
        lead = replace(lead, consent=consent)
        facts = replace(self._facts(user, lead), last_poll_at=at, unread=())
        return may_send(draft, lead, at, facts)

    def _facts(
        self,
        user: User | None,
        lead: Lead,
        *,
        other_request_in_flight: bool = False,
        trying: bool = False,
    ) -> Facts:
        state = "carrier, problem" if trying else CARRIER_STATE
        worker = self._database.one(f"SELECT last_poll_at, {state} FROM worker")
        assert worker is not None, "the first migration inserts it"
        return Facts(
            rules=self._context.rules(),
            sms=self._people.answer(user, Permission.SMS) if user else Answer(True, "automatic"),
            last_poll_at=from_text_or_none(worker["last_poll_at"]),
            carrier=worker["carrier"],
            carrier_problem=worker["problem"],
            other_request_in_flight=other_request_in_flight,
            triggers_whole=self._safeguards.whole(),
            zone=self._context.zone,
            zones_stated=self._zones_stated(lead),
            unread=self._polls.unread(),
        )

    def _zones_stated(self, lead: Lead) -> tuple[str | None, ...]:
        """The zones that the leads with a number state, each once; None if one states none."""
        line = self._ledger.line_ids(lead.consent) if lead.consent else ()
        return tuple(
            zone
            for number_id in line
            for zone in self._database.column(_ZONES_STATED, number_id=number_id)
        )

    def _requests_in_flight(
        self, draft: Draft, consent: Consent | None, message_id: int | None
    ) -> bool:
        """Whether the number is being asked already; of interest to a request only."""
        if draft.kind is not Kind.AUTHORIZATION or consent is None:
            return False
        return bool(
            self._database.value(
                # The plus keeps SQLite from walking all messages of the number instead: 10 ms of
                # 100,000, each time their lead is looked at.
                f"SELECT EXISTS (SELECT 1 FROM messages WHERE id IN ({_IN_FLIGHT})"
                " AND +number_id IN (SELECT value FROM json_each(:line))"
                " AND kind = 'authorization' AND id IS NOT :message_id)",
                line=json.dumps(self._ledger.line_ids(consent)),
                message_id=message_id,
            )
        )
