"""One act of the audit log in full."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from data.models import AuditEntry
from screens.dialog import Dialog, button, line
from screens.settings.audit_lines import values
from screens.text import content


class AuditSheet(Dialog[None]):
    """Who, as which account, when, from what, to what."""

    AUTO_FOCUS = "#close"

    def __init__(self, entry: AuditEntry, zone: ZoneInfo) -> None:
        super().__init__()
        self._entry, self._zone = entry, zone

    def title_text(self) -> Content:
        return content(self._entry.kind)

    def body(self) -> Iterable[Widget]:
        entry = self._entry
        before, after = values(entry)
        account = f" (OS account {entry.os_account})" if entry.os_account else ""
        fields = {
            "When": f"{entry.at.astimezone(self._zone):%Y-%m-%d %H:%M:%S %Z}",
            "Who": f"{entry.user or 'sms-tui itself'}{account}",
            "What": entry.subject,
            "From": before,
            "To": after,
            "Note": entry.note,
        }
        for name, value in fields.items():
            if value:
                yield line(Content.assemble((f"{name:<6}", "$muted"), content(value)))
        yield Horizontal(button("Close", "close"), classes="buttons")

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)
