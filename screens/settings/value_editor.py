"""One setting to be changed: the box for its value, what is wrong with it, what will go out."""

from __future__ import annotations

from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Input, Static, TextArea

from data.segments import count
from data.store.setting_names import CHOICE_WORDS, Named
from data.store.setting_texts import write
from data.store.setting_values import CHOICES
from screens.dialog import button
from screens.session import Session
from screens.settings.choice_list import ChoiceList
from screens.text import content, plain


class ValueEditor(VerticalScroll, can_focus=False):
    """What is typed is judged by the store's own rules as it is typed."""

    @dataclass
    class Staged(Message):
        """What stands in the box has changed."""

    problems = getters.query_one("#problems", Static)
    buttons = getters.query_one(".buttons", Horizontal)

    def __init__(self, session: Session, setting: Named) -> None:
        super().__init__()
        self._session = session
        self.setting = setting
        # As the admin sees it; saving is refused when it is something else by then.
        self.before = write(session.store.settings.value(setting.key))
        self.box = self._box()
        self._saved = False

    @property
    def is_text(self) -> bool:
        return self.setting.key.startswith("texts.")

    @property
    def is_words(self) -> bool:
        return self.setting.key.startswith("words.")

    def compose(self) -> ComposeResult:
        yield self.box
        if self.is_text:
            yield Static(classes="preview", id="preview")
            yield Static(classes="cost", id="cost")
        yield Static(id="problems")
        with Horizontal(classes="buttons"):
            yield button("Save", "save", primary=True)
            yield button("Discard", "discard")
            if self.is_words:
                yield button("Try on past messages", "try")

    def _box(self) -> ChoiceList | TextArea | Input:
        if choices := CHOICES.get(self.setting.key):
            return ChoiceList({one: CHOICE_WORDS[one] for one in choices}, self.before)
        if self.is_text or self.is_words:
            area = TextArea(plain(self.before), soft_wrap=True, compact=True, tab_behavior="focus")
            area.cursor_blink = False
            return area
        box = Input(plain(self.before), compact=True, select_on_focus=False)
        box.cursor_blink = False
        return box

    def on_mount(self) -> None:
        self.judge()

    @property
    def text(self) -> str:
        """What stands in the box, as `settings.save_text` takes it."""
        match self.box:
            case ChoiceList() as choices:
                return choices.chosen
            case TextArea() as area:
                return area.text
            case box:
                return box.value

    @property
    def unsaved(self) -> bool:
        return self.text.strip() != plain(self.before).strip()

    @property
    def outdated(self) -> bool:
        """True when somebody else has saved another value meanwhile."""
        return write(self._session.store.settings.value(self.setting.key)) != self.before

    def enter(self) -> None:
        """Take the focus, at the end of what is there."""
        box = self.box
        box.focus()
        if isinstance(box, TextArea):
            box.move_cursor(box.document.end)

    def saved(self) -> None:
        """Say that what stands here has just been saved, until it is changed."""
        self._saved = True
        self.judge()

    def judge(self) -> None:
        """Say what is wrong, and what the text would look like."""
        found = self._session.store.settings.problems(self.setting.key, self.text)
        if self.unsaved and self.outdated:
            found = (*found, "Somebody else has just saved this. Discard shows it as it is now.")
        said = "Saved." if self._saved and not found else "\n".join(found)
        self.problems.update(content(said, newlines=True))
        self.problems.set_class(self._saved and not found, "-saved")
        self.problems.display = bool(said)
        for name in ("save", "discard"):
            self.buttons.query_one(f"#{name}").display = self.unsaved
        self.buttons.query_one("#save", Button).disabled = bool(found)
        if self.is_text:
            self._preview()

    def _preview(self) -> None:
        rules = self._session.store.rules()
        filled = self.text.strip().replace("{business}", rules.business_name)
        filled = filled.replace("{phone}", rules.business_phone)
        cost = count(filled)
        self.query_one("#preview", Static).update(content(filled, newlines=True))
        words = f"{cost.units}/{cost.limit} · {cost.encoding} · {cost.segments} SMS"
        gaps = rules.gaps(self.text)
        says = (
            f"It does not go out: no {' and no '.join(gaps)} is set" if gaps else "As it goes out"
        )
        self.query_one("#cost", Static).update(Content(f"{says}: {words}"))

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceList.Chosen)
    def _changed(self, event: Message) -> None:
        event.stop()
        self._saved = self._saved and not self.unsaved
        self.judge()
        self.post_message(self.Staged())
