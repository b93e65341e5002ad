"""What stands for a picture or a file in the record of an MMS, and which are the client's words.

Vonage does not publish it. It may be nothing at all, an address, or JSON in the form of its webhook
(`image`, `video`, `audio`, `vcard` or `file` with `url`, `name` and `caption`, several of them in
`content`). A caption is the client's words, and counts as if it were the whole text: "STOP" below
a picture is a STOP, "YES" a YES, "yes, here it is" neither. Any other text has no picture.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_ADDRESSES = re.compile(r"\s*(https?://\S+\s*)+", re.IGNORECASE)
_WORDS = ("caption", "text")
_DEEPEST = 5


def content(body: str) -> tuple[str, str | None]:
    """The client's words, and what stands for the picture; None where there is none."""
    if not body.strip() or _ADDRESSES.fullmatch(body):
        return "", body.strip()
    parsed = _parsed(body)
    if parsed is None:
        return body, None
    return "\n".join(_captions(parsed, _DEEPEST)), body


def _parsed(body: str) -> dict[str, object] | list[object] | None:
    """The JSON a body is, if it is an object or a list of some."""
    if body.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list):
        return found if found and all(isinstance(one, dict) for one in found) else None
    return found if isinstance(found, dict) else None


def _captions(found: object, deepest: int) -> Iterator[str]:
    """Every caption in the order it stands."""
    if not deepest:
        return
    if isinstance(found, dict):
        for key, value in found.items():
            if key in _WORDS and isinstance(value, str) and value.strip():
                yield value
            else:
                yield from _captions(value, deepest - 1)
    elif isinstance(found, list):
        for value in found:
            yield from _captions(value, deepest - 1)
