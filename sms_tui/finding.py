"""What one check of `doctor` found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """*Wrong* breaks a promise or stops the work; a *warning* is to be known, or to be set up."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, in a sentence with what to do."""

    check: str
    state: State
    words: str
