"""One line, one number: the ways in which the number of one mobile line is written. Pure.

A plan of numbers changes, or has a digit for calls from abroad that texts come without; carriers
and address books go on with the other way for years. The client's STOP comes under one of them and
must meet the number the client was texted at under another. So each number is taken in its
*canonical* spelling, which is what the plan of today and the carriers' formats for sending say, and
a row that an earlier version wrote is found under all of its spellings.

Numbers of the North American plan have one spelling, and pay nothing for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Spelling(NamedTuple):
    """Digits that begin a number in the old way and in that of today, and what follows in both."""

    old: str
    new: str
    rest: re.Pattern[str]


def _plan(rest: str, begins: str) -> list[Spelling]:
    """One entry for each `old:new` in `begins`."""
    pairs = (pair.partition(":") for pair in begins.split())
    return [Spelling(old, new, re.compile(rest)) for old, _, new in pairs]


# Only what is certain for mobile lines. Where an old spelling could be a landline's number today,
# it is left alone: to take two lines for one would text a stranger.
PLANS: tuple[Spelling, ...] = (
    # Argentina: 9 after the country's code of a mobile called from abroad, 15 within the country
    # (ENACOM's plan, as in `phonenumbers`). Texts come with the 9 and without.
    *_plan(r"[123]\d{9}", "54:549"),
    # Brazil: a ninth digit before mobiles, from 29 July 2012 (São Paulo) to 6 November 2016 (the
    # South); Anatel, Resolution 553 of 2010. Landlines begin with 2 to 5 and have none.
    *_plan(r"[6-9]\d{7}", " ".join(f"55{area}:55{area}9" for area in range(11, 100) if area % 10)),
    # Mexico: no 1 after the country's code since 3 August 2019; IFT, plan of 11 May 2018.
    *_plan(r"\d{10}", "521:52"),
    # Italy: since 2001 a mobile has no 0 of the trunk, which landlines keep; AGCOM's plan. Codes
    # whose spelling with the 0 is a landline's (0341 is Lecco) are left out.
    *_plan(r"3(?:2[05-9]|3[03-9]|4[07-9]|6[016-8]|7[089]|8[07-9])\d{7}", "390:39"),
    # Ivory Coast: from 8 digits to 10 on 31 January 2021, with a prefix of the operator, whom the
    # old number's second digit tells; ARTCI.
    *_plan(r"[04-9][0-3]\d{6}", "225:22501"),
    *_plan(r"[04-9][4-6]\d{6}", "225:22505"),
    *_plan(r"[04-9][7-9]\d{6}", "225:22507"),
    # Benin: from 8 digits to 10 on 30 November 2024, 01 before all; ARCEP Benin.
    *_plan(r"[4-69]\d{7}", "229:22901"),
    # Gabon: from 7 digits, written with a 0 or without, to 8 in July 2019; ARCEP Gabon.
    *_plan(
        r"\d{6}",
        "2412:24162 2414:24174 2415:24165 2416:24166 2417:24177"
        " 24102:24162 24104:24174 24105:24165 24106:24166 24107:24177",
    ),
    # Vietnam: mobiles from 11 digits to 10, 15 September to 14 November 2018; Ministry of
    # Information and Communications, Circular 22 of 2014.
    *_plan(
        r"\d{7}",
        "84120:8470 84121:8479 84122:8477 84126:8476 84128:8478 84123:8483 84124:8484"
        " 84125:8485 84127:8481 84129:8482 84162:8432 84163:8433 84164:8434 84165:8435"
        " 84166:8436 84167:8437 84168:8438 84169:8439 84186:8456 84188:8458 84199:8459",
    ),
    # Ecuador: a 9 before mobiles on 30 September 2012; Conatel.
    *_plan(r"[89]\d{7}", "593:5939"),
    # Mauritius: a 5 before mobiles on 1 September 2013; ICTA. Of the landlines, which have 7 digits
    # until today, none begins with 7 or 9.
    *_plan(r"[79]\d{6}", "230:2305"),
    # Qatar: the first digit twice, since 28 July 2010; ictQATAR.
    *_plan(r"\d{6}", "9743:97433 9745:97455 9746:97466 9747:97477"),
    # Kosovo: a country's code of its own, assigned by the ITU on 15 December 2016, in the place of
    # codes of Monaco and of Slovenia.
    *_plan(r"\d{6}", "37744:38344 37745:38345 38643:38343 38649:38349"),
)


def canonical(e164: str) -> str:
    """The spelling that carriers take today; a number of any other plan comes back."""
    if e164.startswith("+1"):
        return e164
    for plan in _OF_OLD.get(e164[1:3], ()) + _OF_OLD.get(e164[1:4], ()):
        rest = e164[1 + len(plan.old) :]
        if e164.startswith(plan.old, 1) and plan.rest.fullmatch(rest):
            return f"+{plan.new}{rest}"
    return e164


def spellings(e164: str) -> tuple[str, ...]:
    """Every spelling of the number's line, the canonical one first; mostly there is only that."""
    if e164.startswith("+1"):
        return (e164,)
    now = canonical(e164)
    return (now, *_older(now))


def _older(now: str) -> Iterator[str]:
    for plan in _OF_NEW.get(now[1:3], ()) + _OF_NEW.get(now[1:4], ()):
        rest = now[1 + len(plan.new) :]
        if now.startswith(plan.new, 1) and plan.rest.fullmatch(rest):
            yield f"+{plan.old}{rest}"


# The countries' codes that are two digits long; those of the other plans have three.
_TWO_DIGITS = {"39", "52", "54", "55", "84"}


def _by_country(begins: Iterable[tuple[str, Spelling]]) -> dict[str, tuple[Spelling, ...]]:
    found: dict[str, tuple[Spelling, ...]] = {}
    for digits, plan in begins:
        country = digits[:2] if digits[:2] in _TWO_DIGITS else digits[:3]
        found[country] = (*found.get(country, ()), plan)
    return found


_OF_OLD = _by_country((plan.old, plan) for plan in PLANS)
_OF_NEW = _by_country((plan.new, plan) for plan in PLANS)
