"""The notices of the app: what they may hold, and how long they follow one about."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.notifications import SeverityLevel

from screens.place import Place
from screens.text import plain


class Notices(App[None]):
    """The part of the app that tells people something in passing."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._place: Place | None = None

    def top_place(self) -> Place | None:
        """The place on top, under whatever dialogs are open."""
        return next((s for s in reversed(self.screen_stack) if isinstance(s, Place)), None)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        super().notify(
            plain(message), title=plain(title), severity=severity, timeout=timeout, markup=False
        )

    def _refresh_notifications(self) -> None:
        """What went as asked was said of the place before; what went wrong stays to be read.

        Textual calls this when a screen comes to the top, before it shows what there is to say.
        """
        place = self.top_place()
        if place is not self._place:
            self._place = place
            for notice in list(self._notifications):
                if notice.severity == "information":
                    self._unnotify(notice, refresh=False)
        super()._refresh_notifications()
