"""A product whose newest records could not be read: a STOP may be among them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UnreadProduct:
    """`since` is when the first attempt failed, `problem` why the last one did.

    `never_read`: the carrier refuses it to the account, and has always done so.
    """

    product: str
    since: datetime
    problem: str = ""
    never_read: bool = False

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.never_read:
            return f"An account that may not read {self.product} takes it out of [vonage] products."
        return "It goes out once they are read again."
