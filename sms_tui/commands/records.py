"""What the store knows, in the fields the commands print. The names are a public interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from data.models import MESSAGE_FIELDS
from sms_tui.output import Record

if TYPE_CHECKING:
    from data.models import AuditEntry, ConsentEvent, Lead, Message, User
    from data.verdict import Reason, Verdict


def message_record(message: Message) -> Record:
    """One entry of a log, in the fields of `log --json`."""
    return {name: getattr(message, name) for name in MESSAGE_FIELDS}


def lead_record(lead: Lead, shared_with: Sequence[str]) -> Record:
    """A lead, in the fields of `lead show --json`; `shared_with` are other leads' files."""
    return {
        "file": lead.file,
        "client": lead.name,
        "number": lead.number,
        "status": lead.status,
        "since": lead.consent.since if lead.consent else None,
        "timezone": lead.timezone,
        "unread": lead.unread,
        "needs_reply": lead.needs_reply,
        "shared_with": list(shared_with),
    }


def reason_record(reason: Reason) -> Record:
    """One reason of the gate."""
    return {
        "code": reason.code,
        "words": reason.words,
        "remedy": reason.remedy,
        "hold": reason.hold,
        "until": reason.until,
    }


def verdict_record(file: str, verdict: Verdict) -> Record:
    """The gate's answer, in the fields of `why --json`."""
    return {
        "file": file,
        "allowed": verdict.allowed,
        "reasons": [reason_record(reason) for reason in verdict.reasons],
        "opens_at": verdict.opens_at,
    }


def event_record(event: ConsentEvent) -> Record:
    """One row of the ledger, in the fields of `proof --json`."""
    return asdict(event)


def audit_record(entry: AuditEntry) -> Record:
    """One act, in the fields of `audit --json`."""
    return asdict(entry)


def user_record(user: User, groups: Sequence[str]) -> Record:
    """A user, in the fields of `user list --json`."""
    return {"name": user.name, "active": user.active, "groups": list(groups)}
