"""Mobile numbers as people type them, and where their owners may be."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import Invalid
from data.hours import hours_for
from data.phone import as_known, digits, local_time, parse, pretty, zone_named, zones

any_text = st.text(st.characters(exclude_categories=()), max_size=30)
WINTER = datetime(2026, 11, 23, 14, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        "+1 (415) 555-0132", "415-555-0132", "14155550132", "4155550132", "415.555.0132",
        "+14155550132", "+1 415 555 0132", " 415 555 0132 ", "415–555–0132",
        "415\u2011555\u20110132",
        "\uff08415\uff09555\u22120132",
        "\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff13\uff12",
        "\u0664\u0661\u0665\u0665\u0665\u0665\u0660\u0661\u0663\u0662",
        "\u202a+14155550132\u202c",
        "415\u00a0555\u00a00132",
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse(typed) == "+14155550132"


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("+15551230001", "+15551230001"),
        ("+44 7911 123456", "+447911123456"),
        ("011 44 7911 123456", "+447911123456"),
    ],
)
def test_numbers_of_fiction_and_of_abroad_are_taken(typed: str, e164: str) -> None:
    assert parse(typed) == e164


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("", "There is no number."),
        (" \u200b ", "There is no number."),
        ("call me", "A mobile number has no letters and no extension."),
        ("1-800-FLOWERS", "A mobile number has no letters and no extension."),
        ("415-555-0132 x5", "A mobile number has no letters and no extension."),
        ("415-555-0132 #5", "A mobile number has no letters and no extension."),
        ("415-555-0132;ext=5", "A mobile number has no letters and no extension."),
        ("555-0132", "This number lacks its area code."),
        ("12345", "This number is too short."),
        ("+1 415 555 0132 99", "This number is too long."),
        ("+49 151 234567890123", "This number is too long."),  # possible there, too long for E.164
        ("+999 123 456 789", "This is not a phone number."),
        ("1+4155550132", "This is not a phone number."),
        ("415=555=0132", "This is not a phone number."),
        ("\x00", "This is not a phone number."),
        ("\ud800415", "This is not a phone number."),
        ("+", "This is not a phone number."),
    ],
)
def test_what_is_no_mobile_number_is_refused_in_words(typed: str, what: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(typed)
    assert refused.value.what == what
    assert refused.value.remedy


@pytest.mark.parametrize(
    "cell",
    [
        "415555020.0", "4155550132.0", "4155550132.00", "14155550132.0", "+14155550132.0",
        "415-555-020.0", "415555013.2", "4.15555E+09", "4.155550132e9", "4.15555E+9", "4E+09",
        "4155550132,0", "4,15555E+09", "1.41556E10",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_made_of_a_number_is_not_put_right(cell: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(cell)
    assert refused.value.what == "A spreadsheet has made a number with a point of this."
    assert refused.value.remedy == "Make the column's format text, and enter the numbers again."


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-23", "2026-11-23 00:00:00", "2026-11-23T00:00:00", "11/23/2026", "1/2/26",
        "23.11.2026", "2026/11/23", "23-Nov-26", "23 November 2026",
    ],
)  # fmt: skip
def test_a_date_is_no_number(cell: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(cell)
    assert refused.value.what == "This is a date."


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("415.555.0132", "+14155550132"),
        ("415555.0132", "+14155550132"),
        ("415.5550132", "+14155550132"),
        ("+33 6.12.34.56.78", "+33612345678"),
    ],
)
def test_points_between_groups_are_no_decimal_point(typed: str, number: str) -> None:
    assert parse(typed) == number


@given(any_text | st.text("0123456789+-() ", max_size=30))
def test_a_number_is_e164_or_invalid_and_nothing_else(typed: str) -> None:
    try:
        e164 = parse(typed)
    except Invalid:
        return
    assert e164[0] == "+"
    assert e164[1:].isascii()
    assert e164[1:].isdecimal()
    assert len(e164) <= 16
    assert digits(pretty(e164)) == e164[1:]


def test_a_parsed_number_parses_to_itself() -> None:
    assert parse(pretty(parse("415-555-0132"))) == "+14155550132"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+14155550132", "+1 415 555 0132"),
        ("+447911123456", "+44 7911 123456"),
        ("", ""),
        ("+", "+"),
        ("unknown", "unknown"),
        ("+0", "+0"),
    ],
)
def test_a_number_is_shown_in_groups(e164: str, shown: str) -> None:
    assert pretty(e164) == shown


@pytest.mark.parametrize(
    ("e164", "found"),
    [
        ("+14155550132", ("America/Los_Angeles",)),
        (
            "+19075550100",
            ("America/Adak", "America/Anchorage", "America/Juneau", "Pacific/Honolulu"),
        ),
        # Part of the area code lies in another zone, and numbers move: it is all of them.
        ("+18125980100", ("America/Chicago", "America/New_York")),
        ("+18124240100", ("America/Chicago", "America/New_York")),
        ("+12709910100", ("America/Chicago", "America/New_York")),
        ("+12704420100", ("America/Chicago", "America/New_York")),
        ("+14237030100", ("America/Chicago", "America/New_York")),
        ("+18505550100", ("America/Chicago", "America/New_York")),
        ("+12125550100", ("America/New_York",)),
        ("+52 55 1234 5678", ("America/Mexico_City",)),
        ("+15551230001", ()),
        ("+15129", ()),
        ("nonsense", ()),
    ],
)
def test_zones_of_a_number(e164: str, found: tuple[str, ...]) -> None:
    assert zones(e164) == found


@pytest.mark.parametrize("e164", ["+18125980100", "+12704420100", "+14237030100"])
def test_where_an_area_code_straddles_two_zones_it_is_eight_in_both(e164: str) -> None:
    hours = hours_for(e164, None, time(8), time(21))
    seven_in_chicago = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    assert not hours.open_at(seven_in_chicago)
    assert hours.next_opening(seven_in_chicago) == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert not hours.open_at(datetime(2026, 11, 25, 2, 30, tzinfo=UTC))  # 21:30 in New York


def test_a_toll_free_number_may_be_anywhere_in_its_country() -> None:
    assert {"America/New_York", "Pacific/Honolulu"} <= set(zones("+18005550100"))


@pytest.mark.parametrize(
    ("e164", "timezone", "shown"),
    [
        ("+14155550132", None, "06:41 PST"),
        ("+14155550132", "America/New_York", "09:41 EST"),
        ("+447911123456", None, "14:41 GMT"),  # four zones, one clock
        (None, "America/New_York", "09:41 EST"),
        ("+19075550100", None, None),  # Anchorage or Adak
        ("+15551230001", None, None),
        ("+14155550132", "Not/AZone", None),
        (None, None, None),
    ],
)
def test_the_leads_clock_is_shown_only_when_it_is_certain(
    e164: str | None, timezone: str | None, shown: str | None
) -> None:
    found = local_time(e164, timezone, WINTER)
    assert (f"{found[0]:%H:%M} {found[1]}" if found else None) == shown


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../UTC", "America", "Nowhere/Land", "a\x00b", "\ud800"]
)
def test_a_zone_nobody_knows_is_none(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize(
    "name",
    ["localtime", "posixrules", "Factory", "EST", "posix/Europe/London", "right/Europe/London"],
)
def test_a_zone_that_names_no_place_is_none(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize("name", ["America/New_York", "America/Indiana/Knox", "Etc/GMT+5", "UTC"])
def test_a_zone_of_a_place_or_of_no_offset_is_known(name: str) -> None:
    assert str(zone_named(name)) == name


def test_digits_of_a_search() -> None:
    assert digits("(415) 555-\u0660\u0661") == "41555501"


@pytest.mark.parametrize("written", ["+52 1 55 1234 5678", "+5215512345678", "+525512345678"])
def test_a_mexican_mobile_is_one_number_with_and_without_its_old_1(written: str) -> None:
    assert parse(written) == "+525512345678"


@pytest.mark.parametrize(
    ("written", "known"),
    [("+14155550132", "+14155550132"), ("+2101234567", "+2101234567"), ("+1555", "+1555")],
)
def test_a_carriers_number_that_no_plan_allows_is_kept_as_it_came(written: str, known: str) -> None:
    assert as_known(written) == known


def test_importing_phone_does_not_load_the_tables_of_numbers() -> None:
    code = "import sys, data.phone, data.gate; sys.exit('phonenumbers' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
