"""Whose word counts for consent, and how far: what a carrier's record says of itself, judged. Pure.

| the record | its words |
|---|---|
| inbound, to a number of this firm, by SMS or MMS | count in full |
| to another number of the account | an opt-out counts, a weak sign waits; the rest is not kept |
| a receiving number that cannot be read | an opt-out counts, the rest waits for a person |
| by WhatsApp, RCS or another way than a phone's own texts | the same, if it is for this firm |
| marked as anything but inbound | the same; sent elsewhere, nothing but a whole opt-out is kept |
| from a number of this firm | not kept: it is no client's |
| without a text that can be read | an opt-out counts, anything else is a weak sign |
| its id came before, with other words or another sender | an opt-out counts, a weak sign waits |
| perhaps a part of a longer text (`data/parts.py`) | a STOP word is a weak sign, a phrase counts |

The account may serve other firms, so what was sent to their numbers is not this firm's to keep; yet
a client who writes STOP to any of them means the sender they know. With no number of its own known
(phones that are not there, a store opened without a configuration) every number counts as this
firm's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from data.carriage import InboundRecord
from data.phone import pretty
from data.printable import has_visible, printable
from data.replies.meaning import Meaning

# The ways of a phone's own texts, which the client was asked for; MMS is one with a picture.
_TEXTS = {"sms", "mms"}
OPT_OUTS = {Meaning.STOP, Meaning.STRONG}
ID_AGAIN = "The carrier told its id before, with other words."
NO_TEXT = "there is no text in it"
_LONGEST_NAME = 20


class Reach(Enum):
    """Where a text was sent to."""

    OURS = auto()
    ELSEWHERE = auto()
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is made of a record's words.

    `doubt` says in a sentence why they are no answer; "" when they count in full. What is not
    `kept` is only counted.
    """

    said: Meaning
    doubt: str = ""
    kept: bool = True


def heard(
    record: InboundRecord, said: Meaning, reach: Reach, *, from_ourselves: bool = False
) -> Hearing:
    """A record whose words would mean `said`, judged by the table above."""
    doubt = _doubt(record, reach)
    if record.defect:
        left = said if said in OPT_OUTS else Meaning.WEAK
    else:
        left = without_answer(said) if doubt else said
    return Hearing(left, doubt, not from_ourselves and _is_kept(record, said, reach))


def without_answer(said: Meaning) -> Meaning:
    """What is left of words that are no answer to this firm: an opt-out, or the sign of one."""
    return said if said in OPT_OUTS or said is Meaning.WEAK else Meaning.NO_ANSWER


def with_another_id(hearing: Hearing) -> Hearing:
    """What is left of words whose record bears the id of an earlier one that said something else.

    Which of the two the client wrote is not known, so it is no answer.
    """
    return replace(hearing, said=without_answer(hearing.said), doubt=hearing.doubt or ID_AGAIN)


def as_part(said: Meaning) -> Meaning:
    """What is left of words that may be the end of a longer text ("when does it / end?")."""
    return Meaning.WEAK if said is Meaning.STOP else without_answer(said)


def says_nothing(record: InboundRecord) -> bool:
    """Whether there is neither a text to read nor a picture in place of one."""
    return record.media is None and not has_visible(record.body)


def _is_kept(record: InboundRecord, said: Meaning, reach: Reach) -> bool:
    if reach is not Reach.ELSEWHERE:
        return True
    signs = OPT_OUTS if record.direction != "inbound" else OPT_OUTS | {Meaning.WEAK}
    return said in signs


def _doubt(record: InboundRecord, reach: Reach) -> str:
    if record.direction != "inbound":
        return "The carrier does not have it as a text it received."
    if reach is Reach.ELSEWHERE:
        return f"It was sent to {_shown(record.to)}, another number of the account."
    if reach is Reach.UNREADABLE:
        return "The carrier does not say to which number it was sent."
    if record.channel not in _TEXTS:
        way = printable(record.channel)[:_LONGEST_NAME]
        return f"It came by {way}, not by SMS." if way else "The carrier does not say how it came."
    return ""


def _shown(to: str) -> str:
    digits = to.removeprefix("+")
    return pretty(f"+{digits}") if digits.isdecimal() else printable(to)[:_LONGEST_NAME]
