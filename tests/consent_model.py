"""The consent of one number as the table of the rules has it, written anew for the tests.

It shares no code with `data.consent`: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

NOT_AUTHORIZED = "Not Authorized"
PENDING = "Pending Authorization"
AUTHORIZED = "Authorized"
REVOKED = "Revoked"

# What clients write here, and what the rules take it for.
WORDS = {
    "STOP": "stop",
    "Unsubscribe!": "stop",
    "alto por favor": "stop",
    "please stop texting me now": "stop",
    "wrong number": "stop",
    "START": "start",
    "unstop": "start",
    "Yes": "yes",
    "ok.": "yes",
    "sí": "yes",
    "No": "no",
    "no thanks": "no",
    "HELP": "help",
    "info?": "help",
    "Stop by at 5": "weak",
    "cancel my appointment": "weak",
    "don't stop texting me": "weak",
    "Who is this?": "other",
    "yes but who are you": "other",
    "👍": "other",
    "": "weak",  # may be an opt-out that came without its words
}

# How a message's status may move in one act.
PATHS = {
    ("queued", "sending"), ("queued", "cancelled"), ("queued", "failed"),
    ("sending", "queued"), ("sending", "sent"), ("sending", "failed"), ("sending", "uncertain"),
    ("uncertain", "sent"), ("uncertain", "delivered"), ("uncertain", "failed"),
    ("uncertain", "cancelled"), ("sent", "delivered"), ("sent", "failed"),
    # In one act: back to the queue, and cancelled there because the client revoked.
    ("sending", "cancelled"),
    # Treated as not sent, and reported after all.
    ("cancelled", "sent"), ("cancelled", "delivered"), ("cancelled", "failed"),
}  # fmt: skip


def second(moment: datetime) -> datetime:
    """The second that a record of the carrier would have of it."""
    return moment.replace(microsecond=0)


@dataclass
class Known:
    """One number. Times are those of the carrier but for those that end in `seen`."""

    status: str = NOT_AUTHORIZED
    since: datetime | None = None
    asked: datetime | None = None
    open_until: datetime | None = None
    was: str | None = None
    weak: list[str] = field(default_factory=list)
    revocation_seen: datetime | None = None
    # The last revocation, which may have been lifted since, and whether the client's own stands.
    revoked: datetime | None = None
    own: bool = False
    # Whether it is Authorized by the client's own word; when that was seen; what it was before.
    by_word: bool = False
    authorized_seen: datetime | None = None
    lifted: bool = False
    request: int = 0
    said_no: set[datetime] = field(default_factory=set)

    @property
    def has_revoked(self) -> bool:
        """Revoked, also while a request after it waits for its answer."""
        return REVOKED in (self.status, self.was)

    def hears(self, body: str, at: datetime, now: datetime, texted: bool = False) -> None:
        """A reply, received by the carrier at `at`, is recorded at `now`."""
        meaning = WORDS[body]
        contradicted = meaning in {"yes", "start"} and second(at) in self.said_no
        if meaning in {"stop", "no"}:
            self.said_no.add(second(at))
        if contradicted:
            return
        if meaning == "stop":
            self.revoke(at, now)
        elif meaning == "start":
            if self.status != AUTHORIZED and self._is_newer(at):
                self._authorize(at, now, by_word=True)
        elif meaning == "weak":
            self.weak.append(body)
        elif meaning == "no" and self.status == AUTHORIZED:
            self._takes_back(body, at, now, texted)
        elif meaning in {"yes", "no", "other"} and self._is_answer(at):
            self._answered(meaning, at, now)

    def revoke(self, at: datetime, now: datetime, own: bool = True) -> None:
        """The client opted out; of several times the latest counts."""
        again = self.status == REVOKED and self.since is not None
        self.since = max(self.since or at, at) if again else at
        self.revoked = max(self.revoked or at, at) if self.has_revoked else at
        self.status, self.open_until, self.was, self.weak = REVOKED, None, None, []
        self.revocation_seen, self.own = now, self.own or own

    def granted(self, at: datetime, now: datetime) -> None:
        """Agreed by hand."""
        since = max(self.since or at, at) if self.status == AUTHORIZED else at
        self._authorize(at, now, by_word=False)
        self.since, self.weak = since, []

    def judged(self, revoke: bool, at: datetime, now: datetime) -> None:
        """Somebody decided about the oldest weak sign."""
        del self.weak[0]
        if revoke:
            self.revoke(at, now)
        elif self.status == REVOKED:
            self.revocation_seen = now

    def asked_at(self, at: datetime, claimed: datetime, request: int = 0) -> None:
        """The carrier took a request at `at`, or may have; what came of it is recorded then."""
        self.asked, self.request = at, request
        seen_since = self.revocation_seen is not None and self.revocation_seen >= claimed
        written_since = self.since is not None and second(self.since) >= second(at)
        overtaken = self.status == REVOKED and (seen_since or written_since)
        if self.status == AUTHORIZED or overtaken:
            return
        self.was = REVOKED if self.has_revoked else NOT_AUTHORIZED
        self.status, self.since, self.open_until = PENDING, at, at + timedelta(days=30)

    def request_failed(self, request: int, at: datetime, now: datetime) -> None:
        """That request did not arrive."""
        if self.status == PENDING and self.request == request:
            self._back(at, now)
            if self.status == REVOKED:
                self.open_until = None

    def _authorize(self, at: datetime, now: datetime, by_word: bool) -> None:
        if self.status != AUTHORIZED:
            self.authorized_seen, self.lifted = now, self.has_revoked
        self.status, self.since, self.open_until, self.was = AUTHORIZED, at, None, None
        self.by_word = by_word
        self.own = self.own and not by_word

    def _back(self, since: datetime, now: datetime) -> None:
        """A request came to nothing: never asked, or Revoked as before."""
        self.status, self.was, self.since = self.was or NOT_AUTHORIZED, None, since
        if self.status == REVOKED:
            self.revocation_seen = now

    def _is_newer(self, at: datetime) -> bool:
        """Newer than a revocation that stands; in the same second it is not known."""
        if not self.has_revoked or self.revoked is None:
            return True
        return second(at) > second(self.revoked)

    def _takes_back(self, body: str, at: datetime, now: datetime, texted: bool) -> None:
        """NO, near the word that authorized: taken back in the same second, else doubt."""
        if not self.by_word or self.since is None:
            return
        if second(at) == second(self.since):
            self.was = REVOKED if self.lifted else None
            self.own = self.own or self.lifted
            self._back(at, now)
            self.open_until = None
        elif abs(at - self.since) <= timedelta(hours=24) and not texted:
            self.weak.append(body)

    def _is_answer(self, at: datetime) -> bool:
        if self.asked is not None and at < self.asked - timedelta(seconds=2):
            return False
        return self.status == PENDING or self.open_until is not None

    def _answered(self, meaning: str, at: datetime, now: datetime) -> None:
        in_time = self.open_until is None or at <= self.open_until
        if meaning == "yes" and not self._is_newer(at):
            return
        if meaning == "yes" and in_time:
            self._authorize(at, now, by_word=True)
            return
        if self.status == PENDING:
            self._back(at, now)
            if self.status == REVOKED and self.asked and self.open_until:
                self.open_until = min(self.open_until, self.asked + timedelta(hours=72))
        elif meaning == "no" and self.status == REVOKED:
            self.revocation_seen = now
        if meaning == "no":
            self.open_until = None
