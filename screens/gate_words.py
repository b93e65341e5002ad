"""What the lead screen says in place of the composer, and what it offers, for each gate's answer.

The gate words its reasons itself; here stands which of them is said, and with which buttons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data import gate
from data.models import Status
from data.verdict import Reason, Verdict
from screens.lead_view import LeadView
from screens.text import fit, plain, short_name
from screens.times import day_and_time

_QUOTE = 40
_SHORT = {
    gate.OUTSIDE_HOURS: "quiet hours",
    gate.STALE_POLL: "replies were not read lately",
    gate.UNREAD_REPLIES: "replies cannot be read",
    gate.NO_CARRIER: "no carrier is set up",
    gate.CARRIER_REFUSES: "the carrier refuses the account",
    gate.WRONG_CLOCK: "this machine's clock is wrong",
}
# What only an admin can do, to somebody else.
_OTHERS_SET = {"Set it in Settings, Account.": "An admin sets it in Settings, Account."}
_STATUS_CODES = (gate.NOT_AUTHORIZED, gate.PENDING, gate.REVOKED)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its words, and the action of the lead screen it stands for.

    Without an action it only says what will be possible later.
    """

    label: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class GateWords:
    """One line of why, and the choices; plain text without markup."""

    sentence: str
    choices: tuple[Choice, ...] = ()


def gate_words(view: LeadView) -> GateWords | None:
    """The line that takes the composer's place, or None when a text may be written."""
    refusals = {reason.code: reason for reason in view.text.reasons if not reason.hold}
    if not refusals:
        return None
    if gate.WEAK_SIGN in refusals and gate.NO_PERMISSION not in refusals:
        return _weak(view)
    others = [reason for code, reason in refusals.items() if code not in _STATUS_CODES]
    if others:
        return GateWords(" ".join(_sentence(reason, view) for reason in others))
    record = (Choice("Record consent…", "record"),) if view.may_record else ()
    return GateWords(_words(refusals.values()), _ask(view) + record)


def waiting_words(verdict: Verdict, view: LeadView) -> str:
    """Until when what is sent now will be held, and why; "" when it goes out at once."""
    last = verdict.last_hold if verdict.held else None
    return f"{_until(verdict, view)}: {plain(last.words)}" if last else ""


def waiting_hint(verdict: Verdict, view: LeadView) -> str:
    """The same in the few words that there is room for beside the category."""
    last = verdict.last_hold if verdict.held else None
    return f"{_until(verdict, view)}: {_SHORT.get(last.code, plain(last.words))}" if last else ""


def _until(verdict: Verdict, view: LeadView) -> str:
    until = verdict.opens_at
    when = f" until {day_and_time(until, view.now, view.zone)}" if until else ""
    return f"will be held{when}"


def request_refusals(view: LeadView) -> list[str]:
    """Why no authorization request may go out now, each with what lifts it; empty when one may."""
    refusals = [reason for reason in view.request.reasons if not reason.hold]
    return [_sentence(reason, view) for reason in refusals]


def _weak(view: LeadView) -> GateWords:
    consent = view.lead.consent
    words = fit(consent.weak_words, _QUOTE) if consent else ""
    name = short_name(view.lead.name)
    wrote = f'{name} wrote "{words}".' if words else f"The words of {name}'s text are missing."
    return GateWords(
        f"{wrote} Is that an opt-out?",
        (Choice("Revoke", "judge(True)"), Choice("Not an opt-out", "judge(False)")),
    )


def _ask(view: LeadView) -> tuple[Choice, ...]:
    """The button that asks the client: now, later, or not at all."""
    label = {
        Status.PENDING: "Send again",
        Status.REVOKED: "Ask again…",
    }.get(view.lead.status, "Send Authorization")
    refusals = [reason for reason in view.request.reasons if not reason.hold]
    if not refusals:
        return (Choice(label, "authorize"),)
    later = [reason.until for reason in refusals if reason.code == gate.ASKED_RECENTLY]
    if later and later[0] is not None and len(refusals) == 1:
        return (Choice(f"{label} from {day_and_time(later[0], view.now, view.zone)}"),)
    return (Choice("Why no request?", "authorize"),)


def _words(reasons: Iterable[Reason]) -> str:
    return plain(" ".join(reason.words for reason in reasons))


def _sentence(reason: Reason, view: LeadView) -> str:
    remedy = reason.remedy if view.admin else _OTHERS_SET.get(reason.remedy, reason.remedy)
    return plain(f"{reason.words} {remedy}".strip())
