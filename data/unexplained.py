"""What of a number's row its record in the ledger does not explain: it was changed by hand. Pure.

The triggers see to it that a status moves with a row of the ledger; of the other columns they can
only see that they are well formed. So each is compared with the events it comes from. How long a
request stays open is a setting, so of `open_until` only its bounds are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from data.consent import REQUEST_SENT
from data.consent_record import open_weak_signs
from data.models import Consent, ConsentEvent, Status

# As long as the setting allows (data/store/setting_values.py).
_OPEN_AT_MOST = timedelta(days=365)
# Earlier versions looked at the clock twice for what a person recorded.
_ONE_ACT = timedelta(seconds=2)


def status_unexplained(row: Consent, line: Sequence[ConsentEvent]) -> bool:
    """True when the status is not that of the row's last event; `line` has all of its spellings."""
    own = [event for event in line if event.number == row.number]
    return row.status is not (own[-1].after if own else Status.NOT_AUTHORIZED)


def weak_sign_forgotten(consent: Consent, line: Sequence[ConsentEvent]) -> bool:
    """True when a reply waits for a judgement by the record, and by the number's row none does."""
    return consent.weak_message_id is None and bool(open_weak_signs(line))


def unexplained(row: Consent, line: Sequence[ConsentEvent]) -> Iterator[str]:
    """The columns of a number's row that its record does not explain, as words for `doctor`."""
    if status_unexplained(row, line):
        yield "status"
    moved = [event.at for event in line if event.before is not event.after]
    at = [event.at for event in line]
    if moved and not _near(row.since, at):
        yield "since"
    if row.revoked_at is not None and not _near(row.revoked_at, at):
        yield "revoked at"
    if _revocation_forgotten(row, line):
        yield "revocation"
    if row.requested_at is not None and row.requested_at not in _asked(line):
        yield "requested at"
    if not _open_as_asked(row):
        yield "open until"
    own = [event for event in line if event.number == row.number]
    known = {None, *(event.message_id for event in line)}
    if weak_sign_forgotten(row, own) or row.weak_message_id not in known:
        yield "reply to judge"


def _near(moment: datetime, moments: Iterable[datetime]) -> bool:
    return any(abs(moment - each) <= _ONE_ACT for each in moments)


def _asked(line: Sequence[ConsentEvent]) -> set[object]:
    return {event.at for event in line if event.cause == REQUEST_SENT}


def _revocation_forgotten(row: Consent, line: Sequence[ConsentEvent]) -> bool:
    """Whether the record ends in a revocation that nothing lifted, and the row knows of none."""
    stands = False
    for event in line:
        moved = event.number == row.number and event.before is not event.after
        if moved and event.after in (Status.REVOKED, Status.AUTHORIZED):
            stands = event.after is Status.REVOKED
    return stands and not row.has_revoked


def _open_as_asked(row: Consent) -> bool:
    if row.open_until is None:
        return True
    if row.status in (Status.AUTHORIZED, Status.REVOKED) and not row.returns_to:
        return row.status is Status.REVOKED
    asked = row.requested_at
    return asked is not None and row.open_until <= asked + _OPEN_AT_MOST
