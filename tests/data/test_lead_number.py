"""Numbers that are no lead's: placeholders, premium and satellite numbers, the firm's own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from data.errors import Invalid
from data.lead_number import lead_number, refuse_for_lead
from data.phone import as_known

PLACEHOLDER = "This is a placeholder, and no client's number."
PREMIUM = "This is a premium-rate number: who calls it pays more."
SATELLITE = "This is a number of a satellite or special service."


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("0000000000", PLACEHOLDER),
        ("1111111111", PLACEHOLDER),
        ("222-222-2222", PLACEHOLDER),
        ("(555) 555-5555", PLACEHOLDER),
        ("+1 999 999 9999", PLACEHOLDER),
        ("1234567890", PLACEHOLDER),
        ("123-456-7890", PLACEHOLDER),
        ("0123456789", PLACEHOLDER),
        ("987-654-3210", PLACEHOLDER),
        ("+44 1111 111111", PLACEHOLDER),
        ("+52 55 5555 5555", PLACEHOLDER),
        ("+1 155 234 5678", "No area code begins with 1, as 155 does."),
        ("015 234 5678", "No area code begins with 0, as 015 does."),
        ("415 155 0132", "After an area code comes no 1, as in 415 155."),
        ("415 055 0132", "After an area code comes no 0, as in 415 055."),
        ("900 234 5678", PREMIUM),
        ("+44 909 879 0123", PREMIUM),
        ("+49 900 1234567", PREMIUM),
        ("+979 123456780", PREMIUM),
        ("+870 776 123456", SATELLITE),
        ("+881 6 1234 5678", SATELLITE),
        ("+882 16 1234567", SATELLITE),
        ("+883 5100 1234 5678", SATELLITE),
        ("+1 600 234 5678", SATELLITE),
    ],
)
def test_what_is_no_leads_number_is_refused_in_words(typed: str, what: str) -> None:
    with pytest.raises(Invalid) as refused:
        lead_number(typed)
    assert refused.value.what == what
    assert refused.value.remedy == "Enter the client's mobile number."


@pytest.mark.parametrize(
    "number",
    [
        "+14155550132",
        "+14155550100",
        "+15551230001",
        "+15550000001",
        "+12345678901",  # 234 is Akron
        "+12122222222",
        "+18085550100",
        "+16845550100",
        "+447911123456",
        "+5491123456789",
        "+18005550100",
    ],
)
def test_a_number_that_may_be_a_clients_is_taken(number: str) -> None:
    assert lead_number(number, own={"+14155550199"}) == number


@pytest.mark.parametrize("typed", ["+1 415 555 0199", "(415) 555-0199", "14155550199"])
def test_the_firms_own_number_is_no_leads(typed: str) -> None:
    with pytest.raises(Invalid, match="the firm's own number"):
        lead_number(typed, own={"+14155550199"})


@pytest.mark.parametrize(
    "sender", ["+10000000000", "+19002345678", "+881612345678", "+870776123456", "+14151550132"]
)
def test_what_comes_in_from_such_a_number_is_known_by_it(sender: str) -> None:
    assert as_known(sender) == sender


def test_most_numbers_are_looked_at_without_the_tables() -> None:
    code = (
        "import sys; from data.lead_number import refuse_for_lead;"
        " refuse_for_lead('+14155550132'); sys.exit('phonenumbers' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    refuse_for_lead("+14155550132")
