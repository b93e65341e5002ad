"""Names are found without regard to case and accents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.folding import folded


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("José Núñez", "jose nunez"),
        ("JOSÉ", "josé"),
        ("Jose\u0301", "josé"),
        ("Große", "GROSSE"),
        ("Łukasz", "łukasz"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("\uff24\uff45\uff4d\uff4f", "demo"),
        ("O'Brien-Smith", "o'brien-smith"),
    ],
)
def test_a_name_is_found_as_it_is_typed(name: str, typed: str) -> None:
    assert folded(name) == folded(typed)


def test_another_letter_is_another_name() -> None:
    assert folded("Ana") != folded("Anna")
    assert folded("山田") == "山田"


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_are_only_made_small(text: str) -> None:
    assert folded(text) == text.lower()
