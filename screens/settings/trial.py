"""A list of words tried on every message that ever came: how many it would catch, and which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static
from textual.worker import get_current_worker

from data.errors import Problem
from data.replies.meaning import Meaning
from data.store.setting_names import Named
from data.store.word_trial import Caught, TrialPage
from screens.dialog import Dialog, button, line
from screens.session import Session
from screens.settings.rows import Row, Rows
from screens.text import content, plain
from screens.times import local_date, short_date

_SHOWN_AT_MOST = 200
_WORDS = {
    Meaning.STOP: "STOP",
    Meaning.STRONG: "STOP, by a phrase",
    Meaning.START: "START",
    Meaning.YES: "YES",
    Meaning.NO: "NO",
    Meaning.HELP: "HELP",
    Meaning.WEAK: "to be judged",
    Meaning.OTHER: "an ordinary text",
    Meaning.NO_ANSWER: "no answer",
}
_MEANINGS = {
    "words.stop": {Meaning.STOP, Meaning.WEAK},
    "words.strong": {Meaning.STRONG, Meaning.WEAK},
    "words.start": {Meaning.START},
    "words.yes": {Meaning.YES},
    "words.no": {Meaning.NO},
    "words.help": {Meaning.HELP},
}


class CaughtRows(Rows):
    """The list; its lines are to be read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.leave", show=False)]


class Trial(Dialog[None]):
    """Grows while messages are read; escape stops it. Nothing is changed by it."""

    AUTO_FOCUS = "#caught, #close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", tooltip="Stop and close; nothing has been changed"),
        Binding("up,down,left,right", "app.focus_next", show=False),
    ]

    tally = getters.query_one("#so-far", Static)
    rows = getters.query_one(Rows)

    def __init__(self, session: Session, setting: Named, text: str) -> None:
        super().__init__()
        self._session, self._setting, self._text = session, setting, text
        self._read = 0
        self._count = 0
        self._released = 0
        self._caught: list[Row] = []
        # What the list is for; a message read so after the change was caught by it.
        self._meanings = _MEANINGS[setting.key]

    def title_text(self) -> Content:
        return Content(f"Try {self._setting.name} on past messages")

    def body(self) -> Iterable[Widget]:
        yield line("Reading…", id="so-far")
        yield CaughtRows(id="caught")
        yield Horizontal(button("Close", "close"), classes="buttons")

    def on_mount(self) -> None:
        self.rows.display = False
        self.query_one("#close").focus()
        self._run()

    @work(thread=True, exclusive=True, description="try words on past messages")
    def _run(self) -> None:
        """In a thread with a connection of its own; it ends at the next page when cancelled."""
        worker, store = get_current_worker(), self._session.reader()
        try:
            pages = store.word_trial.run(self._session.actor, self._setting.key, self._text)
            for page in pages:
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._grow, page)
            self.app.call_from_thread(self._tell, done=True)
        except Problem as problem:
            self.app.call_from_thread(self.tally.update, content(str(problem), "$text-warning"))
        finally:
            store.close()

    def _grow(self, page: TrialPage) -> None:
        if not self.is_attached:  # closed meanwhile
            return
        self._read += page.read
        caught = sum(one.after.meaning in self._meanings for one in page.caught)
        self._count += caught
        self._released += len(page.caught) - caught
        room = _SHOWN_AT_MOST - len(self._caught)
        if page.caught and room > 0:
            self._caught += [self._line(one) for one in page.caught[:room]]
            self.rows.display = True
            self.rows.fill(self._caught)
        self._tell(done=False)

    def _tell(self, *, done: bool) -> None:
        if not self.is_attached:  # closed meanwhile
            return
        noun = "message" if self._count == 1 else "messages"
        words = f"It would have caught {self._count:,} past {noun}"
        if self._released:
            words += f", and would no longer have caught {self._released:,}"
        reach = f"of all {self._read:,}" if done else f"of {self._read:,} read so far"
        more = self._count + self._released > _SHOWN_AT_MOST
        listed = f" The newest {_SHOWN_AT_MOST} are listed." if more else ""
        self.tally.update(Content(f"{words}, {reach}.{listed}"))

    def _line(self, caught: Caught) -> Row:
        zone = self._session.zone
        today = local_date(self._session.now(), zone)
        when = short_date(local_date(caught.at, zone), today)
        words = Content.assemble(
            (f"{when:<12} ", "$muted"),
            content(f"{caught.client or caught.number}: "),
            content(f"“{plain(caught.body)[:300]}”"),
            (f"  {_WORDS[caught.before.meaning]} → {_WORDS[caught.after.meaning]}", "$text-accent"),
            content(f"  {plain(caught.after.rule)}", "$muted"),
        )
        return (str(caught.message_id), words)

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)
