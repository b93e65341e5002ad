"""The colours in a terminal that has sixteen: each the nearest of them, and none an alarm."""

from __future__ import annotations

import pytest
from rich.color import Color, ColorSystem

from sms_tui.theme import THEME

BRIGHT = {9: "red", 10: "green", 11: "yellow", 12: "blue"}


@pytest.mark.parametrize(
    ("colour", "of_sixteen"),
    [
        (THEME.accent, "yellow"),
        (THEME.warning, "yellow"),
        (THEME.variables["footer-key-foreground"], "yellow"),
        (THEME.success, "green"),
        (THEME.error, "red"),
        (THEME.primary, "blue"),
    ],
)
def test_colours_stay_apart_where_there_are_sixteen(colour: str, of_sixteen: str) -> None:
    number = Color.parse(colour).downgrade(ColorSystem.STANDARD).number
    assert number is not None
    assert BRIGHT.get(number) == of_sixteen
