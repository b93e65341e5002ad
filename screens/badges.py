"""The signs on screen: each is a shape and a word, so that none rests on colour.

A tone ("good", "warn", "bad", "quiet") goes with a sign; the stylesheet gives it its colour.
"""

from __future__ import annotations

from data.models import MessageStatus, Status

SHAPES = {
    Status.NOT_AUTHORIZED: "○",
    Status.PENDING: "◔",
    Status.AUTHORIZED: "●",
    Status.REVOKED: "⊘",
}
STATUS_TONES = {
    Status.NOT_AUTHORIZED: "quiet",
    Status.PENDING: "warn",
    Status.AUTHORIZED: "good",
    Status.REVOKED: "bad",
}
MARKS = {
    MessageStatus.QUEUED: "◷ queued",
    MessageStatus.SENDING: "… sending",
    MessageStatus.UNCERTAIN: "? may have been sent",
    MessageStatus.SENT: "✓ sent",
    MessageStatus.DELIVERED: "✓✓ delivered",
    MessageStatus.FAILED: "✗ failed",
    MessageStatus.CANCELLED: "⊘ cancelled",
    MessageStatus.RECEIVED: "",
}
HELD = "◷ held"
"""The mark of a queued message that something keeps from going out."""
MARK_TONES = {
    MessageStatus.QUEUED: "warn",
    MessageStatus.UNCERTAIN: "bad",
    MessageStatus.FAILED: "bad",
}


def badge(status: Status) -> str:
    """`● Authorized`: the badge in full."""
    return f"{SHAPES[status]} {status.value}"


def short_badge(status: Status) -> str:
    """The badge for a column: as `badge`, with `◔ Pending` for the long one."""
    return "◔ Pending" if status is Status.PENDING else badge(status)
