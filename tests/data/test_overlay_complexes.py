"""Overlay complexes: what is one place has the same zones under each of its area codes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time

import pytest
from phonenumbers import geocoder, parse
from phonenumbers.tzdata import TIMEZONE_DATA

from data.hours import hours_for
from data.overlay_complexes import COMPLEXES, NEWER, complex_of
from data.phone import zones

KNOWN = {begins[1:4] for begins in TIMEZONE_DATA if begins.startswith("1") and len(begins) >= 4}


def zones_in_the_tables(code: str) -> set[str]:
    return {
        zone
        for begins, names in TIMEZONE_DATA.items()
        if begins.startswith(f"1{code}")
        for zone in names
    }


@pytest.mark.parametrize("codes", COMPLEXES, ids=" ".join)
def test_each_code_of_a_complex_has_the_zones_of_all(codes: tuple[str, ...]) -> None:
    everywhere = set().union(*map(zones_in_the_tables, codes))
    assert everywhere
    for code in codes:
        assert set(zones(f"+1{code}5550100")) == everywhere
        assert complex_of(code) == codes


def test_each_code_is_in_one_complex_and_known_or_newer() -> None:
    members = Counter(code for codes in COMPLEXES for code in codes)
    assert set(members.values()) == {1}
    assert members.keys() - KNOWN == NEWER
    assert all(len(codes) > 1 for codes in COMPLEXES)


STATES = {
    "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "FL": "Florida", "GA": "Georgia", "IA": "Iowa", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "KY": "Kentucky", "LA": "Louisiana", "MA": "Massachusetts",
    "MD": "Maryland", "MI": "Michigan", "MN": "Minnesota", "MO": "Missouri", "MS": "Mississippi",
    "NC": "North Carolina", "NE": "Nebraska", "NY": "New York", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "SC": "South Carolina", "TX": "Texas", "VA": "Virginia",
    "WI": "Wisconsin", "WV": "West Virginia", "AB": "Alberta", "ON": "Ontario", "QC": "Quebec",
    "NJ": "New Jersey", "WA": "Washington State", "UT": "Utah", "TN": "Tennessee", "NV": "Nevada",
    "MB": "Manitoba", "NB": "New Brunswick", "NS": "Nova Scotia/Prince Edward Island",
    "British Colombia": "British Columbia",
}  # fmt: skip


@pytest.mark.parametrize("codes", COMPLEXES, ids=" ".join)
def test_the_codes_of_a_complex_are_in_one_state_or_province(codes: tuple[str, ...]) -> None:
    places = {
        geocoder.description_for_number(parse(f"+1{code}{exchange}0100"), "en").split(", ")[-1]
        for code in codes
        for exchange in ("234", "345", "456", "622", "733", "998")
    } - {"", "United States", "Canada"}
    assert len({STATES.get(place, place) for place in places}) <= 1


@pytest.mark.parametrize(
    ("number", "at", "closed"),
    [
        ("+14485550100", "2026-11-24T13:30", "07:30 in Pensacola, 08:30 in Tallahassee"),
        ("+13645550100", "2026-11-24T13:30", "07:30 in Bowling Green"),
        ("+19305550100", "2026-11-24T13:30", "07:30 in Evansville"),
        ("+14585550100", "2026-11-25T04:30", "20:30 in Portland, 21:30 in Ontario, Oregon"),
        ("+17785550100", "2026-11-25T04:30", "20:30 in Vancouver, 21:30 in Dawson Creek's east"),
        ("+15815550100", "2026-11-25T01:30", "20:30 in Quebec, 21:30 in the east of the code"),
        ("+17295550100", "2026-11-24T13:30", "07:30 in Crossville, a code of 2025"),
        (
            "+16845550100",
            "2026-11-24T18:30",
            "07:30 in Pago Pago, an exchange that is not in the plan",
        ),
        ("+18001550100", "2026-11-24T13:30", "toll-free: night in Honolulu"),
    ],
)
def test_it_is_no_day_for_an_overlay_while_it_is_none_somewhere_in_its_place(
    number: str, at: str, closed: str
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert not hours_for(number, None, time(8), time(21)).open_at(moment), closed


@pytest.mark.parametrize("code", sorted(KNOWN))
def test_an_exchange_outside_the_plan_is_where_its_area_code_is(code: str) -> None:
    assert zones(f"+1{code}1110100") == zones(f"+1{code}2345678") != ()


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+4915", "Europe/Berlin"),
        ("+491099999999", "Europe/Berlin"),
        ("+447000", "Europe/London"),
        ("+81111", "Asia/Tokyo"),
    ],
)
def test_a_number_no_plan_allows_is_in_its_country(number: str, zone: str) -> None:
    assert zone in zones(number)


@pytest.mark.parametrize("number", ["+15551230001", "+12115550100", "+19995550100", "+1415"])
def test_a_code_that_is_not_assigned_says_nothing(number: str) -> None:
    assert zones(number) == ()
