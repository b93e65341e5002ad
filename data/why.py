"""The words of the gate's reasons: what a lead, a moment and a zone come to in plain English. Pure.

Names and quotes are people's text, so they pass `printable` here already; dates are those of the
reader's zone, hours those of the lead's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from data import consent
from data.hours import Hours
from data.models import Consent, Lead, Status
from data.printable import printable
from data.unread_product import UnreadProduct

_QUOTE_AT_MOST = 60
_NAME_AT_MOST = 30
_SHARED = "Another lead with this number states another time zone, and both must be open."

_HOW_REVOKED = {
    consent.STOP: ' ("STOP")',
    consent.SAID_SO: " (said so in a text)",
    consent.CARRIER: " (with the carrier)",
    consent.BY_HAND: " (recorded by hand)",
    consent.OPT_OUT: " (a text judged an opt-out)",
}


@dataclass(frozen=True, slots=True)
class Why:
    """How reasons speak of one lead at one moment, to a reader in `zone`."""

    lead: Lead
    now: datetime
    zone: tzinfo

    @property
    def name(self) -> str:
        """The lead's first name: "Maria" of "Maria Lopez" and of "Lopez, Maria"."""
        name = printable(self.lead.name)
        given = name.rpartition(",")[2].split() or name.replace(",", " ").split()
        return given[0][:_NAME_AT_MOST] if given else "the client"

    @property
    def subject(self) -> str:
        """The name as a sentence begins."""
        return self.name[:1].upper() + self.name[1:]

    def day(self, moment: datetime) -> str:
        """`12 Nov`, with the year when it is another one."""
        return _day(moment.astimezone(self.zone), self.now.astimezone(self.zone))

    def minute(self, moment: datetime) -> str:
        """`13 Nov 09:00`."""
        return f"{self.day(moment)} {moment.astimezone(self.zone):%H:%M}"

    def not_authorized(self) -> str:
        """`Not authorized.`, or with the reply that ended the last request."""
        cause = self.lead.consent.cause if self.lead.consent else ""
        if cause.startswith((consent.ANSWERED_OTHERWISE, consent.ANSWERED_LATE)):
            return f"Not authorized: {printable(cause)}."
        return "Not authorized."

    def waiting(self, since: datetime) -> str:
        return f"Waiting for {self.name}'s reply since {self.day(since)}."

    def send_again(self, at: datetime | None) -> str:
        return f"Send again from {self.minute(at)}." if at else "Send again."

    def revoked(self, known: Consent) -> str:
        """Who revoked, when, and in which way."""
        if known.status is Status.PENDING:
            asked = self.day(known.requested_at or known.since)
            return f"{self.subject} had revoked SMS, and did not answer the request of {asked}."
        if known.cause == consent.REQUEST_FAILED:
            words = f"{self.subject} had revoked SMS, and the request"
            return f"{words} to take it back was not delivered ({self.day(known.since)})."
        if known.cause.startswith(consent.ANSWERED_OTHERWISE):
            words = f"{self.subject} had revoked SMS, and the answer to the request"
            return f"{words} of {self.day(known.requested_at or known.since)} did not take it back."
        how = _HOW_REVOKED.get(known.cause, "")
        return f"{self.subject} revoked SMS on {self.day(known.since)}{how}."

    def lifts_revoked(self, rule: str) -> str:
        """What is left after a STOP, by the setting `reauthorize_after_stop`."""
        start = f"{self.subject} can reply START"
        if rule == "free":
            return f"{start}, or ask again."
        if rule == "ask":
            return f"{start}; ask again only with how {self.name} asked for it, and a note."
        return f"{start}; nothing else lifts it."

    def weak_sign(self, words: str) -> str:
        line = " ".join(printable(words).split())
        if len(line) > _QUOTE_AT_MOST:
            line = line[: _QUOTE_AT_MOST - 1] + "…"
        return f"{self.subject} may have opted out" + (f': "{line}".' if line else ".")

    def unread(self, unread: UnreadProduct) -> str:
        """Which product's replies cannot be read, since when, and what the carrier said."""
        since = self.minute(unread.since)
        words = f"Replies under {unread.product} could not be read since {since}"
        return f"{words}, and a STOP may be among them. {printable(unread.problem)}".strip()

    def outside(self, hours: Hours, *, shared: bool = False) -> str:
        """What time it is for the lead, and when texts go out.

        `shared` says that other leads with the number have a part in it.
        """
        return self._outside(hours) + (f" {_SHARED}" if shared else "")

    def _outside(self, hours: Hours) -> str:
        if not hours.known:
            window = f"{_past(hours.opens, hours=4)}–{_closing(hours.closes)} Eastern"
            return f"{self.subject}'s time zone is unknown; texts go out {window}."
        window = f"{hours.opens:%H:%M}–{_closing(hours.closes)}"
        return f"It is {_clocks(hours, self.now)} for {self.name}; texts go out {window}."

    def opens(self, hours: Hours, until: datetime) -> str:
        """When a message held for the hours goes out: `24 Nov 08:00 PST`, without today's date."""
        first, today = hours.local_times(until)[0], hours.local_times(self.now)[0]
        day = "" if first.date() == today.date() else f"{_day(first, today)} "
        return f"It goes out from {day}{_clocks(hours, until)}, or cancel it."


def ago(age: timedelta) -> str:
    """`22 min ago`, `3 h ago`, `2 days ago`; a negative age is no age."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 0:
        return "at an uncertain time"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // 1440} days ago"


def _day(day: date, today: date) -> str:
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def _clocks(hours: Hours, moment: datetime) -> str:
    """`06:41 PST`, or `06:41 PST to 09:41 EST` where the lead may be in several zones."""
    clocks = hours.local_times(moment)
    ends = clocks if len(clocks) == 1 else (clocks[0], clocks[-1])
    return " to ".join(f"{clock:%H:%M} {clock.tzname()}" for clock in ends)


def _closing(closes: time) -> str:
    return "24:00" if closes == time.max else f"{closes:%H:%M}"


def _past(clock: time, hours: int) -> str:
    return f"{(clock.hour + hours) % 24:02}:{clock:%M}"
