"""Settings › Account: the firm, its texts, its rules, and whether the carrier answers.

What the configuration fixes is shown with where it does so, and cannot be changed here. The
carrier's credentials never enter the store, so they are not here at all.
"""

from __future__ import annotations

from asyncio import Lock
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static

from data.errors import Conflict, Problem
from data.phone import pretty
from data.store.setting_names import BY_KEY, CHOICE_WORDS, SETTINGS, Named
from data.store.setting_texts import write
from data.store.setting_values import CHOICES
from screens.session import Session
from screens.settings.account_lines import SENDER, TEST, account_lines
from screens.settings.connection_panel import ConnectionPanel
from screens.settings.fixed_value import FixedValue
from screens.settings.rows import Rows
from screens.settings.section import Section
from screens.settings.staging import Left
from screens.settings.value_editor import ValueEditor

_SENDER_SOURCE = (
    "It comes from the configuration: from under [vonage] in the file, or SMS_TUI_VONAGE_FROM. "
    "Change it there and start again; the carrier's credentials are there too, never in here."
)
_TEST_WORDS = (
    "Asks the carrier for real: the credentials, whether replies can be read and from which of its"
    " record products, the clock, the network, and what it last refused."
)


class Account(Section):
    """The list of settings under their headings; the selected one on the right."""

    HELP = "A list of words can be tried on all past messages before it is saved."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "try", "Try", tooltip="Try the words on all past messages"),
    ]

    rows = getters.query_one(Rows)
    title = getters.query_one("#title", Static)
    words = getters.query_one("#words", Static)
    place = getters.query_one("#value", Container)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._shown: str | None = None
        self._showing = Lock()

    def compose(self) -> ComposeResult:
        yield Rows(id="rows")
        with Vertical(classes="detail"):
            yield Static(id="title")
            yield Static(id="words", classes="words")
            yield Container(id="value")

    async def on_mount(self) -> None:
        self.rows.fill(account_lines())
        await self.show(self.rows.selected)

    def home(self) -> Widget:
        return self.rows

    @property
    def editor(self) -> ValueEditor | None:
        """The editor of the selected setting, when it can be changed here."""
        return next(iter(self.query(ValueEditor)), None)

    @property
    def unsaved(self) -> bool:
        return self.editor is not None and self.editor.unsaved

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "try":
            return self.editor is not None and self.editor.is_words
        return super().check_action(action, parameters)

    def follow(self) -> None:
        editor = self.editor
        # One that comes or goes just now has not all its parts; who shows it follows afterwards.
        if editor is None or self._showing.locked():
            return
        if editor.unsaved or not editor.outdated:
            editor.judge()
        else:
            self.discard()

    @work(group="show", description="show a setting")
    async def _show_later(self, key: str | None) -> None:
        await self.show(key)

    async def show(self, key: str | None) -> None:
        """Show a setting as it is; what was staged of another is given up.

        One at a time and to the end: widgets that are half removed would never go. Of those that
        wait, as when an arrow is held, only the last is shown.
        """
        self._shown = key
        async with self._showing:
            if key == self._shown:
                await self._put(key)
        self.follow()

    async def _put(self, key: str | None) -> None:
        name, words, value = self._detail(key or SETTINGS[0].key)
        self.title.update(Content.styled(name, "bold"))
        self.words.update(Content(words))
        self.rows.opens = not isinstance(value, FixedValue)
        async with self.batch():
            await self.place.remove_children()
            await self.place.mount(value)
        self.screen.refresh_bindings()

    def _detail(self, key: str) -> tuple[str, str, Widget]:
        if key == TEST:
            return "Test connection", _TEST_WORDS, ConnectionPanel(self.session)
        if key == SENDER:
            number = self.session.sending_number
            fixed = FixedValue(pretty(f"+{number.lstrip('+')}") if number else "", _SENDER_SOURCE)
            return "Sending number", "Clients see texts come from it, and answer to it.", fixed
        setting = BY_KEY[key]
        if key in self.session.store.settings.pinned():
            return setting.name, setting.words, self._fixed(setting)
        return setting.name, setting.words, ValueEditor(self.session, setting)

    def _fixed(self, setting: Named) -> FixedValue:
        value = write(self.session.store.settings.value(setting.key))
        if setting.key in CHOICES:
            value = CHOICE_WORDS[value]
        where = self.session.fixed_by.get(setting.key, "the configuration")
        return FixedValue(value, f"Fixed by {where}. Change it there and start again.")

    async def save_staged(self) -> bool:
        editor, actor = self.editor, self.session.actor
        if editor is None:
            return True
        key, text, before = editor.setting.key, editor.text, editor.before
        try:
            await self.session.write(
                lambda store: store.settings.save_text(actor, key, text, before=before)
            )
        except Conflict as conflict:
            self.tell(conflict)
            await self.show(key)
            return False
        except Problem as problem:
            self.tell(problem)
            return False
        await self.show(key)
        if self.editor is not None:
            self.editor.saved()
        return True

    def discard(self) -> None:
        self._show_later(self._shown)

    @work(group="dialog", description="try words on past messages")
    async def action_try(self) -> None:
        from screens.settings.trial import Trial

        editor = self.editor
        if editor is not None:
            await self.app.push_screen_wait(Trial(self.session, editor.setting, editor.text))

    @on(OptionList.OptionHighlighted, "#rows")
    def _highlighted(self) -> None:
        selected = self.rows.selected
        if selected == self._shown:
            return
        if self.unsaved:
            self.rows.select(self._shown)
            self.post_message(Left(lambda: self.rows.select(selected)))
        else:
            self._show_later(selected)

    @on(OptionList.OptionSelected, "#rows")
    def _into(self) -> None:
        for value in self.query("ValueEditor, ConnectionPanel"):
            assert isinstance(value, ValueEditor | ConnectionPanel)
            value.enter()

    @on(ValueEditor.Staged)
    def _staged(self) -> None:
        self.screen.refresh_bindings()

    @on(Button.Pressed)
    @work(group="save", description="save a setting")
    async def _button(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "save":
                await self.save()
                self.rows.focus()
            case "discard":
                self.discard()
                self.rows.focus()
            case "try":
                self.action_try()
