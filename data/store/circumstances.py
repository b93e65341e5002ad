"""What a client's word must be read with: what else they wrote then, and whether we wrote since."""

from __future__ import annotations

from datetime import datetime, timedelta

from data.clock import text_or_none, to_text
from data.consent import Meaning
from data.models import Consent, Status
from data.store.context import Context
from data.store.ledger import Ledger

_CLOSING = {Meaning.STOP, Meaning.STRONG, Meaning.NO}
_LAST_OF_SECOND = timedelta(milliseconds=999)


class Circumstances:
    """Questions about a number's messages that decide what one of them does."""

    def __init__(self, context: Context, ledger: Ledger) -> None:
        self._context = context
        self._database = context.database
        self._ledger = ledger

    def closed_within_second(self, consent: Consent, at: datetime) -> bool:
        """True when the client also wrote STOP or NO in that second: which came last is unknown."""
        second = at.replace(microsecond=0)
        bodies = self._database.column(
            "SELECT DISTINCT body FROM messages WHERE number_id = :number_id AND direction = 'in'"
            " AND at BETWEEN :first AND :last",
            number_id=consent.number_id,
            first=to_text(second),
            last=to_text(second + _LAST_OF_SECOND),
        )
        return any(self._context.reading(body).meaning in _CLOSING for body in bodies)

    def texted_since_authorized(self, consent: Consent) -> bool:
        """True when a person's text left, or may have, since the number is Authorized."""
        if consent.status is not Status.AUTHORIZED:
            return False
        seen_at = self._ledger.authorized_seen_at(consent.number_id)
        return bool(
            self._database.value(
                "SELECT EXISTS (SELECT 1 FROM messages INDEXED BY messages_out"
                " WHERE number_id = :number_id AND at >= :seen_at AND kind = 'text'"
                " AND direction = 'out'"
                " AND status IN ('sending', 'sent', 'delivered', 'uncertain'))",
                number_id=consent.number_id,
                seen_at=text_or_none(seen_at),
            )
        )
