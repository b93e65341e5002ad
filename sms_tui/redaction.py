"""Takes out of a line what must not be written down: secrets, phone numbers, people's words.

It is a second line of defence: code that logs should not hand such things over in the first place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

_GONE = "[redacted]"
_LONGEST = 2_000
# Ten to fifteen digits, or seven after a plus, also with spaces, dots, dashes and parentheses
# between: E.164 as people write it. Digits within a reference or an id follow a letter or a dash.
_NUMBER = re.compile(
    r"(?:(?:\+|%2B)(?:[ ().-]{0,2}\d){7,15}|(?<![\w.:-])\(?\d(?:[ ().-]{0,2}\d){9,14})(?!\w|:\d\d)"
)
# The fields of the carrier's requests and records that hold what people wrote, as JSON, as a
# dict's or call's repr, or as JSON within a repr; to the end of the line if it never closes.
_WORDS = re.compile(
    r"""(\b(?:text|body|message_body|note)(?:\\*["'])?\s*[:=]\s*)"""
    r"""(?:\\+"(?:[^"\\]|\\(?!"))*(?:\\+"|$)|"(?:\\.|[^"\\])*(?:"|$)|'(?:\\.|[^'\\])*(?:'|$))""",
    re.DOTALL,
)


class Redaction:
    """What to take out, with the secrets of this configuration."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        alternatives = sorted(map(re.escape, forms), key=len, reverse=True)
        self._secrets = re.compile("|".join(alternatives)) if alternatives else None

    def of(self, text: str) -> str:
        """The text without them, cut to a length a log can bear."""
        if self._secrets:
            text = self._secrets.sub(_GONE, text)
        text = _WORDS.sub(rf"\1{_GONE}", text)
        text = _NUMBER.sub(lambda found: f"…{found[0].rstrip()[-2:]}", text)
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _forms(secret: str) -> Iterable[str]:
    """A secret as it is, as a URL or a repr carries it, and each line of a key."""
    if secret:
        yield from (secret, quote(secret, safe=""), repr(secret)[1:-1])
    yield from (line for line in secret.splitlines() if len(line) > 20 and "-----" not in line)
