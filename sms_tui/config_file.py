"""Opens a configuration file: is it there, whose is it, who may read it, is it TOML.

A file that holds the carrier's secrets is nobody else's to read, as with SSH's private keys. What
belongs to another account is refused altogether: it could name a program to run.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

from data.errors import Misconfigured

_SECRET = ("api_secret", "private_key")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def document(path: Path) -> dict[str, Any]:
    """The file's content, undecoded, once its owner and mode are found to be right."""
    import tomllib

    content, status = _read(path)
    if status.st_uid not in (os.getuid(), 0):
        raise Misconfigured(
            f"{path} belongs to another account.", "Use a configuration file of your own."
        )
    try:
        found = tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        # Without its cause: the parser keeps the whole text, secrets and all.
        raise _not_toml(path, str(error)) from None
    _demand_privacy(path, found, status)
    return found


def _read(path: Path) -> tuple[bytes, os.stat_result]:
    """Content and status through one descriptor, so that both are of the same file."""
    try:
        with path.open("rb") as file:
            return file.read(), os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise Misconfigured(
            f"The configuration file {path} does not exist.", "Create it, or leave out --config."
        ) from error
    except OSError as error:
        raise Misconfigured(
            f"The configuration file {path} cannot be read: {error.strerror}.",
            "Name a file that you may read.",
        ) from error


def _demand_privacy(path: Path, found: dict[str, Any], status: os.stat_result) -> None:
    account = found.get("vonage")
    secrets = [key for key in _SECRET if isinstance(account, dict) and key in account]
    if secrets and status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Misconfigured(
            f"{path} holds [vonage] {' and '.join(secrets)}, and other accounts may read it.",
            f"Run: chmod 600 {path}",
        )


def _not_toml(path: Path, message: str) -> Misconfigured:
    """The parser's complaint with its place first; `message` never quotes a value."""
    place = _PLACE.search(message)
    where = "at its end"
    if place and place[1]:
        where = f"in line {place[1]}, column {place[2]}"
    why = _PLACE.sub("", message)
    return Misconfigured(
        f"{path} is not valid TOML {where}: {why[:1].lower()}{why[1:]}.",
        'Tables look like [poll], keys like interval = 15, texts like name = "Acme Relief".',
    )
