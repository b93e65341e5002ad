"""Mobile numbers: E.164 from what people type, how it is shown, and which zones it may be in.

`phonenumbers` is imported inside the functions: its tables would delay the start of the program.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from data.errors import Invalid
from data.line_spellings import canonical
from data.overlay_complexes import complex_of

_LONGEST = 15  # digits, ITU-T E.164
_HOW = "Type it like +1 415 555 0132."
_AS_TEXT = "Make the column's format text, and enter the numbers again."
# "4155550132.0", "4.15555E+09": digits may be lost already, so nothing is put right. A point before
# more digits is the way some people group them.
_FLOAT = re.compile(r"[^.,]*\d[.,](\d|0+)|[+-]?\d+([.,]\d+)?[eE][+-]?\d{1,3}")
_DATE = re.compile(
    r"(\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3(\d{4}|\d{2}))([ T]+\d{1,2}:.*)?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}"
)
_PUNCTUATION = frozenset("+()-./ ")


def parse(text: str, region: str = "US") -> str:
    """The number in E.164 with its plus; `Invalid` says what is wrong with the rest.

    Only the length is checked, not the plan of numbers: it changes faster than programs do, and
    numbers set aside for fiction (555-01xx) are not in it.

    It comes in the spelling of today (line_spellings.py), so that a line is one number.
    """
    import phonenumbers

    typed = _typed(text)
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException as error:
        raise Invalid("This is not a phone number.", _HOW) from error
    e164 = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    now = canonical(e164)
    if now != e164:
        e164, number = now, phonenumbers.parse(now)
    fault = _fault(phonenumbers.is_possible_number_with_reason(number))
    if fault:
        raise Invalid(fault, _HOW)
    if len(e164) > _LONGEST + 1:
        raise Invalid("This number is too long.", _HOW)
    return e164


def as_known(e164: str) -> str:
    """A carrier's number as `parse` writes it, or as it came where `parse` refuses it."""
    try:
        return parse(e164)
    except Invalid:
        return e164


def _typed(text: str) -> str:
    """What was typed, in plain digits and punctuation; refuses letters and extensions."""
    plain = "".join(_plain(ch) for ch in unicodedata.normalize("NFKC", text)).strip()
    if not plain:
        raise Invalid("There is no number.", _HOW)
    if _FLOAT.fullmatch(plain):
        raise Invalid("A spreadsheet has made a number with a point of this.", _AS_TEXT)
    if _DATE.fullmatch(plain):
        raise Invalid("This is a date.", _AS_TEXT)
    if any(ch.isalpha() or ch in "#*,;" for ch in plain):
        raise Invalid("A mobile number has no letters and no extension.", _HOW)
    if not set(plain) <= _PUNCTUATION | set("0123456789") or "+" in plain[1:]:
        raise Invalid("This is not a phone number.", _HOW)
    return plain


def _plain(ch: str) -> str:
    if ch.isdecimal():
        return str(unicodedata.decimal(ch))
    if ch.isspace():
        return " "
    category = unicodedata.category(ch)
    if category == "Pd" or ch == "\u2212":
        return "-"
    # Numbers copied from a contact card come wrapped in direction marks.
    return "" if category == "Cf" else ch


def _fault(reason: int) -> str:
    from phonenumbers import ValidationResult

    words = {
        ValidationResult.IS_POSSIBLE: "",
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "This number lacks its area code.",
        ValidationResult.TOO_SHORT: "This number is too short.",
        ValidationResult.TOO_LONG: "This number is too long.",
        ValidationResult.INVALID_LENGTH: "This number has a wrong length.",
        ValidationResult.INVALID_COUNTRY_CODE: "No country has this code.",
    }
    return words.get(reason, "This is not a phone number.")


def pretty(e164: str) -> str:
    """The number in groups, as people read it: `+1 415 555 0132`. Anything else comes back."""
    digits_ = e164[1:]
    if not (e164.startswith("+") and digits_.isascii() and digits_.isdecimal()):
        return e164
    if e164.startswith("+1") and len(e164) == 12:  # most numbers, without loading the tables
        return f"+1 {e164[2:5]} {e164[5:8]} {e164[8:]}"
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, style)).replace("-", " ")


@lru_cache(maxsize=4096)
def zones(e164: str) -> tuple[str, ...]:
    """The IANA zones the number's owner may be in; empty when nothing is known.

    One for most area codes, two where a code straddles a border of zones, all of a country's for
    toll-free numbers. The number need not be valid: the tables may be older than its exchange, and
    then its area code, or its country, still says where it is.
    """
    if e164.startswith("+1"):
        return _zones_of_area_code(e164[2:5]) if len(e164) == len("+14155550132") else ()
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ()
    if phonenumbers.is_valid_number(number):
        found = timezone.time_zones_for_number(number)
    else:
        found = timezone.time_zones_for_geographical_number(number)
    return tuple(zone for zone in found if zone != timezone.UNKNOWN_TIMEZONE)


@lru_cache(maxsize=1024)
def _zones_of_area_code(area_code: str) -> tuple[str, ...]:
    """All zones of a North American area code and its overlays; of one that is no place, all there
    are; empty for a code that is not assigned.

    The tables know the zone of an exchange, as it was when the exchange was opened: an exchange
    that is missing gets the zone of most of the area code, and a number is taken along within it.
    So the number only tells the area code. Going through the tables takes 0.2 ms.
    """
    from phonenumbers import PhoneNumber, timezone
    from phonenumbers.tzdata import TIMEZONE_DATA

    place = tuple(f"1{code}" for code in complex_of(area_code))
    found = {name for begins, names in TIMEZONE_DATA.items() if begins.startswith(place)
             for name in names}  # fmt: skip
    if not found and area_code.isdecimal():
        usual = PhoneNumber(country_code=1, national_number=int(f"{area_code}2345678"))
        found = set(timezone.time_zones_for_number(usual)) - {timezone.UNKNOWN_TIMEZONE}
    return tuple(sorted(found))


@lru_cache(maxsize=512)
def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of that IANA name, or None when there is none here.

    Only of a place, like Area/City, or UTC: `localtime` is a zone too, that of this host, and says
    nothing of a client. Beside the places stand their copies for other ways of counting seconds.
    """
    if name != "UTC" and ("/" not in name or name.startswith(("posix/", "right/"))):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of zones
        return None


def local_time(
    e164: str | None, timezone: str | None, now: datetime
) -> tuple[datetime, str] | None:
    """The lead's clock and its zone's abbreviation ("PST"); None when it is not certain."""
    names = (timezone,) if timezone else zones(e164) if e164 else ()
    clocks = [now.astimezone(zone) for zone in map(zone_named, names) if zone]
    if len({clock.utcoffset() for clock in clocks}) != 1:
        return None
    return clocks[0], clocks[0].tzname() or ""


def digits(text: str) -> str:
    """Only the digits of a text, as 0–9: what the inbox compares a typed piece of a number with."""
    return "".join(str(unicodedata.decimal(ch)) for ch in text if ch.isdecimal())
