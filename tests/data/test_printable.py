"""Nothing a client writes can do anything but be read."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.printable import MARKS_PER_CHARACTER, REPLACEMENT, has_visible, printable

any_text = st.text(st.characters(exclude_categories=()), max_size=300)
hostile = st.text(
    st.sampled_from("a🙏👩🏻\u200d\u0301\u20e0\n\r\t\x1b\x9b\u202e\ud83d\ude00\ufe0f\u2028 é"),
    max_size=60,
)
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain ASCII text.", "plain ASCII text."),
        ("Señora Núñez, 5 €", "Señora Núñez, 5 €"),
        ("[/b] [@click=app.quit]tap[/]", "[/b] [@click=app.quit]tap[/]"),
        ("\x1b]52;c;ZXZpbA==\x07", "]52;c;ZXZpbA=="),
        ("\x1b[2J\x9b31mred\x7f", "[2J31mred"),
        ("a\x00b\x08c", "abc"),
        ("\u202eevil\u202c \u2066x\u2069 \u200e\u200f\u061c.", "evil x ."),
        ("ST\u200bOP\u2060\ufeff", "STOP"),
        ("\ud800 and \udc00", f"{REPLACEMENT} and {REPLACEMENT}"),
        ("\ud83d\ude4f", "🙏"),
        ("\U000e0041\U000e007f", ""),
        ("\ufff9a\ufffab\ufffb", "ab"),
        ("one\u2028two\u2029three\x85four", "one two three four"),
        ("a\r\nb\rc\nd\te", "a b c d e"),
        ("a\u00a0b\u3000c", "a b c"),
        ("\ue000 \uffff \u0378", f"{REPLACEMENT} {REPLACEMENT} {REPLACEMENT}"),
        ("\U0001fae8", "\U0001fae8"),  # an emoji newer than this Python's Unicode
        (FAMILY, FAMILY),
        ("a\u200db", "ab"),
        ("👩" + "\u200d" * 1000 + "👧", "👩\u200d👧"),
        ("👩🏻\u200d❤\ufe0f\u200d👨🏿", "👩🏻\u200d❤\u200d👨🏿"),
        ("e" + "\u0301" * 100, "e" + "\u0301" * MARKS_PER_CHARACTER),
        ("\u0301x", "x"),
        ("हिन्दी ไทย עִבְרִית", "हिन्दी ไทย עִבְרִית"),
        ("\u3164\u115fx", "x"),
        ("", ""),
    ],
)
def test_what_is_shown_of_a_text(written: str, shown: str) -> None:
    assert printable(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a    b"),
        ("a\u2028b\vc", "a\nb\nc"),
        ("é\n\u0301x\x1b[0m", "é\nx[0m"),
        ("plain\nlines\n", "plain\nlines\n"),
    ],
)
def test_lines_are_kept_when_asked_for(written: str, shown: str) -> None:
    assert printable(written, newlines=True) == shown


@given(any_text | hostile, st.booleans())
def test_nothing_that_acts_ever_comes_out(text: str, newlines: bool) -> None:
    shown = printable(text, newlines)
    for at, ch in enumerate(shown):
        if ch == "\n":
            assert newlines
        elif ch == "\u200d":
            assert 0 < at < len(shown) - 1
            assert shown[at + 1] > "\u2100" < shown[at - 1]
        else:
            category = unicodedata.category(ch)
            assert category not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
            assert category != "Zs" or ch == " "
            assert category != "Cn" or "\U0001f000" <= ch <= "\U0001fbff"
    shown.encode("utf-8")


@given(any_text | hostile, st.booleans())
def test_a_second_pass_changes_nothing(text: str, newlines: bool) -> None:
    shown = printable(text, newlines)
    assert printable(shown, newlines) == shown


@given(any_text | hostile)
def test_no_character_carries_more_than_a_few_marks(text: str) -> None:
    marks = MARKS_PER_CHARACTER
    for ch in printable(text):
        marks = marks + 1 if unicodedata.category(ch)[0] == "M" else 0
        assert marks <= MARKS_PER_CHARACTER


@pytest.mark.parametrize("emoji", ["👩", "👩🏻"])
def test_emoji_are_not_joined_without_end(emoji: str) -> None:
    chain = printable("\u200d".join([emoji] * 100))
    assert max(len(family.split("\u200d")) for family in chain.split(emoji * 2)) <= 7
    assert chain.replace("\u200d", "") == emoji * 100


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_is_the_very_same_object(text: str) -> None:
    assert printable(text) is text


def test_a_hostile_text_of_10_000_characters_takes_no_time() -> None:
    for text in ("\u0301\u0315" * 5000, "👩\u200d" * 5000, "👩🏻" * 5000, "\x1b" * 10000):
        before = time.perf_counter()
        printable(text)
        assert time.perf_counter() - before < 0.5


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("called", True), ("  .", True), ("👍", True), ("é", True), ("السلام", True),
        ("", False), (" \t\n", False), ("\u200b\u2060\ufeff", False), ("\u3164", False),
        ("\u2800", False), ("\u0301", False), ("\u202e", False), ("\x1b", False),
        ("\ufffd", False), ("\U000e0041", False), ("\xad\u200d", False),
    ],
)  # fmt: skip
def test_a_note_must_have_something_to_see(text: str, visible: bool) -> None:
    assert has_visible(text) is visible
