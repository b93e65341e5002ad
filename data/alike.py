"""Whether two numbers may be spellings of one line, by how they end."""

from __future__ import annotations

ENDING = 8  # digits; shorter subscriber numbers than this say too little


def ending(e164: str) -> str:
    """The last eight digits of a number; "" for one that has fewer."""
    digits = e164.removeprefix("+")
    return digits[-ENDING:] if len(digits) >= ENDING else ""


def may_be_one_line(one: str, other: str) -> bool:
    """True for two numbers that end alike, unless both are valid as they stand in one country.

    Then the plan of that country has room for two lines. One that is not valid may be the other
    without its country's code, or with a digit more that the carrier writes. "One country" is one
    calling code: of two spellings of a line at most one is a valid number of its plan.
    """
    if not ending(one) or ending(one) != ending(other):
        return False
    first, second = _country_if_valid(one), _country_if_valid(other)
    return first is None or first != second


def _country_if_valid(e164: str) -> int | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return None
    # Parsing forgives a digit too many, such as the 1 of a long-distance call.
    as_it_stands = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == e164
    valid = as_it_stands and phonenumbers.is_valid_number(number)
    return number.country_code if valid else None
