"""The list of the Account section: settings under their headings, and two lines that are none."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content

from data.store.setting_names import SETTINGS
from screens.settings.rows import Row

SENDER, TEST = "sending_number", "test"


def account_lines() -> list[Row]:
    """The sending number stands with the firm's name and phone, the connection test comes last."""
    rows: list[Row] = []
    for heading, settings in groupby(SETTINGS, key=lambda setting: setting.heading):
        rows.append(_heading(heading))
        rows += [(each.key, Content(f"  {each.name}")) for each in settings]
        if heading == "Business":
            rows.append((SENDER, Content("  Sending number")))
    return [*rows, _heading("Carrier"), (TEST, Content("  Test connection"))]


def _heading(words: str) -> Row:
    return (None, Content.styled(words, "$muted"))
