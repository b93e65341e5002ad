"""Add a lead: a form that says what is wrong while it is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import getters, on, work
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from data import phone
from data.errors import Invalid, Problem
from screens.dialog import Dialog, button, line
from screens.session import Session
from screens.text import content
from screens.widgets.text_box import TextBox


class Field(Container):
    """A caption, an input, and under it what is to be said about what stands in it."""

    input = getters.query_one(Input)
    remark = getters.query_one("#remark", Static)

    def __init__(
        self, caption: str, placeholder: str, remark: Callable[[str], str], *, id: str
    ) -> None:
        super().__init__(id=id)
        self._caption, self._placeholder, self._judge = caption, placeholder, remark
        self.good = False

    def compose(self) -> Iterable[Widget]:
        yield line(self._caption, "caption")
        yield TextBox(placeholder=self._placeholder, id=f"{self.id}-box")
        yield line("", id="remark")

    @property
    def value(self) -> str:
        return self.input.value.strip()

    def judge(self) -> bool:
        """Look at what stands there, say so, and tell whether it will do."""
        try:
            words, self.good = self._judge(self.value), True
        except Invalid as problem:
            words, self.good = problem.what, False
        self.remark.update(content(words))
        self.remark.set_class(not self.good, "-problem")
        return self.good


class AddLead(Dialog[int]):
    """Answers with the new lead's id. The lead starts with the consent its number already has."""

    AUTO_FOCUS = "#name Input"
    HELP = "A new lead is Not Authorized, unless another file has the same mobile number."

    save = getters.query_one("#save", Button)
    problem = getters.query_one("#problem", Static)

    def __init__(self, session: Session) -> None:
        super().__init__(session.kept("add a lead"))
        self._session = session

    def title_text(self) -> Content:
        return Content("Add a lead")

    def body(self) -> Iterable[Widget]:
        yield Field("Client name", "Maria Lopez", _name, id="name")
        yield Field("File number", "LT-10482", self._file, id="file")
        yield Field("Mobile", "+1 415 555 0132", self._mobile, id="mobile")
        yield Field("Time zone", "America/New_York", _timezone, id="timezone")
        yield line("", "warn", id="problem")
        yield Horizontal(
            button("Add", "save", primary=True, disabled=True),
            button("Cancel", "cancel"),
            classes="buttons",
        )

    @on(Input.Changed)
    def _judge(self, event: Input.Changed) -> None:
        field = event.input.parent
        if isinstance(field, Field):
            field.judge()
        self.problem.update(Content(""))
        self._fields_judged()

    @on(Input.Submitted)
    def _next(self) -> None:
        """Enter goes on to the next field, and from the last one to the button."""
        for field in self.query(Field):
            field.judge()
        self._fields_judged()
        self.focus_next()

    def _fields_judged(self) -> None:
        fields = {field.id: field for field in self.query(Field)}
        optional = fields["timezone"]
        needed = all(field.good for field in fields.values() if field is not optional)
        self.save.disabled = not (needed and (optional.good or not optional.value))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @work(exclusive=True, description="add a lead")
    async def _add(self) -> None:
        values = {field.id: field.value for field in self.query(Field)}
        actor = self._session.actor
        try:
            lead = await self._session.write(
                lambda store: store.leads.add(
                    actor,
                    values["name"],
                    values["file"],
                    values["mobile"],
                    values["timezone"] or None,
                )
            )
        except Problem as problem:
            self.problem.update(content(str(problem)))
            return
        self.dismiss(lead.id)

    def _file(self, text: str) -> str:
        if not text:
            raise Invalid("needed")
        other = self._session.store.leads.find(text)
        if other is not None:
            raise Invalid(f"belongs to {other.name}")
        return ""

    def _mobile(self, text: str) -> str:
        if not text:
            raise Invalid("needed")
        number = self._session.store.leads.number(text)
        local = phone.local_time(number, None, self._session.now())
        return f"{phone.pretty(number)}{f', {local[0]:%H:%M} {local[1]}' if local else ''}"


def _name(text: str) -> str:
    if not text:
        raise Invalid("needed")
    return ""


def _timezone(text: str) -> str:
    if not text:
        return "optional; else by the number"
    if phone.zone_named(text) is None:
        raise Invalid("unknown; like America/New_York")
    return ""
