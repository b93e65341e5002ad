"""Parts of long texts by their shape."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.parts import adds_up, ends_where_a_phone_cuts, is_long, reading_moment
from data.rules import WordLists

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "long"),
    [
        ("x" * 153, True), ("x" * 152, True), ("x" * 140, True), ("x" * 160, True),
        ("x" * 400, True), ("x" * 67, True), ("é" * 66, True), ("😀" * 33, True),
        ("x" * 139, False), ("x" * 71, False), ("x" * 59, False), ("YES", False), ("", False),
    ],
)  # fmt: skip
def test_a_text_is_long_if_it_may_be_any_part_but_the_last(body: str, long: bool) -> None:
    assert is_long(body) is long


def test_no_word_that_agrees_is_long() -> None:
    words = WordLists()
    assert not any(is_long(word) for word in (*words.yes, *words.start, *words.no, *words.help))


@pytest.mark.parametrize(
    ("whole", "bodies", "found"),
    [
        ("abcdef", ["abc", "def"], [0, 1]),
        ("abcdef", ["def", "abc"], [1, 0]),
        ("abcdef", ["hello", "def", "abc"], [2, 1]),
        ("abab", ["ab", "ab"], [0, 1]),
        ("abab", ["ab"], []),
        ("abcdef", ["abc"], []),
        ("abcdef", ["abcdef"], []),
        ("abcdef", [], []),
        ("aaa" * 400, ["a" * n for n in range(30)], []),
    ],
)
def test_parts_are_texts_that_one_after_the_other_are_the_whole(
    whole: str, bodies: list[str], found: list[int]
) -> None:
    assert adds_up(whole, bodies) == found


@pytest.mark.parametrize(
    ("before", "cut"), [(153, True), (306, True), (67, True), (152, True), (100, False), (0, False)]
)
def test_an_end_is_cut_off_where_parts_are_full(before: int, cut: bool) -> None:
    assert ends_where_a_phone_cuts("x" * before + "end?", "end?") is cut
    assert not ends_where_a_phone_cuts("x" * before + "end?", "stop")


def test_a_long_text_is_read_before_what_may_be_its_end() -> None:
    end, start = ("ok", NOON), ("x" * 153, NOON + timedelta(seconds=3))
    read = sorted((end, start), key=lambda text: reading_moment(text[1], text[0]))
    assert read == [start, end]
