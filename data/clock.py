"""Time as the store writes it: UTC, ISO-8601, milliseconds, a `Z` at the end.

Texts of this form sort as the moments they name, so the database compares them as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
# How far this machine's clock may be from the carrier's. Beyond, nothing is sent: quiet hours and
# the order of what was asked and answered are judged by both.
SKEW_ALLOWED = timedelta(seconds=60)


def utc_now() -> datetime:
    """The present moment, aware and in UTC, cut to the millisecond the store keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def to_text(moment: datetime) -> str:
    """`2026-11-23T09:02:00.000Z` for an aware moment; a naive one is a programming error."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def text_or_none(moment: datetime | None) -> str | None:
    """Like `to_text`, for columns that may be empty."""
    return None if moment is None else to_text(moment)


def from_text(text: str) -> datetime:
    """The moment a stored text names."""
    return datetime.fromisoformat(text)


def from_text_or_none(text: str | None) -> datetime | None:
    """Like `from_text`, for columns that may be empty."""
    return None if text is None else datetime.fromisoformat(text)
