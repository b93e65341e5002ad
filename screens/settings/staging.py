"""What the sections tell the place about what is staged in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message


@dataclass
class Left(Message):
    """Somebody is leaving what is staged: ask, and go on with `then` when that is settled."""

    then: Callable[[], object]
