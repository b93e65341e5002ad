"""The environment of a session that came over SSH: made anew, with a few checked values kept.

sshd may be set up to take any variable from the client, and variables can name programs to run,
files to read or write, and another database. What is kept is what the screen needs (the terminal's
kind and colours) and who is there (sshd's own words on the connection, and the key).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MARK = "SMS_TUI_CLEAN"
KEY = "SMS_TUI_KEY"
PLAIN_TERMINAL = "xterm"

_TERM = re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]{0,39}\Z")
# What these say of themselves is that they cannot move the cursor.
_NO_TERMINALS = {"dumb", "unknown", "network", "dialup"}
_COLORS = ("truecolor", "24bit")
_CONNECTION = re.compile(
    r"[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,16})? \d{1,5} [^\s\x00-\x1f]{2,62} \d{1,5}\Z"
)
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}\Z")


def cleaned(environ: Mapping[str, str], account: str, home: str) -> dict[str, str]:
    """A new environment for that account; cleaning it again changes nothing."""
    clean = {
        "HOME": home,
        "USER": account,
        "LOGNAME": account,
        "SHELL": "/bin/sh",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TERM": terminal(environ.get("TERM", "")),
        MARK: "1",
    }
    if environ.get("COLORTERM") in _COLORS:
        clean["COLORTERM"] = environ["COLORTERM"]
    for name, pattern in (("SSH_CONNECTION", _CONNECTION), (KEY, _FINGERPRINT)):
        if pattern.match(environ.get(name, "")):
            clean[name] = environ[name]
    return clean


def terminal(term: str) -> str:
    """The terminal's kind as the client names it, if that is a name; else a plain one."""
    if not _TERM.match(term) or ".." in term or term in _NO_TERMINALS:
        return PLAIN_TERMINAL
    return term
