"""What the gate answers: every reason at once, each with what lifts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the gate does not let a message pass now, in words, with what lifts it.

    A `hold` waits in the outbox and is asked again; anything else is a refusal.
    """

    code: str
    words: str
    remedy: str = ""
    hold: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer; `allowed` means: may be sent now."""

    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def refused(self) -> bool:
        """True when at least one reason is not a mere hold."""
        return any(not reason.hold for reason in self.reasons)

    @property
    def held(self) -> bool:
        return bool(self.reasons) and not self.refused

    @property
    def opens_at(self) -> datetime | None:
        """When the last hold ends, or None while any of them has no known end."""
        if any(reason.hold and reason.until is None for reason in self.reasons):
            return None
        return max((r.until for r in self.reasons if r.until is not None), default=None)

    @property
    def last_hold(self) -> Reason | None:
        """The hold that ends last: what a message waits for in the end."""
        last: Reason | None = None
        for reason in (reason for reason in self.reasons if reason.hold):
            if reason.until is None:
                return reason
            if last is None or last.until is None or reason.until > last.until:
                last = reason
        return last


@dataclass(frozen=True, slots=True)
class Queued:
    """A message that was put into the outbox, and what the gate said of it at that moment."""

    message_id: int
    verdict: Verdict
