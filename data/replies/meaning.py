"""The meanings a reply can have for consent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """What a reply says about consent.

    STOP is a whole message, STRONG a phrase that plainly means the same, WEAK whatever may be an
    opt-out to a reasonable reader: it only closes the composer until a person decides. NO_ANSWER
    has no words of the client (a reaction, a picture), so it answers no request.
    """

    STOP = "stop"
    START = "start"
    YES = "yes"
    NO = "no"
    HELP = "help"
    STRONG = "strong"
    WEAK = "weak"
    OTHER = "other"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply means, and the rule that says so in words a person can check."""

    meaning: Meaning
    rule: str = ""
