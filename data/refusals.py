"""Whose fault a refusal of the carrier's is, and so what it does. Pure.

What every text would meet holds the queue after the first; only what is the message's own fails it;
what may have gone out is uncertain. The same code can mean one thing in the answer to a text and
another in a later record about it: the record speaks of a text that the carrier had taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

AGAIN_WORDS = "It may be sent again."
# Of the SMS product's receipts: it also stands for an account without credit.
OPT_OUT_RECEIPT = "9"
_OF_CREDIT = ("credit", "quota", "balance", "fund")


class Refusal(StrEnum):
    """The classes of refusals.

    | class | in an answer | in a record |
    |---|---|---|
    | `ACCOUNT` | the queue is held until another text passes | the same, and this text failed |
    | `TEMPORARY` | the queue waits a moment | this text failed, and the queue waits a moment |
    | `AGAIN` | this text failed and may be sent again | the same |
    | `MESSAGE` | this text failed | the same |
    | `NUMBER` | it failed, and its number cannot be texted | the same |
    | `BLOCKED` | it failed; five numbers in a row hold the queue | the same |
    | `UNCERTAIN` | it may have been sent | the same |
    | `OPTED_OUT` | it failed, and its number is Revoked | the same |
    | `WEAK_SIGN` | it failed, and a person judges whether the client opted out | the same |
    """

    ACCOUNT = "account"
    TEMPORARY = "temporary"
    AGAIN = "again"
    MESSAGE = "message"
    NUMBER = "number"
    BLOCKED = "blocked"
    UNCERTAIN = "uncertain"
    OPTED_OUT = "opted out"
    WEAK_SIGN = "weak sign"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the carrier's: its class in an answer and in a record, and our sentence."""

    answer: Refusal
    record: Refusal
    words: str


UNKNOWN = Code(Refusal.ACCOUNT, Refusal.MESSAGE, "")


def of_answer(code: str) -> Code:
    """What a code in the answer to a text means; `UNKNOWN` for one that is not published."""
    from data.refusal_codes import MESSAGES

    return MESSAGES.get(code, UNKNOWN)


def of_record(product: str, code: str, described: str = "") -> Code:
    """What the code in a record about a text means.

    The SMS product's own codes have one or two digits and mean nothing elsewhere. `described` is
    the carrier's description of the code, "" where there is none.
    """
    from data.refusal_codes import MESSAGES, RECEIPTS

    if product != "SMS" or code not in RECEIPTS:
        return MESSAGES.get(code, UNKNOWN)
    if code == OPT_OUT_RECEIPT and any(word in described.casefold() for word in _OF_CREDIT):
        return MESSAGES["1070"]
    return RECEIPTS[code]


def may_go_again(refusal: Refusal) -> bool:
    """Whether a text that failed so may be sent again with some hope."""
    return refusal in {Refusal.AGAIN, Refusal.TEMPORARY, Refusal.ACCOUNT}
