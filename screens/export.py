"""Export: what a search found as a file, with its progress, and cancelled at any moment.

Run for someone who sits elsewhere, the program lets no path be typed: the file goes into one folder
beside the database, or what was found goes to the clipboard of the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Unmount
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from data.errors import Problem
from data.export import Cancelled, Form, Progress
from data.query import Query
from screens.dialog import Dialog, button, line
from screens.export_job import ExportJob
from screens.search_run import count_words
from screens.session import Session
from screens.text import content, fit, plain
from screens.widgets.export_form import ExportForm
from screens.widgets.text_box import TextBox

_PERIOD = 0.25  # seconds between two looks at the progress
_BAR = 30


class PathBox(TextBox):
    """Where the file goes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Export", tooltip="Write the file"),
    ]


class Export(Dialog[str]):
    """Answers with the words to say when it is done."""

    AUTO_FOCUS = "#go"
    HELP = "CSV opens in a spreadsheet; JSON Lines has one message per line, as it is stored."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", tooltip="Cancel; no file is left"),
    ]

    progress = getters.query_one("#progress", Static)
    go = getters.query_one("#go", Button)
    form = getters.query_one(ExportForm)

    def __init__(self, session: Session, query: Query) -> None:
        super().__init__(session.kept("export"))
        self._session, self._query = session, query
        self._job: ExportJob | None = None

    def title_text(self) -> Content:
        return Content("Export")

    def body(self) -> Iterable[Widget]:
        yield line(
            Content.assemble("All messages found by  ", content(fit(self._query.text, 200), "bold"))
        )
        yield ExportForm()
        if self._session.locked_down:
            yield line(content(f"The file goes to {self._folder} on this host."), "quiet")
        else:
            yield PathBox(str(self._folder / self._file_name(Form.CSV)), id="path")
        yield line("", id="progress")
        buttons = [button("Export", "go", primary=True), button("Cancel", "cancel")]
        if self._session.locked_down:
            buttons.insert(1, button("To the clipboard", "copy"))
        yield Horizontal(*buttons, classes="buttons")

    def on_mount(self) -> None:
        self.set_interval(_PERIOD, self._show_progress)

    @property
    def _folder(self) -> Path:
        if self._session.locked_down:
            return self._session.store.path.absolute().parent / "exports"
        return Path.home()

    def _file_name(self, form: Form) -> str:
        now = self._session.now().astimezone(self._session.zone)
        return f"sms-search-{now:%Y%m%d-%H%M%S}.{form.value}"

    @on(ExportForm.Changed)
    def _rename(self, event: ExportForm.Changed) -> None:
        """The end of the file's name follows the format."""
        for box in self.query(Input):
            for form in Form:
                box.value = box.value.removesuffix(f".{form.value}")
            box.value += f".{event.form.value}"

    @on(Input.Changed)
    def _follow_name(self, event: Input.Changed) -> None:
        """The format follows the end of the file's name, also of one that was kept."""
        for form in Form:
            if event.input.value.endswith(f".{form.value}"):
                self.form.chosen = form

    def _target(self) -> Path:
        """Where the file goes, or what is wrong with what was typed."""
        form = self.form.chosen
        if self._session.locked_down:
            return self._folder / self._file_name(form)
        typed = self.query_one(Input).value.strip()
        if not typed or "\0" in typed:
            raise Problem("Type the path of a new file.")
        try:
            return Path(typed).expanduser().absolute()
        except RuntimeError as error:  # ~nobody
            raise Problem(f"{typed} names no home folder.") from error

    def action_leave(self) -> None:
        """Stop what is under way; then, or at once if nothing is, leave."""
        self._stop()
        if self._job is None:
            super().action_leave()

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self._stop()
        if self._job is None:
            self.dismiss(None)

    @on(Unmount)
    def _stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    @on(Button.Pressed, "#go")
    @on(Input.Submitted)
    @work(exclusive=True, group="dialog", description="export what was found")
    async def _write(self) -> None:
        try:
            target = self._target()
            if self._session.locked_down:
                target.parent.mkdir(mode=0o700, exist_ok=True)
            job = self._begin()
            done = await job.write(target)
        except (Problem, OSError) as problem:
            self._failed(problem)
        else:
            self.dismiss(f"{count_words(done)} exported to {target}.")

    @on(Button.Pressed, "#copy")
    @work(exclusive=True, group="dialog", description="copy what was found")
    async def _copy(self) -> None:
        try:
            copied = await self._begin().copy()
        except Problem as problem:
            self._failed(problem)
        else:
            self.app.copy_to_clipboard(plain(copied.text, newlines=True))
            self.dismiss(f"{count_words(copied.count)} sent to the terminal's clipboard.")

    def _begin(self) -> ExportJob:
        self._job = ExportJob(self._session, self._query, self.form.chosen)
        self._freeze(True)
        self.progress.remove_class("warn").update(Content("counting…"))
        return self._job

    def _failed(self, problem: Exception) -> None:
        self._job = None
        if isinstance(problem, Cancelled):
            self.dismiss(str(problem))
            return
        self._freeze(False)
        self.progress.add_class("warn").update(content(str(problem)))

    def _freeze(self, frozen: bool) -> None:
        if frozen:  # first: what is disabled while it has the focus takes it along, later
            self.set_focus(self.query_one("#cancel"))
        for widget in self.query("#go, #copy, #path, ExportForm"):
            widget.disabled = frozen
        if not frozen:
            self.set_focus(self.go)

    def _show_progress(self) -> None:
        if self._job is not None and self._job.progress.total:
            self.progress.update(Content(_bar(self._job.progress)))


def _bar(progress: Progress) -> str:
    full = progress.done * _BAR // progress.total
    return f"{'█' * full}{'░' * (_BAR - full)}  {progress.done:,} of {progress.total:,}"
