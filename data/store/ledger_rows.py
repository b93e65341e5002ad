"""Rows of numbers and of the ledger as values."""

from __future__ import annotations

from data.clock import from_text, from_text_or_none
from data.models import Consent, ConsentEvent, Status
from data.sqlite import Row

CONSENT = (
    "SELECT numbers.id AS number_id, e164, numbers.status, since, cause, requested_at, open_until,"
    " returns_to, revoked_at, weak_message_id, untextable, CASE messages.direction"
    " WHEN 'in' THEN messages.body WHEN 'out' THEN messages.reason ELSE '' END AS weak_words"
    " FROM numbers LEFT JOIN messages ON messages.id = numbers.weak_message_id"
)


def consent_from(row: Row) -> Consent:
    """A row of `CONSENT`."""
    return Consent(
        number_id=row["number_id"],
        number=row["e164"],
        status=Status(row["status"]),
        since=from_text(row["since"]),
        cause=row["cause"],
        requested_at=from_text_or_none(row["requested_at"]),
        open_until=from_text_or_none(row["open_until"]),
        returns_to=Status(row["returns_to"]) if row["returns_to"] else None,
        revoked_at=from_text_or_none(row["revoked_at"]),
        weak_message_id=row["weak_message_id"],
        weak_words=row["weak_words"],
        untextable=row["untextable"],
    )


def event_from(row: Row) -> ConsentEvent:
    """A row of the ledger."""
    values = dict(row)
    values.pop("link", None)  # of what looks at the chain
    values["before"], values["after"] = Status(row["before"]), Status(row["after"])
    values["at"], values["recorded_at"] = from_text(row["at"]), from_text(row["recorded_at"])
    return ConsentEvent(**values)
