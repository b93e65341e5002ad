"""The settings that shape consent, the gate and the worker, in one frozen value.

Three layers make it: these defaults, what an admin saved in the store, and what the configuration
file or the environment pins; the later wins. Durations are `timedelta`s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta

from data.models import Template

DEFAULT_TEXTS = {
    Template.REQUEST: (
        "{business}: may we text you about your file? Reply YES to agree. Msg freq varies. "
        "Msg&data rates may apply. HELP for help, STOP to opt out."
    ),
    Template.CONFIRMED: (
        "{business}: you agreed to receive texts. Msg freq varies. Msg&data rates may apply. "
        "Reply HELP for help, STOP to opt out."
    ),
    Template.STOPPED: "{business}: you will get no more texts. Reply START to resume.",
    Template.HELP: (
        "{business}: for help call {phone}. Msg&data rates may apply. Reply STOP to opt out."
    ),
}

# 47 CFR 64.1200(a)(10) names these seven; no setting removes them.
MANDATORY_STOP_WORDS = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")


@dataclass(frozen=True, slots=True)
class WordLists:
    """Whole-message words by meaning, and phrases that mean STOP anywhere in a message."""

    stop: tuple[str, ...] = (
        "stop", "stopall", "stop all", "unsubscribe", "unsub", "cancel", "end", "quit", "revoke",
        "optout", "opt out", "opt-out", "remove", "alto", "basta", "pare", "arret",
    )  # fmt: skip
    start: tuple[str, ...] = ("start", "unstop")
    yes: tuple[str, ...] = (
        "yes", "y", "yes please", "i agree", "agree", "ok", "okay", "accept", "si", "sí",
    )  # fmt: skip
    no: tuple[str, ...] = ("no", "n", "no thanks", "decline")
    help: tuple[str, ...] = ("help", "info", "ayuda")
    strong: tuple[str, ...] = (
        "stop texting me", "stop messaging me", "stop contacting me", "quit texting me",
        "remove me", "take me off",
        "do not text me", "don't text me", "dont text me",
        "do not contact me", "don't contact me", "dont contact me",
        "do not text or contact me", "don't text or contact me", "dont text or contact me",
        "leave me alone", "unsubscribe me", "no more texts", "lose my number", "delete my number",
        "wrong number", "no más", "no me escriba",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the rules read that a firm may set."""

    business_name: str = ""
    business_phone: str = ""
    texts: dict[Template, str] = field(default_factory=lambda: dict(DEFAULT_TEXTS))
    words: WordLists = field(default_factory=WordLists)
    hours_open: time = time(8, 0)
    hours_close: time = time(21, 0)  # time.max stands for "24:00"
    stale_after: timedelta = timedelta(minutes=15)
    too_old_after: timedelta = timedelta(hours=12)
    resend_after: timedelta = timedelta(hours=24)
    request_open_for: timedelta = timedelta(days=30)
    reauthorize_after_stop: str = "ask"  # ask | free | never
    reply_stop: str = "app"  # app | carrier | none
    reply_help: str = "app"
    poll_interval: timedelta = timedelta(seconds=15)
    poll_overlap: timedelta = timedelta(minutes=3)
    poll_overlap_often: timedelta = timedelta(minutes=15)
    poll_overlap_wide: timedelta = timedelta(minutes=140)
    poll_overlap_daily: timedelta = timedelta(hours=26)
    poll_lag: timedelta = timedelta(seconds=30)
    per_second: float = 1.0
    idle_after: timedelta = timedelta(hours=1)  # of a session over SSH; zero: it never ends

    def gaps(self, wording: str) -> list[str]:
        """What a wording names of the firm that is not set: it must not go out."""
        firm = {
            "{business}": ("business name", self.business_name),
            "{phone}": ("business phone", self.business_phone),
        }
        return [
            name for mark, (name, value) in firm.items() if mark in wording and not value.strip()
        ]

    def can_say(self, template: Template) -> bool:
        """Whether an automatic text can go out: it says who writes, and has no gap."""
        return bool(self.business_name.strip()) and not self.gaps(self.texts[template])

    def text(self, template: Template) -> str:
        """The wording of an automatic message with the firm's name and phone filled in."""
        wording = self.texts[template]
        return wording.replace("{business}", self.business_name).replace(
            "{phone}", self.business_phone
        )

    def all_texts(self) -> tuple[str, ...]:
        """Every automatic message as it goes out: what a client's phone may quote back."""
        return tuple(self.text(template) for template in Template)
