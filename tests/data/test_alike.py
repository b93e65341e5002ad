"""Numbers that may be one line in two spellings."""

from __future__ import annotations

import pytest

from data.alike import ending, may_be_one_line


@pytest.mark.parametrize(
    ("number", "last"),
    [("+14155550132", "55550132"), ("+12345678", "12345678"), ("+1234567", ""), ("", "")],
)
def test_a_number_ends_in_its_last_eight_digits(number: str, last: str) -> None:
    assert ending(number) == last


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        # Two subscribers of one country, both as its plan has them.
        ("+12125551234", "+13125551234", False),
        ("+442079460123", "+441179460123", False),
        # Without the country's code, with a digit too many, or of no plan at all.
        ("+2125551234", "+12125551234", True),
        ("+112125551234", "+12125551234", True),
        ("+99925551234", "+12125551234", True),
        # Both valid, each in a country of its own.
        ("+12125551234", "+442125551234", True),
        ("+12125551234", "+12125551235", False),
        ("+1555123", "+1555123", False),
    ],
)
def test_two_numbers_may_be_one_line_unless_one_plan_has_room_for_both(
    one: str, other: str, may_be: bool
) -> None:
    assert may_be_one_line(one, other) is may_be_one_line(other, one) is may_be
