"""Public keys for the tests, without a private half: Ed25519's is any 32 bytes."""

from __future__ import annotations

import base64


def public_key(number: int, comment: str = "") -> str:
    """The line of a `.pub` file; another number is another key."""
    kind, key = b"ssh-ed25519", number.to_bytes(32, "big")
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (kind, key))
    return f"ssh-ed25519 {base64.b64encode(blob).decode()} {comment}".strip()
