"""What can be done with one message of the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from data.models import Direction, Kind, Message, MessageStatus
from screens.dialog import Dialog, button, line
from screens.text import content, plain
from screens.times import clock_time, local_date, long_date
from screens.widgets import log_words


class Deed(StrEnum):
    """What somebody decided about a message; the values are the words on the buttons."""

    CANCEL = "Cancel this message"
    SEND_AGAIN = "Send again"
    NOT_SENT = "Treat as not sent"
    WRITE_AGAIN = "Write it again"
    REVOKE = "Revoke"
    NO_OPT_OUT = "Not an opt-out"


class MessageSheet(Dialog[Deed]):
    """The message in full, why it stands as it does, and the choices. Answers with the choice."""

    AUTO_FOCUS = "#copy"
    HELP = (
        "A message that may have been sent is never sent again by itself: only you can know "
        "whether the client may get it twice."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the box, which would scroll the buttons away.
        Binding("up", "read(-1)", "Up", show=False, priority=True),
        Binding("down", "read(1)", "Down", show=False, priority=True),
        Binding("pageup", "read(-8)", "Page up", show=False, priority=True),
        Binding("pagedown", "read(8)", "Page down", show=False, priority=True),
    ]

    words = getters.query_one("#words", VerticalScroll)
    told = getters.query_one("#told", Static)

    def __init__(
        self, message: Message, now: datetime, zone: ZoneInfo, *, weak: bool, may_send: bool
    ) -> None:
        super().__init__()
        self._message, self._now, self._zone = message, now, zone
        self._deeds = tuple(_deeds(message, weak)) if may_send else ()

    def title_text(self) -> Content:
        message = self._message
        who = content(message.author or "automatic reply")
        day = long_date(local_date(message.at, self._zone))
        return Content.assemble(who, f" · {day} {clock_time(message.at, self._zone)}")

    def body(self) -> Iterable[Widget]:
        message = self._message
        # What was written scrolls by itself: the buttons are in view however long it is.
        yield VerticalScroll(
            line(content(message.body, newlines=True), "quoted"), id="words", can_focus=False
        )
        mark = log_words.mark(message, self._now, self._zone)
        yield line(" · ".join(filter(None, (mark, plain(message.category or "")))), "quiet")
        if reason := log_words.reason(message):
            yield line(Content(reason), "warn")
        if Deed.SEND_AGAIN in self._deeds:
            yield line("No answer came when it was sent: the client may have it already.", "warn")
        if Deed.WRITE_AGAIN in self._deeds:
            yield line("It did not arrive. Put right what is wrong, then write it again.")
        if Deed.REVOKE in self._deeds:
            sign = "" if message.reason else "It begins like a STOP but says more. "
            yield line(f"{sign}Is it an opt-out?", "warn")
        deeds = [button(deed.value, deed.name) for deed in self._deeds]
        copy = button("Copy", "copy")
        yield Horizontal(*deeds, copy, button("Close", "close"), classes="buttons")
        yield line("", "quiet", id="told")

    def action_read(self, lines: int) -> None:
        """Scroll through what was written; the box, in a window too low for it, comes after."""
        words = self.words
        at_end = words.scroll_offset.y >= words.max_scroll_y if lines > 0 else not words.scroll_y
        (self.box if at_end else words).scroll_relative(y=lines, animate=False)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        if event.button.id == "copy":
            self.app.copy_to_clipboard(plain(self._message.body, newlines=True))
            self.told.update(Content("sent to the terminal's clipboard"))
        else:
            self.dismiss(Deed.__members__.get(event.button.id or ""))


def _deeds(message: Message, weak: bool) -> Iterable[Deed]:
    if message.direction is Direction.OUT and message.status is MessageStatus.QUEUED:
        yield Deed.CANCEL
    if message.status is MessageStatus.UNCERTAIN:
        if message.kind is Kind.TEXT:
            yield Deed.SEND_AGAIN
        yield Deed.NOT_SENT
    if message.status is MessageStatus.FAILED and message.kind is Kind.TEXT:
        yield Deed.WRITE_AGAIN
    if weak:
        yield Deed.REVOKE
        yield Deed.NO_OPT_OUT
