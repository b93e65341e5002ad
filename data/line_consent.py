"""The consent of a line that is on record under several spellings of its number. Pure.

A number is on record once, in the spelling of today. But rows are never changed, and an earlier
version took two spellings of a line for two numbers: then each row has a consent, and only what all
of them let through is agreed to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.consent import Change
from data.models import Consent, Status


def of_line(rows: Sequence[Consent]) -> Consent:
    """The consent of a line that is on record under several spellings, as the first row's.

    What the client said under one of them holds for all: a revocation, else an open request, with
    the last request and a reply that waits for a judgement under whichever it is. But only what was
    agreed to under the row's own spelling lets a text through, as the database's triggers see it.
    """
    first, strictest = rows[0], min(rows, key=_openness)
    if len(rows) == 1:
        return first
    weak = next((row for row in rows if row.weak_message_id is not None), strictest)
    return replace(
        strictest,
        number_id=first.number_id,
        number=first.number,
        requested_at=max((row.requested_at for row in rows if row.requested_at), default=None),
        weak_message_id=weak.weak_message_id,
        weak_words=weak.weak_words,
        untextable=next((row.untextable for row in rows if row.untextable), ""),
    )


def change_of_row(change: Change, row: Consent) -> Change:
    """A change of a line's consent, for one of its rows.

    What is only noted moves no status: not that of a row which stands otherwise than the line.
    """
    if change.status is row.status or (change.recorded and not change.event):
        return change
    return replace(
        change,
        status=row.status,
        cause=row.cause,
        since=row.since,
        open_until=row.open_until,
        returns_to=row.returns_to,
        revoked_at=row.revoked_at,
    )


def _openness(row: Consent) -> int:
    if row.has_revoked:
        return 0
    return 1 if row.status is Status.PENDING else 2
