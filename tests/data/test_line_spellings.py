"""One line, one number, however it is written."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.line_spellings import PLANS, canonical, spellings
from data.phone import as_known, parse

LINES = [
    ("+5491123456789", ["+541123456789"]),  # Buenos Aires
    ("+5492966412345", ["+542966412345"]),  # Río Gallegos
    ("+5511987654321", ["+551187654321"]),
    ("+5551996543210", ["+555196543210"]),
    ("+525512345678", ["+5215512345678"]),
    ("+393471234567", ["+3903471234567"]),
    ("+2250707123456", ["+22507123456"]),
    ("+2250544123456", ["+22544123456"]),
    ("+2250140123456", ["+22540123456"]),
    ("+2290197123456", ["+22997123456"]),
    ("+24177123456", ["+2417123456", "+24107123456"]),
    ("+24166123456", ["+2416123456", "+24106123456"]),
    ("+84701234567", ["+841201234567"]),
    ("+84391234567", ["+841691234567"]),
    ("+593991234567", ["+59391234567"]),
    ("+23057123456", ["+2307123456"]),
    ("+97433123456", ["+9743123456"]),
    ("+38344123456", ["+37744123456"]),
    ("+38349123456", ["+38649123456"]),
]


@pytest.mark.parametrize(("now", "before"), LINES)
def test_the_spellings_of_a_line_are_one_number(now: str, before: list[str]) -> None:
    for written in (now, *before):
        assert canonical(written) == now
        assert spellings(written) == (now, *before)
        assert parse(written) == as_known(written) == now


@pytest.mark.parametrize(("now", "before"), LINES)
def test_the_spelling_of_today_is_one_that_the_plan_allows(now: str, before: list[str]) -> None:
    assert phonenumbers.is_valid_number(phonenumbers.parse(now))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+54 11 15 2345-6789", "+5491123456789"),
        ("+54 011 15 2345-6789", "+5491123456789"),
        ("+54 (2966) 15 412345", "+5492966412345"),
        ("011 54 11 2345 6789", "+5491123456789"),
        ("+55 (011) 8765-4321", "+5511987654321"),
        ("+39 0347 123 4567", "+393471234567"),
        ("+241 07 12 34 56", "+24177123456"),
    ],
)
def test_the_ways_of_the_country_itself_are_read(typed: str, number: str) -> None:
    assert parse(typed) == number


@pytest.mark.parametrize(
    "number",
    [
        "+14155550132",
        "+447911123456",
        "+551132345678",  # a landline of São Paulo
        "+3903411234567",  # of Lecco
        "+390612345678",  # of Rome
        "+548001234567",  # toll-free
        "+2302012345",  # a landline of Mauritius
        "+2252721234567",
        "+22920123456",
        "+37798123456",  # Monaco
        "+38641123456",  # Slovenia
        "+84912345678",
        "+2416",
        "+",
        "",
    ],
)
def test_any_other_number_has_one_spelling(number: str) -> None:
    assert spellings(number) == (number,)


@given(st.data())
def test_old_and_new_agree_whatever_the_number(data: st.DataObject) -> None:
    plan = data.draw(st.sampled_from(PLANS))
    rest = data.draw(st.from_regex(plan.rest, fullmatch=True, alphabet="0123456789"))
    old, new = f"+{plan.old}{rest}", f"+{plan.new}{rest}"
    assert canonical(old) == canonical(new) == new
    assert spellings(old) == spellings(new)
    assert {old, new} <= set(spellings(old))


@given(st.from_regex(r"\+[0-9]{1,15}", fullmatch=True))
def test_a_spelling_is_found_from_each_other_of_its_line(number: str) -> None:
    assert number in spellings(number)
    assert all(spellings(other) == spellings(number) for other in spellings(number))
