"""The nouns of the program, frozen, and enums.

A *lead* is a client with a file number. A lead has a mobile *number*; consent belongs to the
number, so two leads with one number share it. A *message* is anything in a lead's log: a text, an
authorization request, an automatic reply, a noted call. Times are timezone-aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from data.unread_product import UnreadProduct

# How a client who had revoked may have asked for SMS again, as the ledger keeps it.
ASKED_BY = ("call", "email", "person", "other")


class Status(StrEnum):
    """What a number's owner has agreed to; the values are the words on screen and in `--json`."""

    NOT_AUTHORIZED = "Not Authorized"
    PENDING = "Pending Authorization"
    AUTHORIZED = "Authorized"
    REVOKED = "Revoked"


class Direction(StrEnum):
    """Who wrote a message: the client (`in`) or the firm (`out`)."""

    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What a message is for; the gate has a column for each kind that is sent."""

    TEXT = "text"
    AUTHORIZATION = "authorization"
    AUTOMATIC = "automatic"
    CALL = "call"


class MessageStatus(StrEnum):
    """Where a message is on its way; `uncertain` means it may have been sent."""

    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    RECEIVED = "received"


class Template(StrEnum):
    """The texts the program words itself; their wording is a setting."""

    REQUEST = "request"
    CONFIRMED = "confirmed"
    STOPPED = "stopped"
    HELP = "help"


class Permission(StrEnum):
    """What a user may do; the values are the names the commands take."""

    SMS = "sms"
    SEARCH = "search"
    EXPORT = "export"
    CONSENT = "consent"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The words on the settings screen."""
        return _PERMISSION_LABELS[self]


_PERMISSION_LABELS = {
    Permission.SMS: "Allow SMS",
    Permission.SEARCH: "Search Logs",
    Permission.EXPORT: "Export",
    Permission.CONSENT: "Record Consent",
    Permission.ADMIN: "Admin",
}


class Effect(StrEnum):
    """What a user or a group says about a permission; saying nothing is `None`."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Answer:
    """An effective permission and, in words, why it is so; `denied` where somebody said no."""

    allowed: bool
    reason: str
    denied: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class User:
    """Someone who uses the program. A deactivated user stays on record and may do nothing."""

    id: int
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of users that can be allowed or denied a permission together."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """On whose behalf an operation runs: the user, and the OS account the process belongs to."""

    user: User
    os_account: str


@dataclass(frozen=True, slots=True)
class Category:
    """A label every text carries, in the order the admins gave the list."""

    id: int
    name: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """A number's consent as it stands.

    `number` is E.164 with its plus. `open_until` is how long a YES still answers the last request.
    `returns_to` is the status before the last request, restored when that came to nothing.
    `revoked_at` is the last revocation, kept while a request after it waits for its answer.
    Times are the carrier's.
    `weak_message_id` is the oldest received message that may be an opt-out and is not judged yet.
    It is one of ours where it was the carrier that doubts. `untextable` says why the carrier cannot
    text the number, "" when it can.
    """

    number_id: int
    number: str
    status: Status
    since: datetime
    cause: str = ""
    requested_at: datetime | None = None
    open_until: datetime | None = None
    returns_to: Status | None = None
    weak_message_id: int | None = None
    weak_words: str = ""
    revoked_at: datetime | None = None
    untextable: str = ""

    @property
    def has_revoked(self) -> bool:
        """True for a client who revoked, also while a request after that is unanswered."""
        return Status.REVOKED in (self.status, self.returns_to)

    @property
    def standing_revocation(self) -> datetime | None:
        """When the client last revoked, unless they have come back since."""
        return (self.revoked_at or self.since) if self.has_revoked else None


@dataclass(frozen=True, slots=True)
class Lead:
    """A client with a file number. `consent` is None when the lead has no valid mobile number."""

    id: int
    name: str
    file: str
    timezone: str | None
    consent: Consent | None
    unread: int = 0
    needs_reply: bool = False
    last_category: str | None = None

    @property
    def number(self) -> str | None:
        """The mobile number in E.164, or None."""
        return self.consent.number if self.consent else None

    @property
    def status(self) -> Status:
        """The consent status the badge shows."""
        return self.consent.status if self.consent else Status.NOT_AUTHORIZED


class InboxRow(NamedTuple):
    """One line of the inbox: a lead with its latest activity. A tuple, as is a `Message`."""

    id: int
    name: str
    file: str
    status: Status
    unread: int
    needs_reply: bool
    preview: str
    preview_author: str
    last_activity: datetime


class Message(NamedTuple):
    """One entry of a log.

    `author` is a user's name, the client's for `in`, empty for an automatic reply. `at` is when the
    carrier received an incoming message, or when an outgoing one was queued. A tuple, for a frozen
    dataclass takes four times as long to make: a third of a search.
    """

    id: int
    lead_id: int | None
    file: str
    client: str
    number: str
    direction: Direction
    kind: Kind
    body: str
    category: str | None
    author: str
    status: MessageStatus
    reason: str
    at: datetime
    carrier_id: str | None
    client_ref: str | None
    segments: int
    held_until: datetime | None = None


# What others than the program itself have a use for, in the order of the message: the fields of
# `log --json`, `search --json` and of every export.
MESSAGE_FIELDS = tuple(name for name in Message._fields if name not in {"lead_id", "held_until"})


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One row of the ledger. `at` is the carrier's time, `recorded_at` the store's."""

    id: int
    number: str
    before: Status
    after: Status
    cause: str
    words: str
    message_id: int | None
    user: str
    os_account: str
    source: str
    note: str
    at: datetime
    recorded_at: datetime
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of the worker, for the header, the gate and `doctor`.

    `carrier` is "ok", "none" (nothing configured), "practice", "refused", "unreachable" (it refused
    the account and cannot be asked again), or "clock" (this machine's is wrong); `problem` says
    more. `unread` are products whose records cannot be read.
    """

    holder: str = ""
    alive: bool = False
    fence: int = 0
    carrier: str = ""
    problem: str = ""
    last_poll_at: datetime | None = None
    unread: tuple[UnreadProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, from what, to what. Append-only in the database."""

    id: int
    at: datetime
    user: str
    os_account: str
    kind: str
    subject: str
    before: str
    after: str
    note: str
