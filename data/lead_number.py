"""Which numbers are no lead's mobile number, although `phone.parse` takes them.

Only leads are refused: what comes in from such a number is recorded like any text. Numbers set
aside for fiction (555-01xx, and the area code 555) are taken, for demonstrations and tests.
"""

from __future__ import annotations

from collections.abc import Collection

from data import phone
from data.errors import Invalid

_ANOTHER = "Enter the client's mobile number."
_FICTION = "555"
_RUNS = {"0123456789", "1234567890", "123456789", "12345678", "9876543210", "987654321", "87654321"}
# Codes of no country (ITU-T E.164, list of assigned codes): Inmarsat; global mobile satellite
# systems; international networks, which are satellites', ships' and machines'.
_SATELLITES = ("+870", "+881", "+882", "+883")
# Canada's code of no place, for satellite and other special services (CNA).
_SPECIAL_CODE = "600"


def lead_number(typed: str, own: Collection[str] = ()) -> str:
    """A lead's mobile number in E.164, or `Invalid`; `own` are the firm's sending numbers."""
    number = phone.parse(typed)
    refuse_for_lead(number, own)
    return number


def refuse_for_lead(number: str, own: Collection[str] = ()) -> None:
    """Raise `Invalid` for an E.164 number that no lead can have."""
    if number in own:
        raise Invalid("This is the firm's own number, which sends the texts.", _ANOTHER)
    if number.startswith("+1"):
        _refuse_north_american(number[2:])
    elif number.startswith(_SATELLITES):
        raise _satellite()
    else:
        _refuse_elsewhere(number)


def _refuse_north_american(national: str) -> None:
    """By the rules of the plan itself, without the tables: most leads are here."""
    _refuse_placeholder(national)
    area_code, exchange = national[:3], national[3:6]
    if area_code[0] in "01":
        raise Invalid(f"No area code begins with {area_code[0]}, as {area_code} does.", _ANOTHER)
    if exchange[:1] in ("0", "1") and area_code != _FICTION:
        words = f"After an area code comes no {exchange[0]}, as in {area_code} {exchange}."
        raise Invalid(words, _ANOTHER)
    if area_code == "900":
        raise _premium()
    if area_code == _SPECIAL_CODE:
        raise _satellite()


def _refuse_elsewhere(number: str) -> None:
    import phonenumbers

    parsed = phonenumbers.parse(number)
    _refuse_placeholder(str(parsed.national_number))
    if phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
        raise _premium()


def _refuse_placeholder(national: str) -> None:
    if len(set(national)) == 1 or national in _RUNS:
        raise Invalid("This is a placeholder, and no client's number.", _ANOTHER)


def _premium() -> Invalid:
    return Invalid("This is a premium-rate number: who calls it pays more.", _ANOTHER)


def _satellite() -> Invalid:
    return Invalid("This is a number of a satellite or special service.", _ANOTHER)
