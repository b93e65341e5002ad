"""The pages of a log that are loaded, and which of their neighbours were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data.models import ConsentEvent, Message
from screens.widgets.log_entries import merge_tail


@dataclass(slots=True)
class Pages:
    """Messages oldest first, with every consent event there is; mutable, owned by one log."""

    messages: list[Message] = field(default_factory=list)
    events: Sequence[ConsentEvent] = ()
    has_older: bool = False
    has_newer: bool = False
    older_asked: bool = False
    newer_asked: bool = False

    def put_older(self, messages: Sequence[Message], *, has_older: bool) -> None:
        """Add a page on top; what is already loaded is not added twice."""
        self.messages = [*self._unknown(messages), *self.messages]
        self.has_older, self.older_asked = has_older, False

    def put_newer(self, messages: Sequence[Message], *, has_newer: bool) -> None:
        """Add a page below; what is already loaded is not added twice."""
        self.messages = [*self.messages, *self._unknown(messages)]
        self.has_newer, self.newer_asked = has_newer, False

    def update(self, fresh: Sequence[Message]) -> int:
        """Take over changes and new messages; the number of new ones.

        While newer pages are not loaded there are only changes: what is new belongs below those.
        """
        merged, new = merge_tail(self.messages, fresh, has_older=self.has_older)
        if self.has_newer:
            known = {message.id for message in self.messages}
            merged, new = [message for message in merged if message.id in known], 0
        self.messages = merged
        return new

    def take_older_wish(self) -> bool:
        """True once, when there are older messages that nobody asked for yet."""
        wish = self.has_older and not self.older_asked
        self.older_asked = self.older_asked or wish
        return wish

    def take_newer_wish(self) -> bool:
        """True once, when there are newer messages that nobody asked for yet."""
        wish = self.has_newer and not self.newer_asked
        self.newer_asked = self.newer_asked or wish
        return wish

    def _unknown(self, messages: Sequence[Message]) -> list[Message]:
        known = {message.id for message in self.messages}
        return [message for message in messages if message.id not in known]
