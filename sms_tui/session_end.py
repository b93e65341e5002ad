"""When a session that came over SSH is over, and why.

sshd looks at a key once, at login. From then on it is this program that ends the session: when its
user is deactivated or its key revoked, and when nobody has touched it for a while. What was being
typed is a draft in the store by then.
"""

from __future__ import annotations

from time import monotonic

from screens.session import Session

_NEVER = 0.0


class SessionEnd:
    """Asked four times a second; costs a comparison unless the store has changed."""

    def __init__(self, session: Session, fingerprint: str | None) -> None:
        self._session = session
        self._fingerprint = fingerprint
        self._generation = -1
        self._idle_after = _NEVER
        self._touched_at = monotonic()

    def touched(self) -> None:
        """A key or the mouse was used."""
        self._touched_at = monotonic()

    def why(self) -> str | None:
        """The words to end with, or None while the session may go on."""
        session = self._session
        if session.generation != self._generation:
            self._generation = session.generation
            self._idle_after = session.store.rules().idle_after.total_seconds()
            if not session.store.keys.admits(session.actor.user, self._fingerprint):
                return "Your access to sms-tui has ended. What you were typing is kept."
        if self._idle_after and monotonic() - self._touched_at > self._idle_after:
            return "Nobody was at the keyboard: the session has ended. Your drafts are kept."
        return None
