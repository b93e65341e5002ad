"""The language of searches, as a table; and that nothing typed does anything but search."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query import LONGEST, BadQuery, Field, Filter, Query, Term, parse
from data.query_days import period

NEW_YORK = ZoneInfo("America/New_York")
any_text = st.text(st.characters(exclude_categories=()), max_size=80)
pieces = st.lists(
    st.sampled_from(
        [
            "papers", "drop-off", '"', '"a phrase"', "-", "-not", "in:", "out:", "in", "file:",
            "file:LT-1", "category:", '"Follow up"', "status:failed", "status:", "before:",
            "2026-11-01", "on:2026-11", ":", "::", "a:b", "415", "+1415", "*", "begin*", "NEAR(",
            "AND", "OR", "NOT", "body:", "tags:", "{", "}", "(", ")", "^", "\x00", "\ud800", "🙏",
            "\ue000\ue000\ue000\ue000lead1", "“", "”", "\u202e", " ", "\n", "to:", "from:alice",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("  \t ", ()),
        ("papers", (Term("papers"),)),
        ("drop off", (Term("drop"), Term("off"))),
        ("drop-off", (Term("drop-off"),)),
        ('"drop off"', (Term("drop off"),)),
        ('"drop off', (Term("drop off"),)),
        ("“drop off”", (Term("drop off"),)),
        ('say "drop off"now', (Term("say"), Term("drop off"), Term("now"))),
        ("-papers", (Term("papers", excluded=True),)),
        ('-"drop off"', (Term("drop off", excluded=True),)),
        ("papers - & (", (Term("papers"),)),
        ("docu*", (Term("docu", prefix=True),)),
        ('"docu*"', (Term("docu*"),)),
        ("415", (Term("415", digits="415"),)),
        ("41", (Term("41"),)),
        ("+1415", (Term("+1415", digits="1415"),)),
        ("(415)", (Term("(415)", digits="415"),)),
        ("415-555-0132", (Term("415-555-0132", digits="4155550132"),)),
        ("12.50", (Term("12.50"),)),
        ("10/12", (Term("10/12"),)),
        ("1234567890123456", (Term("1234567890123456"),)),
        ('"415"', (Term("415"),)),
        ("10:30", (Term("10:30"),)),
        ("https://example.org", (Term("https://example.org"),)),
        ("AND OR NOT NEAR", (Term("AND"), Term("OR"), Term("NOT"), Term("NEAR"))),
    ],
)
def test_words(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse(typed) == Query(typed.strip(), terms)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("file:LT-10482", Filter(Field.FILE, "LT-10482", end=13)),
        ("FILE:LT-1", Filter(Field.FILE, "LT-1", end=9)),
        ("-file:LT-1", Filter(Field.FILE, "LT-1", excluded=True, end=10)),
        ("from:alice", Filter(Field.FROM, "alice", end=10)),
        ('from:"Maria Lopez"', Filter(Field.FROM, "Maria Lopez", end=18)),
        ("from:415", Filter(Field.FROM, "415", digits="415", end=8)),
        ("to:+1415", Filter(Field.TO, "+1415", digits="1415", anchored=True, end=8)),
        (
            'to:"+1 415 555"',
            Filter(Field.TO, "+1 415 555", digits="1415555", anchored=True, end=15),
        ),
        ("to:maria", Filter(Field.TO, "maria", end=8)),
        ("in:", Filter(Field.IN, end=3)),
        ("-out:", Filter(Field.OUT, excluded=True, end=5)),
        ("category:Documents", Filter(Field.CATEGORY, "Documents", end=18)),
        ('category:"Follow up"', Filter(Field.CATEGORY, "Follow up", end=20)),
        ("status:Failed", Filter(Field.STATUS, "failed", end=13)),
    ],
)
def test_operators(typed: str, found: Filter) -> None:
    assert parse(typed) == Query(typed, filters=(found,))


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("before:2026-11-01", None, "2026-11-01"),
        ("after:2026-11-01", "2026-11-02", None),
        ("on:2026-11-01", "2026-11-01", "2026-11-02"),
        ("on:2026-1-2", "2026-01-02", "2026-01-03"),
        ("before:2026-11", None, "2026-11-01"),
        ("after:2026-11", "2026-12-01", None),
        ("on:2026-12", "2026-12-01", "2027-01-01"),
        ("on:2026", "2026-01-01", "2027-01-01"),
        ("after:2026-11-01 before:2026-11-09", "2026-11-02", "2026-11-09"),
        ("before:2026-11-09 before:2026-11-08", None, "2026-11-08"),
        ("after:2026-01 after:2026-03", "2026-04-01", None),
    ],
)
def test_days(typed: str, since: str | None, until: str | None) -> None:
    found = parse(typed)
    assert (found.since, found.until) == (since and day(since), until and day(until))


def test_a_day_is_the_users_day() -> None:
    found = parse("on:2026-11-01", NEW_YORK)  # the day of 25 hours
    assert found.since == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert found.until == datetime(2026, 11, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-02-30", "26-1-1", "9999", "٢٠٢٦", "today"])
def test_what_is_no_day(text: str) -> None:
    assert period(text, UTC) is None


def test_no_day_can_be_beyond_the_calendar() -> None:
    assert period("0001-01-01", ZoneInfo("Asia/Tokyo")) is None
    assert period("9999-12-31", UTC) is None


@pytest.mark.parametrize(
    ("typed", "wrong", "words"),
    [
        ("papers categry:x", "categry:x", "There is no operator categry:."),
        ("note: bring", "note:", "There is no operator note:."),
        ("in:papers", "in:papers", "in: stands alone. Put a space before papers."),
        ("file:", "file:", "file: needs a file number, like file:LT-10482."),
        ("a on: b", "on:", "on: needs a day, like on:2026-11-01."),
        ("x on:2026-13-01", "on:2026-13-01", "2026-13-01 is not a day."),
        ("-on:2026", "-on:2026", "on: takes no minus."),
        ("status:lost", "status:lost", "lost is no status. There are queued, sending"),
        ("thanks 🙏", "🙏", "🙏 has no letter or digit."),
        ("x " * 51, "x", "A search has at most 50 words."),
    ],
)
def test_a_sentence_points_at_the_wrong_word(typed: str, wrong: str, words: str) -> None:
    with pytest.raises(BadQuery) as refused:
        parse(typed)
    assert str(refused.value).startswith(words)
    assert typed[refused.value.start : refused.value.end] == wrong


def test_a_search_has_an_end() -> None:
    with pytest.raises(BadQuery, match="at most 1000 characters"):
        parse("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("typed", "prefixes"),
    [
        ("drop pap", [False, True]),
        ("drop pap ", [False, False]),
        ('"drop pap', [True]),
        ('"drop pap"', [False]),
        ("-pap", [False]),
        ("pap in:", [False]),
        ("4155", [True]),
    ],
)
def test_the_last_word_is_a_beginning_while_it_is_typed(typed: str, prefixes: list[bool]) -> None:
    assert [term.prefix for term in parse(typed, prefix_last=True).terms] == prefixes


def test_the_words_to_mark_are_those_that_were_wanted() -> None:
    assert parse('papers -not "a phrase" file:LT-1').words == ("papers", "a phrase")


def test_a_query_knows_when_it_asks_for_nothing() -> None:
    assert parse(" - ").empty
    assert not any(parse(typed).empty for typed in ("a", "in:", "on:2026", "before:2026"))


@given(typed=any_text | pieces, typing=st.booleans())
def test_nothing_typed_raises_anything_but_a_sentence(typed: str, typing: bool) -> None:
    try:
        found = parse(typed, NEW_YORK, prefix_last=typing)
    except BadQuery as refused:
        assert refused.what.endswith(".")
        assert 0 <= refused.start <= refused.end <= len(typed)
    else:
        kept = found.text + "".join(term.text for term in found.terms)
        assert not any(unicodedata.category(ch) == "Cs" or ch == "\0" for ch in kept)
