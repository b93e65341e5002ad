"""The list of the Account section: the carrier first, then the settings under their headings."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content

from data.store.setting_names import SETTINGS
from screens.settings.rows import Row

SENDER, TEST = "sending_number", "test"


def account_lines() -> list[Row]:
    """What an admin comes for when texts do not go out stands on top: number and connection."""
    rows = [
        _heading("Carrier"),
        (SENDER, Content("  Sending number")),
        (TEST, Content("  Test connection")),
    ]
    for heading, settings in groupby(SETTINGS, key=lambda setting: setting.heading):
        rows.append(_heading(heading))
        rows += [(each.key, Content(f"  {each.name}")) for each in settings]
    return rows


def _heading(words: str) -> Row:
    return (None, Content.styled(words, "$muted"))
