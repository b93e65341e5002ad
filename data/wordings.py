"""Whether the wording of an automatic text will do: the rules' words in it, and one segment long.

Carriers vet these texts: a request names the firm, says how to agree, to get help and to opt out,
how often texts come and that rates may apply; so does the first text after it (CTIA, Messaging
Principles and Best Practices, 5.1). A longer one is paid twice and may arrive torn.
"""

from __future__ import annotations

import re

from data.models import Template
from data.segments import GSM_7, count, straighten

BUSINESS = "{business}"
PHONE = "{phone}"
# A wording must fit with any firm's name up to this length, and with a number in full.
NAME_AT_LEAST = 20
_PHONE_AT_LEAST = "+1 800 555 0100"

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_MUST_SAY: dict[Template, tuple[str, ...]] = {
    Template.REQUEST: (BUSINESS, "YES", "HELP", "STOP", "freq", "rates may apply"),
    Template.CONFIRMED: (BUSINESS, "HELP", "STOP", "freq", "rates may apply"),
    Template.STOPPED: (BUSINESS,),
    Template.HELP: (BUSINESS, PHONE, "STOP"),
}


def problems(template: Template, text: str, business: str = "", phone: str = "") -> list[str]:
    """What is wrong with a wording, in sentences; empty when it will do."""
    if not text.strip():
        return ["The text is empty."]
    found = [
        f"It must say {_named(word)}." for word in _MUST_SAY[template] if not _says(text, word)
    ]
    for placeholder in dict.fromkeys(_PLACEHOLDER.findall(text)):
        if placeholder not in (BUSINESS, PHONE):
            found.append(f"Nothing is filled in for {placeholder}; use {BUSINESS} or {PHONE}.")
    return found + _length_problems(text, business.strip(), phone.strip())


def _says(text: str, word: str) -> bool:
    """True when the wording has the word; a word to reply with stands alone, in capitals."""
    if word.isupper():
        return re.search(rf"\b{word}\b", text) is not None
    return word in text.casefold()


def _named(word: str) -> str:
    return {"freq": "how often texts come (“Msg freq varies”)"}.get(word, f"“{word}”")


def _length_problems(text: str, business: str, phone: str) -> list[str]:
    longest = max(business, "x" * NAME_AT_LEAST, key=lambda name: count(name).units)
    filled = text.replace(BUSINESS, longest)
    filled = filled.replace(PHONE, max(phone, _PHONE_AT_LEAST, key=len))
    awkward = count(text.replace(BUSINESS, business).replace(PHONE, phone)).awkward
    if awkward:
        advice = " Straighten it." if count(straighten(text + business)).encoding == GSM_7 else ""
        return [f"Not plain SMS characters: {' '.join(awkward)}.{advice}"]
    cost = count(filled)
    if cost.segments > 1:
        over = cost.units - 160
        return [f"It is {over} too long for one SMS with a business name of {len(longest)}."]
    return []
