"""The Personal Information panel: who the lead is, what they agreed to, how to reach them.

Wide, it is a column at the left. Below 100 columns the stylesheet folds it into two lines above the
log: name, file, badge; number, SMS button, local time.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from data.consent import NOT_OPT_OUT, REQUEST_SENT, WEAK_SIGN
from data.models import ConsentEvent, Lead, Status
from screens.badges import badge
from screens.lead_view import LeadView, asked_ago
from screens.text import content, fit, short_name
from screens.times import local_date, short_date, since
from screens.widgets.badge import Badge
from screens.widgets.mobile_number import MobileNumber
from screens.widgets.steady import Steady

_PAST_LINES = 6
_PAST_WIDTH = 20
_FILE_WIDTH, _SHORTEST_NAME, _GAP = 24, 12, "  "


class PersonalPanel(VerticalScroll, can_focus=False):
    """Parts one to four of the lead screen, and the consent behind the badge."""

    HELP = (
        "The SMS button asks the client for authorization; once they agreed, it goes to the text. "
        "Files with the same mobile number share one consent."
    )

    @dataclass
    class SmsPressed(Message):
        """The SMS button."""

    client = getters.query_one("#client", Steady)
    file = getters.query_one("#file", Steady)
    badge = getters.query_one(Badge)
    since = getters.query_one("#since", Steady)
    number = getters.query_one(MobileNumber)
    local = getters.query_one("#local", Steady)
    consent = getters.query_one("#consent", Steady)
    shared = getters.query_one("#shared", Steady)
    shared_short = getters.query_one("#shared-short", Steady)
    past = getters.query_one("#past", Container)

    def __init__(self) -> None:
        super().__init__()
        self._view: LeadView | None = None

    def compose(self) -> ComposeResult:
        with Container(id="who"):
            yield Steady(id="client")
            yield _caption("File")
            yield Steady(id="file")
            yield _caption("SMS")
            yield Badge()
            yield Steady(id="since")
        with Container(id="reach"):
            yield _caption("Mobile")
            yield MobileNumber()
            yield Steady(id="local")
            yield Button(Content("SMS"), id="sms", compact=True)
            yield Steady(id="shared-short")
        with Container(id="past"):
            yield _caption("Consent")
            yield Steady(id="consent")
        yield Steady(id="shared")

    def show(self, view: LeadView) -> None:
        """Show the lead as read just now."""
        lead, self._view = view.lead, view
        self.badge.show(lead.status)
        self.since.tell(Content(_since_words(view)))
        self._show_who(view)
        self.number.show(lead.number)
        self.local.tell(Content(", ".join(filter(None, (view.local_time, view.hours)))))
        self.consent.tell(_past(view))
        self.past.display = bool(view.events)
        self.shared.tell(_shared(view.sharing))
        self.shared_short.tell(_shared_short(view.sharing))

    def on_resize(self) -> None:
        if self._view is not None:
            self._show_who(self._view)

    def _show_who(self, view: LeadView) -> None:
        """Name and file: whole where they may wrap; on one line the name gives way, not the file
        or the badge."""
        name, file = view.lead.name, view.lead.file
        if self.screen.has_class("-narrow"):
            file = fit(file, _FILE_WIDTH)
            others = (file, f" {badge(view.lead.status)} ", _since_words(view))
            taken = sum(cell_len(part) + len(_GAP) for part in others if part)
            name = fit(name, max(_SHORTEST_NAME, self.size.width - taken - len(_GAP)))
        self.client.tell(content(name))
        self.file.tell(content(file))

    @on(Button.Pressed, "#sms")
    def _sms(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.SmsPressed())


def _caption(words: str) -> Static:
    return Static(Content(words), classes="caption")


def _since_words(view: LeadView) -> str:
    consent = view.lead.consent
    if consent is None or not view.events:
        return ""
    if consent.status is Status.PENDING:
        return f"asked {asked_ago(consent.requested_at or consent.since, view.now)}"
    return since(consent.since, view.now, view.zone)


def _shared_short(sharing: tuple[Lead, ...]) -> Content:
    if not sharing:
        return Content("")
    return content("same mobile: " + ", ".join(other.file for other in sharing))


def _shared(sharing: tuple[Lead, ...]) -> Content:
    if not sharing:
        return Content("")
    lines = [Content.assemble(content(o.file), " ", content(o.name)) for o in sharing]
    return Content("\n").join([Content.styled("Same mobile", "$muted"), *lines])


def _past(view: LeadView) -> Content:
    """The latest consent events, newest first: `12 Nov  YES → Authorized`."""
    today = local_date(view.now, view.zone)
    lines = []
    for event in reversed(view.events[-_PAST_LINES:]):
        day = short_date(local_date(event.at, view.zone), today)
        lines.append(Content.assemble((f"{day:>6}  ", "$muted"), content(_event(event, view))))
    return Content("\n").join(lines)


def _event(event: ConsentEvent, view: LeadView) -> str:
    if event.cause == REQUEST_SENT:
        return fit(f"asked by {event.user}" if event.user else "asked", _PAST_WIDTH + 6)
    if event.cause in (WEAK_SIGN, NOT_OPT_OUT):
        return fit(event.cause, _PAST_WIDTH + 6)
    change = f" → {event.after.value}" if event.after is not event.before else ""
    who = event.words or event.user or event.cause or short_name(view.lead.name)
    return fit(who, _PAST_WIDTH + 6 - len(change)) + change
