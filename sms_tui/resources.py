"""Finds the files that travel with the program."""

from __future__ import annotations

from pathlib import Path


def stylesheet() -> Path:
    """`sms_tui.tcss`: in this package when installed, one folder up in a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / "sms_tui.tcss"
    return installed if installed.exists() else here.parent / "sms_tui.tcss"
