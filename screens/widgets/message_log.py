"""One lead's log: messages of both sides, consent events and days, oldest at the top.

It holds the loaded pages only. Older pages are put on top (`prepend`) without the view moving; at
the newest end it follows what arrives, elsewhere it stays where it is and counts `new_below`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message as Posted
from textual.reactive import var
from textual.strip import Strip

from data.clock import Clock, utc_now
from data.models import ConsentEvent, Message
from screens.widgets.log_entries import arrange
from screens.widgets.log_lines import WIDEST
from screens.widgets.log_pages import Pages
from screens.widgets.searched_log import SearchedLog


class MessageLog(SearchedLog):
    """The log of a lead, to read, to search and to pick a message from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Message", tooltip="Show what can be done with the message"),
    ]

    new_below: var[int] = var(0)
    """Messages that arrived below the view since it left the newest end."""

    @dataclass
    class Event(Posted):
        """What the messages of a log have in common."""

        log: MessageLog

        @property
        def control(self) -> MessageLog:
            """The log, so that `@on(…, "#id")` works."""
            return self.log

    @dataclass
    class OlderWanted(Event):
        """The oldest loaded message is near and there are older ones.

        Posted once; `prepend` answers it and lets it be posted again, also with an empty page.
        """

    @dataclass
    class NewerWanted(Event):
        """The newest loaded message is near and there are newer ones; `append` answers."""

    @dataclass
    class NewestWanted(Event):
        """The newest end was asked for and is not loaded; `show` the newest page."""

    @dataclass
    class OldestWanted(Event):
        """The oldest end was asked for and is not loaded; `show` the oldest page."""

    @dataclass
    class NewBelowChanged(Event):
        """Another number of messages is waiting below the view."""

        count: int

    @dataclass
    class Selected(Event):
        """Someone pressed enter on a message or clicked it twice."""

        message_id: int

    def __init__(
        self,
        zone: ZoneInfo,
        *,
        clock: Clock = utc_now,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(zone, clock, id=id, classes=classes)
        self._pages = Pages()
        self._following = True

    # Pages, from above.

    def show(
        self,
        messages: Sequence[Message],
        events: Sequence[ConsentEvent],
        client_name: str,
        *,
        has_older: bool = False,
        has_newer: bool = False,
        keep_position: bool = False,
    ) -> None:
        """Replace everything, oldest first. Opens at the newest, or stays where it is."""
        self._pages = Pages(list(messages), events, has_older, has_newer)
        self.client_name = client_name
        if not keep_position:
            self._following = True
            self.new_below = 0
        self._pages_changed()

    def prepend(self, messages: Sequence[Message], *, has_older: bool) -> None:
        """Put an older page, oldest first, on top; the view does not move."""
        self._pages.put_older(messages, has_older=has_older)
        self._pages_changed(keep=True)

    def append(self, messages: Sequence[Message], *, has_newer: bool) -> None:
        """Put a newer page below, after `NewerWanted`; the view does not move."""
        self._pages.put_newer(messages, has_newer=has_newer)
        self._pages_changed(keep=True)

    def refresh_tail(
        self, messages: Sequence[Message], events: Sequence[ConsentEvent] | None = None
    ) -> None:
        """Take over new messages and changed ones, in the log's order.

        At the newest end the view follows; elsewhere it stays and `new_below` grows. `events`
        replaces all consent events.
        """
        new = self._pages.update(messages)
        if events is not None:
            self._pages.events = events
        if not self._following:
            self.new_below += new
        self._pages_changed()

    def _pages_changed(self, *, keep: bool = False) -> None:
        self.renew_hits(self._pages.messages)
        self._lay_out_again(follow=self._following and not keep)

    def _lay_out_again(self, *, follow: bool) -> None:
        """Measure and place everything; at the newest end, or without moving what is in view."""
        if not self.view_width:
            return  # not on screen yet: the first resize comes here again
        pages = self._pages
        anchor = self.layout_of_log.anchor(self.top_line)
        self.lay_out(
            arrange(
                pages.messages,
                pages.events,
                self.zone,
                has_older=pages.has_older,
                has_newer=pages.has_newer,
            )
        )
        line = self.layout_of_log.line_of(anchor) if anchor and not follow else None
        if line is None:
            self.scroll_to_last_line()
        else:
            self.scroll_to_line(line)
        self._scrolled()
        if self.has_focus and self.cursor_message is None:
            self.settle_cursor()

    # Scrolling.

    def on_resize(self) -> None:
        if not self.is_laid_out:
            self._lay_out_again(follow=self._following)
        elif self._following:  # only the height is another: the composer has grown
            self.scroll_to_last_line()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._scrolled()

    def _scrolled(self) -> None:
        pages = self._pages
        self._following = self.at_end and not pages.has_newer
        if self._following:
            self.new_below = 0
        if self.top_line < self.view_height and pages.take_older_wish():
            self.post_message(self.OlderWanted(self))
        below = self.line_count() - self.top_line - self.view_height
        if below < self.view_height and pages.take_newer_wish():
            self.post_message(self.NewerWanted(self))

    def jump_to_newest(self) -> None:
        """Go to the newest end, as after a text of one's own."""
        if self._pages.has_newer:
            self.post_message(self.NewestWanted(self))
        self.scroll_to_last_line()

    def action_last(self) -> None:
        self.jump_to_newest()
        super().action_last()

    def action_first(self) -> None:
        if self._pages.has_older:
            self.post_message(self.OldestWanted(self))
        super().action_first()

    # New messages below the view.

    def watch_new_below(self, count: int) -> None:
        self.refresh()
        self.post_message(self.NewBelowChanged(self, count))

    def draw_row(self, row: int, width: int) -> Strip | None:
        if not self.new_below or row != self.view_height - 1:
            return None
        words = f" ↓ {self.new_below} new below · End "
        return self.paint([(words.center(min(width, WIDEST)), ("new-below",))])

    # Choosing a message.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "choose":
            return bool(self._pages.messages)
        return super().check_action(action, parameters)

    def action_choose(self) -> None:
        message = self.cursor_message
        if message is not None:
            self.post_message(self.Selected(self, message.id))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self.new_below and offset.y == self.view_height - 1:
            self.jump_to_newest()
            return
        line = self.line_at(event)
        if line is None:
            return
        index = self.layout_of_log.at(line)
        if isinstance(self.layout_of_log.entries[index], Message):
            self.put_cursor(index)
            if event.chain == 2:
                self.action_choose()
