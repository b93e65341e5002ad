"""The line on top of every place: where one is, who one is, and how fresh the replies are."""

from __future__ import annotations

from textual.content import Content
from textual.events import Click
from textual.reactive import reactive
from textual.widget import Widget

from screens.standing import Standing
from screens.text import fit

_BETWEEN = " › "
_ROOM_FOR_TRAIL = 16


class Header(Widget):
    """One line, drawn as a whole. A click on the breadcrumb's beginning goes back there."""

    HELP = (
        "The right end of the top line says how fresh the clients' replies are. When they have not "
        "been read for a while, the line turns amber and texts are held: a reply could be a "
        "STOP. So could a record of the carrier nobody could read: it is told for a week. Held "
        "are texts that wait for this, for the client's morning, or for the carrier."
    )

    trail: reactive[tuple[str, ...]] = reactive(())
    standing: reactive[Standing] = reactive(Standing())

    def __init__(self, user: str) -> None:
        super().__init__()
        self._user = user

    def watch_standing(self, standing: Standing) -> None:
        self.set_class(not standing.good, "-amber")

    def render(self) -> Content:
        width = self.size.width
        right = self._right(width - _ROOM_FOR_TRAIL)
        left = self._left(width - right.cell_length - 2)
        gap = max(1, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right)

    def _left(self, room: int) -> Content:
        *before, here = self.trail or ("",)
        way = "".join(f"{fit(step, 20)}{_BETWEEN}" for step in before)
        return Content.assemble(way, (fit(here, max(8, room - len(way))), "bold"))

    def _right(self, room: int) -> Content:
        standing = self.standing
        # On amber, everything is in the line's own colour.
        quiet, color = ("$muted", "$success") if standing.good else ("", "bold")
        words = (standing.words, quiet or color)
        user = fit(self._user, 20) + " · "
        if len(user) + len(standing.words) + 2 > room:
            user = ""
        sign = f" {standing.sign}" if standing.words else ""
        return Content.assemble((user, quiet), words, (sign, color))

    async def on_click(self, event: Click) -> None:
        if len(self.trail) > 1 and event.x <= len(self.trail[0]):
            await self.run_action("screen.back")
