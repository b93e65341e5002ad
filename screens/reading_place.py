"""A place that shows clients' data: to those who may read it, and to others a sentence."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Center
from textual.content import Content
from textual.widgets import Static

from screens.place import Place
from screens.text import plain
from screens.widgets.header import Header
from screens.widgets.key_footer import KeyFooter


class Closed(Center):
    """Stands in the place of the body."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        yield Static(Content(self._words))


class ReadingPlace(Place):
    """Asks when it opens and when the store has changed whether it may show anything."""

    closed = False

    async def may_show(self) -> bool:
        """Whether the user may read; the body is there, or the sentence, by that."""
        refusal = self.session.store.reading.refusal(self.session.actor)
        if self.closed is not (refusal is not None):
            self.closed = refusal is not None
            await self.query(Closed).remove()
            for widget in self.children:
                if not isinstance(widget, Header | KeyFooter):
                    widget.display = not self.closed
            if refusal is not None:
                self.set_focus(None)
                words = f"Clients' data is not shown to you. {refusal}"
                await self.mount(Closed(plain(words)), before=self.query_one(KeyFooter))
            self.refresh_bindings()
        return not self.closed

    def barred(self, action: str) -> bool:
        """Whether an action of this place is none while it shows nothing; one may go back."""
        if not self.closed or (action == "back" and len(self.app.screen_stack) > 1):
            return False
        kinds = [kind for kind in type(self).__mro__ if issubclass(kind, ReadingPlace)]
        bindings = [each for kind in kinds for each in vars(kind).get("BINDINGS", ())]
        return action in {each.action for each in bindings if isinstance(each, Binding)}
