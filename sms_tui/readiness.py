"""Tells systemd that a service of `Type=notify` is at work, by the socket that it names.

Nothing happens where nobody asks for it.
"""

from __future__ import annotations

import logging
import os
import socket

_log = logging.getLogger(__name__)


def tell_ready() -> None:
    """What `systemctl start` waits for."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    # An @ stands for the zero byte of a name that is in no folder.
    place = f"\0{address[1:]}" if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.sendto(b"READY=1", place)
    except OSError as error:
        _log.error("systemd could not be told that the worker is ready: %s", error)
