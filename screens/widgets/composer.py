"""Where a text to one lead is written. Enter sends; a paste, whatever is in it, never does.

The composer belongs to its lead for as long as it lives: what it posts carries that lead's id, so
no text can reach another. A key costs a count of the text and nothing else: no store, no gate, and
no layout unless the number of lines changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

from data.gate import MAX_CHARACTERS
from data.segments import Segments, count, straighten
from screens.text import plain
from screens.widgets.kept_draft import KeptDraft, Meeting

MOST_LINES = 6
_BORDER = 2
_DRAFT_AFTER = 1.0  # seconds after the first key that is not saved yet


class Composer(TextArea):
    """A text area of one to six lines with the lead in its border and the SMS count below."""

    HELP = (
        "Write here; enter sends, ctrl+j begins a new line, and pasted lines stay lines. The count "
        "below is the number of SMS the text will cost. What you have written is kept as a draft."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", priority=True, tooltip="Send the text to this lead"),
        # A text of six lines needs no paging; the log above it is what one wants to look up in.
        Binding("pageup", "screen.page_log(-1)", "Log up", show=False, tooltip="Scroll the log"),
        Binding("pagedown", "screen.page_log(1)", "Log down", show=False),
        Binding("ctrl+j", "new_line", "New line", tooltip="Begin a new line in the text"),
        Binding(
            "ctrl+t",
            "straighten",
            "Straighten",
            tooltip="Replace curly quotes and the like, so that the text costs fewer SMS",
        ),
    ]

    @dataclass
    class Sent(Message):
        """Enter was pressed over a text that says something."""

        lead_id: int
        body: str

    @dataclass
    class DraftChanged(Message):
        """The text is to be kept, over what this composer saved or read last."""

        lead_id: int
        body: str
        over: str

    def __init__(self, lead_id: int, *, id: str | None = None) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, id=id)
        self.lead_id = lead_id
        self.cursor_blink = False
        self._straightenable = ""
        self._under_way: str | None = None
        self.kept = KeptDraft()
        self._draft_timer: Timer | None = None
        self._draft_due = False

    def on_mount(self) -> None:
        self._draft_timer = self.set_interval(_DRAFT_AFTER, self.keep_draft, pause=True)
        self._draft_soon()
        self._show_count()

    def restore(self, body: str) -> None:
        """Put back the draft this lead was left with; what is already being written wins."""
        if not self.text:
            self._take(body)

    def meet(self, stored: str) -> bool:
        """Look at the draft that is in the store now; True when it is shown here from now on."""
        if self._under_way is not None:
            return False
        meeting = self.kept.meet(stored, self.text)
        if meeting is Meeting.TAKE:
            self._take(stored)
        elif meeting is Meeting.SAVE:
            self._draft_soon()
        return meeting is Meeting.TAKE

    def _take(self, body: str) -> None:
        self.kept.take(body)
        self.load_text(plain(body, newlines=True))
        self.move_cursor(self.document.end)

    def take_other(self) -> None:
        """Show the other session's draft; undoing brings back what was written here."""
        other = self.kept.elsewhere
        self.kept.take(other)
        self.replace(plain(other, newlines=True), (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    def add(self, body: str) -> None:
        """Put a text below what is written; it can be undone."""
        before = self.text.rstrip()
        whole = f"{before}\n{body}" if before else body
        self.replace(plain(whole, newlines=True), (0, 0), self.document.end)
        self.move_cursor(self.document.end)

    @property
    def contested(self) -> bool:
        """True while a text written here is kept nowhere, for another one is in its place."""
        return bool(self.kept.elsewhere and self.text.strip())

    def sent(self) -> None:
        """What was under way is in the outbox: remove it; what was typed meanwhile stays."""
        body, self._under_way = self._under_way or "", None
        rest = self.text.removeprefix(body)
        self.kept.sent(body)
        self.load_text(rest)
        self.move_cursor(self.document.end)

    def not_sent(self) -> None:
        """It did not go: the text stays, and enter may be pressed again."""
        self._under_way = None

    def keep_draft(self, *, anew: bool = False) -> None:
        """Let the draft be saved now if it is not yet; `anew` also when the text is."""
        if (change := self.take_unsaved(anew=anew)) is not None:
            self.post_message(change)

    def take_unsaved(self, *, anew: bool = False) -> Composer.DraftChanged | None:
        """What there is to save, for whoever saves it at once; `kept` waits to hear of it."""
        self._draft_due = False
        if self._draft_timer is not None:
            self._draft_timer.pause()
        if not anew and not self.kept.unsaved(self.text):
            return None
        over = self.kept.save(self.text)
        return None if over is None else self.DraftChanged(self.lead_id, self.text, over)

    def _draft_soon(self) -> None:
        # Not put off by later keys: who types on for minutes has a draft all the same.
        if self._draft_timer is not None and not self._draft_due and self.kept.unsaved(self.text):
            self._draft_due = True
            self._draft_timer.reset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "straighten":
            return bool(self._straightenable)
        if action == "select_line":
            return False  # f6 leads to a place, from here too
        return super().check_action(action, parameters)

    def action_send(self) -> None:
        if self.text.strip() and self._under_way is None:
            self.keep_draft()  # so that what leaves with the text is this draft, not half of it
            self._under_way = self.text
            self.post_message(self.Sent(self.lead_id, self.text))

    def action_new_line(self) -> None:
        self._replace_via_keyboard("\n", *self.selection)

    def action_straighten(self) -> None:
        self.replace(straighten(self.text), (0, 0), self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        # What is pasted may come from anywhere: it is shown, and sent, as what can be read.
        event.prevent_default()
        event.stop()
        pasted = plain(event.text.replace("\r\n", "\n").replace("\r", "\n"), newlines=True)
        if result := self._replace_via_keyboard(pasted, *self.selection):
            self.move_cursor(result.end_location)

    def on_text_area_changed(self) -> None:
        self._fit_height()
        self._show_count()
        self._draft_soon()

    def on_resize(self) -> None:
        self._fit_height()

    def _fit_height(self) -> None:
        """One line per line, up to six. The log above is laid out anew only when that changes."""
        lines = min(max(self.wrapped_document.height, 1), MOST_LINES) + _BORDER
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines

    def _show_count(self) -> None:
        segments = count(self.text)
        before = bool(self._straightenable)
        self._straightenable = "".join(ch for ch in segments.awkward if straighten(ch) != ch)
        over = len(self.text) - MAX_CHARACTERS
        self.border_subtitle = (
            Content.styled(f"{over:,} over the {MAX_CHARACTERS:,} allowed", "$warning")
            if over > 0
            else _count_words(segments, self._straightenable)
        )
        if bool(self._straightenable) is not before:
            self.refresh_bindings()


def _count_words(segments: Segments, straightenable: str) -> Content:
    """`19/160 · 1 SMS`, and which characters make it cost more."""
    number = f"{segments.units}/{segments.limit} · {segments.segments or 1} SMS"
    if straightenable:
        which = plain(" ".join(straightenable[:3]))
        return Content.assemble((f"{which} costs more: ^t straightens", "$warning"), f" · {number}")
    return Content(number if not segments.awkward else f"Unicode · {number}")
