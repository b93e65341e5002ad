"""The status badge: a shape and a word, and since when."""

from __future__ import annotations

from textual.content import Content

from data.models import Status
from screens.badges import STATUS_TONES, badge
from screens.widgets.steady import Steady


class Badge(Steady):
    """`● Authorized` on a tint of its tone."""

    HELP = (
        "The badge says what the owner of the mobile number has agreed to: ○ not asked or not "
        "agreed, ◔ asked, ● agreed, ⊘ wants no texts. It belongs to the number, not to the file."
    )

    def show(self, status: Status) -> None:
        """Wear this status."""
        self.tell(Content(f" {badge(status)} "))
        for tone in set(STATUS_TONES.values()):
            self.set_class(tone == STATUS_TONES[status], f"-{tone}")
