"""All that the lead screen shows of one lead, read from the store in one go and passed down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from data.gate import Draft
from data.models import ConsentEvent, Kind, Lead, Permission
from data.phone import local_time
from data.rules import Rules
from data.verdict import Verdict
from screens.session import Session

# The gate is asked about the lead before anything is typed: a request stands for one whose dialog
# has been filled in.
_ANY_TEXT = Draft(Kind.TEXT)
_ANY_REQUEST = Draft(Kind.AUTHORIZATION, asked_by="other", note="to be filled in")


@dataclass(frozen=True)
class LeadView:
    """A lead as of `now`. `text` and `request` are the gate's answers for a text and for an
    authorization request; `asks_how` is True when a request needs to say how the client asked, and
    `may_record` when the user may record by hand what the client said; `admin` when they may change
    the settings."""

    lead: Lead
    sharing: tuple[Lead, ...]
    events: tuple[ConsentEvent, ...]
    categories: tuple[str, ...]
    text: Verdict
    request: Verdict
    rules: Rules
    admin: bool
    now: datetime
    zone: ZoneInfo
    may_record: bool = False

    @property
    def asks_how(self) -> bool:
        consent = self.lead.consent
        after_stop = consent is not None and consent.has_revoked
        return after_stop and self.rules.reauthorize_after_stop == "ask"

    @property
    def local_time(self) -> str:
        """`06:41 PST`, or "" when the lead's time zone is not known."""
        local = self._local()
        return f"{local[0]:%H:%M} {local[1]}" if local else ""

    @property
    def hours(self) -> str:
        """Until when, in the lead's own day, texts go out: `until 21:00`, `texts from 08:00`."""
        local = self._local()
        if local is None:
            return ""
        opens, closes = self.rules.hours_open, self.rules.hours_close
        if opens <= local[0].time() < closes:
            return f"until {closes:%H:%M}" if closes.second == 0 else ""
        return f"texts from {opens:%H:%M}"

    def _local(self) -> tuple[datetime, str] | None:
        if self.lead.number is None:
            return None
        return local_time(self.lead.number, self.lead.timezone, self.now)


def read_lead(session: Session, lead_id: int) -> LeadView:
    """Read it all: a handful of indexed reads. Refused to those who may not read."""
    store, actor = session.store, session.actor
    store.reading.require(actor)
    lead = store.leads.get(lead_id)
    return LeadView(
        lead=lead,
        sharing=tuple(store.leads.sharing(lead)),
        events=tuple(store.log.events(lead_id)),
        categories=tuple(category.name for category in store.categories.list()),
        text=store.outbox.verdict(actor, lead_id, _ANY_TEXT),
        request=store.outbox.verdict(actor, lead_id, _ANY_REQUEST),
        rules=store.rules(),
        admin=store.people.answer(actor.user, Permission.ADMIN).allowed,
        now=session.now(),
        zone=session.zone,
        may_record=lead.number is not None and _may(session, Permission.CONSENT),
    )


def _may(session: Session, permission: Permission) -> bool:
    return session.store.people.answer(session.actor.user, permission).allowed


def asked_ago(moment: datetime, now: datetime) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `2 days ago`: how long a client has been waited for."""
    gone = max(now - moment, timedelta(0))
    return "just now" if gone < timedelta(minutes=1) else f"{_span(gone)} ago"


def _span(gone: timedelta) -> str:
    if gone < timedelta(hours=1):
        return f"{gone.seconds // 60} min"
    if gone < timedelta(days=1):
        return f"{gone.seconds // 3600} h"
    return "1 day" if gone.days == 1 else f"{gone.days} days"
