"""What Users and Groups have in common: the list, the tabs of the selected one, and saving.

Everything ticked is staged. Before it is saved the section says by name whom it touches; it is
saved over what the admin saw, or refused when somebody else has changed that meanwhile.
"""

from __future__ import annotations

from functools import partial

from textual import on, work
from textual.content import Content
from textual.widgets import Button, OptionList

from data.directory import Directory
from data.errors import Conflict, Problem
from screens.session import Session
from screens.settings.editor import Editor, Subject
from screens.settings.effect_words import effect_words, outdated_words
from screens.settings.people_layout import PeopleLayout
from screens.settings.staging import Left
from screens.settings.tab_bar import TabBar


class PeopleSection(PeopleLayout):
    """One of the two sections, with what is staged in it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.directory = Directory()
        self.subject: Subject | None = None

    def on_mount(self) -> None:
        self.follow()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is staged comes first: saved or given up."""
        if action in {"add", "rename", "remove", "activate", "deactivate"} and self.unsaved:
            return False
        return super().check_action(action, parameters)

    # What is shown.

    def follow(self) -> None:
        directory = self.session.store.access.directory()
        if directory == self.directory:
            return
        self.directory = directory
        self.rows.fill(self.lines())
        if not self.unsaved:
            self.show(self.rows.selected)
        self._reckon()

    def show(self, key: str | None) -> None:
        """Show the subject of a line as it is; what was staged of another is given up."""
        self.subject = None if key is None else self.find(int(key))
        self.query_one(".detail").display = self.subject is not None
        if self.subject is not None:
            self.title.update(self.named(self.subject))
            for editor in self.editors:
                editor.show(self.directory, self.subject)
            self._show_tab(self.bar.chosen)
        self._reckon()

    def go_to(self, subject: Subject | None) -> None:
        """Select and show a subject that has just come."""
        self.follow()
        if subject is not None:
            self.rows.select(str(subject.id))

    def _show_tab(self, name: str) -> None:
        self.bar.chosen = name
        for tab, editor in zip(self.TABS, self.editors, strict=True):
            editor.display = tab == name

    def _reckon(self) -> None:
        """Say what Save would do."""
        after = self.directory
        for editor in self.editors:
            after = editor.applied(after)
        for editor in self.editors:
            editor.reckon(after)
        self.buttons.display = self.effect.display = self.unsaved
        if any(editor.unsaved and editor.outdated(self.directory) for editor in self.editors):
            self.effect.update(outdated_words())
        elif self.unsaved:
            self.effect.update(effect_words(self.directory, after))
        self.screen.refresh_bindings()

    # Staging and saving.

    @property
    def unsaved(self) -> bool:
        return any(editor.unsaved for editor in self.editors)

    def discard(self) -> None:
        self.show(str(self.subject.id) if self.subject else None)

    async def save_staged(self) -> bool:
        """Save tab by tab; after a conflict what somebody else changed is as they left it."""
        try:
            for editor in [editor for editor in self.editors if editor.unsaved]:
                await self.session.write(partial(editor.save, actor=self.session.actor))
                self.directory = self.session.store.access.directory()
                if self.subject is not None:
                    editor.show(self.directory, self.subject)
        except Conflict as conflict:
            self._renew(conflict)
            return False
        except Problem as problem:
            self.tell(problem)
            return False
        self._reckon()
        self.effect.update(Content.styled("Saved.", "$text-success"))
        self.effect.display = True
        return True

    def _renew(self, conflict: Conflict) -> None:
        """Tell what changed, and keep what was ticked beside it."""
        self.directory = self.session.store.access.directory()
        if self.subject is None or self.find(self.subject.id) is None:
            self.discard()
        for editor in self.editors:
            editor.renew(self.directory)
        self._reckon()
        kept = "The rest of what you ticked is still here: look at it and save again."
        self.tell(Conflict(conflict.what, kept) if self.unsaved else conflict)

    @on(Editor.Staged)
    def _staged(self) -> None:
        self._reckon()

    @on(TabBar.Asked)
    def _tab(self, event: TabBar.Asked) -> None:
        event.stop()
        self._show_tab(event.name)

    @on(OptionList.OptionHighlighted, "#rows")
    def _highlighted(self) -> None:
        selected = self.rows.selected
        shown = str(self.subject.id) if self.subject else None
        if selected == shown:
            return
        if self.unsaved:
            self.rows.select(shown)
            self.post_message(Left(lambda: self.rows.select(selected)))
        else:
            self.show(selected)

    @on(OptionList.OptionSelected, "#rows")
    def _into(self) -> None:
        for editor in self.editors:
            if editor.display:
                editor.enter()

    @on(Button.Pressed)
    @work(group="save", description="save what is staged")
    async def _button(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            await self.save()
        else:
            self.discard()
        self.home().focus()
