"""The time zone of this host, by its name, so that past and coming days get their own offset."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

_LINK = Path("/etc/localtime")
_FOLDER = "zoneinfo/"


def local_zone() -> ZoneInfo:
    """What `TZ` names, else what `/etc/localtime` points at, else UTC."""
    named = os.environ.get("TZ", "").removeprefix(":")
    linked = str(_LINK.readlink()) if _LINK.is_symlink() else ""
    for name in (named, linked):
        try:
            return ZoneInfo(name.rpartition(_FOLDER)[2] or "-")
        except (KeyError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")
