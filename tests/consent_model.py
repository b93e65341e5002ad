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


@dataclass
class Known:
    """One number. Times are those of the carrier but for `revocation_seen`, which is ours."""

    status: str = NOT_AUTHORIZED
    since: datetime | None = None
    asked: datetime | None = None
    open_until: datetime | None = None
    was: str | None = None
    weak: list[str] = field(default_factory=list)
    revocation_seen: datetime | None = None

    def hears(self, body: str, at: datetime, now: datetime) -> None:
        """A reply, received by the carrier at `at`, is recorded at `now`."""
        meaning = WORDS[body]
        if meaning == "stop":
            self.revoke(at, now)
        elif meaning == "start":
            older = self.status == REVOKED and self.since is not None and at < self.since
            if self.status != AUTHORIZED and not older:
                self._authorize(at)
        elif meaning == "weak":
            self.weak.append(body)
        elif meaning in {"yes", "no", "other"} and self._is_answer(at):
            self._answered(meaning, at)

    def revoke(self, at: datetime, now: datetime) -> None:
        """The client opted out; of several times the latest counts."""
        again = self.status == REVOKED and self.since is not None
        self.since = max(self.since or at, at) if again else at
        self.status, self.open_until, self.was, self.weak = REVOKED, None, None, []
        self.revocation_seen = now

    def carrier_revokes(self, now: datetime) -> None:
        """The carrier says so; a number that is Revoked stays as it is, but for the time."""
        if self.status == REVOKED:
            self.since = max(self.since or now, now)
        else:
            self.revoke(now, now)

    def granted(self, now: datetime) -> None:
        """Agreed by hand."""
        since = max(self.since or now, now) if self.status == AUTHORIZED else now
        self._authorize(now)
        self.since, self.weak = since, []

    def judged(self, revoke: bool, now: datetime) -> None:
        """Somebody decided about the oldest weak sign."""
        del self.weak[0]
        if revoke:
            self.revoke(now, now)
        elif self.status == REVOKED:
            self.revocation_seen = now

    def asked_at(self, at: datetime) -> None:
        """A request left at `at`, or may have; what came of it is recorded after that."""
        self.asked = at
        seen_since = self.revocation_seen is not None and self.revocation_seen >= at
        written_since = self.since is not None and self.since > at
        overtaken = self.status == REVOKED and (seen_since or written_since)
        if self.status == AUTHORIZED or overtaken:
            return
        if self.status != PENDING:
            self.was = self.status
        self.status, self.since, self.open_until = PENDING, at, at + timedelta(days=30)

    def request_failed(self, at: datetime, now: datetime) -> None:
        """The request of `at` did not arrive."""
        if self.status == PENDING and self.asked == at:
            self.status, self.since, self.was = self.was or NOT_AUTHORIZED, now, None
            if self.status == REVOKED:
                self.revocation_seen = now

    def _authorize(self, at: datetime) -> None:
        self.status, self.since, self.open_until, self.was = AUTHORIZED, at, None, None

    def _is_answer(self, at: datetime) -> bool:
        # The two clocks may differ by 70 s.
        if self.asked is not None and at < self.asked - timedelta(seconds=70):
            return False
        waiting = self.status == NOT_AUTHORIZED and self.open_until is not None
        return self.status == PENDING or waiting

    def _answered(self, meaning: str, at: datetime) -> None:
        in_time = self.open_until is None or at <= self.open_until
        if meaning == "yes" and in_time:
            self._authorize(at)
            return
        if self.status == PENDING:
            self.status, self.since, self.was = NOT_AUTHORIZED, at, None
        if meaning == "no":
            self.open_until = self.was = None
