"""What a terminal sends when keys follow an escape at once."""

from __future__ import annotations

import pytest
from textual import events

from sms_tui.escape_key import EscapeParser


def keys(*reads: str) -> list[str]:
    parser = EscapeParser()
    found = [message for read in reads for message in parser.feed(read)]
    return [message.key for message in found if isinstance(message, events.Key)]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("\x1b\x10\x1b\x10", ["escape", "ctrl+p"]),  # the rest waits for what may follow
        ("\x1b\x1b", ["escape"]),
        ("^", ["circumflex_accent"]),
        ("a^b", ["a", "circumflex_accent", "b"]),
        ("\x1b[A", ["up"]),
        ("\x1bOP", ["f1"]),
    ],
)
def test_an_escape_is_never_a_caret_and_a_caret_never_an_escape(
    sent: str, expected: list[str]
) -> None:
    assert keys(sent) == expected
