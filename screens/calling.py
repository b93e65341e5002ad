"""Starting the firm's own way to call a number: a softphone, a dialler, a script."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from threading import Thread

from data.errors import Misconfigured

_SLOT = "{number}"


def arguments(command: Sequence[str], number: str) -> list[str]:
    """The command with the E.164 number in its place, or at its end."""
    if any(_SLOT in part for part in command):
        return [part.replace(_SLOT, number) for part in command]
    return [*command, number]


def call(command: Sequence[str], number: str) -> None:
    """Start it, without a shell, on its own, with nothing of ours to read or to write over."""
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            arguments(command, number),
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            start_new_session=True,
        )
    except OSError as error:
        raise Misconfigured(
            f"The call could not be started: {error.strerror}.",
            "Check call_command in the configuration.",
        ) from error
    # Somebody has to wait for it, or it stays a zombie; whether it succeeds is its own affair.
    Thread(target=process.wait, name="call", daemon=True).start()
