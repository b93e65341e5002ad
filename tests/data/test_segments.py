"""What a text costs, at every boundary, and what straightening saves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.segments import GSM_7, UCS_2, count, straighten

any_text = st.text(st.characters(exclude_categories=()), max_size=400)


@pytest.mark.parametrize(
    ("body", "encoding", "units", "segments", "limit"),
    [
        ("", GSM_7, 0, 0, 160),
        ("a", GSM_7, 1, 1, 160),
        ("a" * 160, GSM_7, 160, 1, 160),
        ("a" * 161, GSM_7, 161, 2, 306),
        ("a" * 306, GSM_7, 306, 2, 306),
        ("a" * 307, GSM_7, 307, 3, 459),
        ("€" * 80, GSM_7, 160, 1, 160),
        ("€" * 81, GSM_7, 162, 2, 306),
        ("{}[]\\~^|€\f", GSM_7, 20, 1, 160),
        ("Àé", UCS_2, 2, 1, 70),
        ("àé ÄÖÑÜ§ ¿¡ Δ @£$¥", GSM_7, 18, 1, 160),
        ("ж" * 70, UCS_2, 70, 1, 70),
        ("ж" * 71, UCS_2, 71, 2, 134),
        ("ж" * 134, UCS_2, 134, 2, 134),
        ("ж" * 135, UCS_2, 135, 3, 201),
        ("🙏" * 35, UCS_2, 70, 1, 70),
        ("🙏" * 36, UCS_2, 72, 2, 134),
        ("\ud800", UCS_2, 1, 1, 70),
    ],
)
def test_units_and_segments(
    body: str, encoding: str, units: int, segments: int, limit: int
) -> None:
    found = count(body)
    assert (found.encoding, found.units, found.segments) == (encoding, units, segments)
    assert found.limit == limit


def test_a_pair_is_never_cut_so_an_emoji_at_the_boundary_opens_a_segment() -> None:
    # 134 units would fit two segments of 67, but the 67th unit is half an emoji.
    body = "ж" * 66 + "🙏" + "ж" * 66
    assert (count(body).units, count(body).segments) == (134, 3)


def test_an_extended_character_is_never_cut() -> None:
    body = "a" * 152 + "€" + "a" * 152
    assert (count(body).units, count(body).segments) == (306, 3)


def test_one_curly_quote_doubles_the_cost_and_straightening_halves_it() -> None:
    body = (
        "It’s ready: come by on Tuesday between nine and five, and bring the signed form with you."
    )
    assert (count(body).segments, count(body).awkward) == (2, ("’",))
    assert (count(straighten(body)).segments, count(straighten(body)).awkward) == (1, ())


def test_awkward_names_each_character_once_in_order() -> None:
    assert count("“ж” – ж“").awkward == ("“", "ж", "”", "–")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("“It’s” ‘fine’", "\"It's\" 'fine'"),
        ("„so“ «so»", '"so" "so"'),
        ("9–5 — now − 1", "9-5 - now - 1"),
        ("wait…", "wait..."),
        ("a\u00a0b\u202fc\u2009d", "a b c d"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("• one", "* one"),
        ("cafe\u0301", "café"),
        ("a\tb", "a b"),
        ("keeps é à ñ 🙏 and\nlines", "keeps é à ñ 🙏 and\nlines"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_straightening_changes_only_what_a_keyboard_has(typed: str, plain: str) -> None:
    assert straighten(typed) == plain


@given(any_text)
def test_counting_never_raises_and_holds_together(body: str) -> None:
    found = count(body)
    assert found.units <= found.limit
    assert (found.encoding == UCS_2) == bool(found.awkward)
    assert (found.segments == 0) == (body == "")
    if found.segments > 1:
        assert found.limit == found.segments * found.per_segment
        # Packing wastes at most one unit a segment.
        assert found.units > (found.segments - 1) * (found.per_segment - 1)


@given(any_text)
def test_straightening_is_idempotent_and_adds_nothing_awkward(body: str) -> None:
    straight = straighten(body)
    assert straighten(straight) == straight
    if count(body).encoding == GSM_7:
        assert count(straight).encoding == GSM_7


@given(any_text, any_text)
def test_more_text_never_costs_less(body: str, more: str) -> None:
    assert count(body + more).segments >= count(body).segments
