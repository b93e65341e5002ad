"""`sms-tui consent`, `proof` and `verify`: the ledger of what numbers' owners agreed to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from data.errors import Refused
from data.models import Permission
from data.phone import pretty
from sms_tui.commands.parameters import json_option, text
from sms_tui.commands.records import event_record
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened, Opening
from sms_tui.output import Record, complain, counted, note, say, show

if TYPE_CHECKING:
    from data.models import Consent

_STATUS = ("number", "status")
_PROOF = ("at", "number", "before", "after", "cause", "words", "user", "source", "note")
_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group(no_args_is_help=False)
def consent() -> None:
    """Record what a client said elsewhere than by text."""


def _said(command: _Command) -> _Command:
    """The number, and what its owner said where."""
    where = click.option(
        "--source", type=text, required=True, help="Where they said it: call, letter …"
    )
    what = click.option("--note", type=text, required=True, help="What they said.")
    return click.argument("number", type=text)(where(what(command)))


@consent.command()
@_said
@click.option("--yes", is_flag=True, help="Also a number that no lead has, without asking.")
@shows(_STATUS)
def revoke(at: Opened, number: str, source: str, note: str, yes: bool) -> list[Record]:
    """The client wants no texts: the number becomes Revoked, at once.

    If no lead has the number, you are asked whether it is the right one.
    """
    at.store.people.require(at.actor, Permission.CONSENT)
    meant = at.store.ledger.number(number)
    known = at.store.ledger.consent(meant)
    if not (known and at.store.leads.of(known)) and not yes:
        _demand_certainty(meant)
    return [_record(at.store.consents.revoke(at.actor, number, source, note))]


@consent.command()
@_said
@shows(_STATUS)
def grant(at: Opened, number: str, source: str, note: str) -> list[Record]:
    """The client agreed to texts: the number becomes Authorized."""
    at.store.people.require(at.actor, Permission.CONSENT)
    return [_record(at.store.consents.grant(at.actor, number, source, note))]


@consent.command()
@click.argument("number", type=text)
@shows(_STATUS)
def textable(at: Opened, number: str) -> list[Record]:
    """A number marked as one that cannot be texted can be, after all."""
    return [_record(at.store.lifting.textable(at.actor, number))]


@click.command()
@click.argument("number", type=text)
@json_option
@click.pass_obj
def proof(opening: Opening, number: str, as_json: bool) -> None:
    """All that is on record of a number.

    Each request and each answer word for word, every change, who made it and when.
    """
    with opening.session() as at:
        known, events = at.store.reading.proof(at.actor, number)
    show(map(event_record, events), _PROOF, as_json)
    if not events:
        note(f"{known.number} is {known.status}; no request and no answer is on record.")


@click.command()
@json_option
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Check the chain of the ledger.

    Exit code 1 when a row was changed, removed or slipped in.
    """
    with ctx.ensure_object(Opening).session() as at:
        rows, first_bad = at.store.reading.verify(at.actor)
    if as_json:
        show([{"ok": first_bad is None, "rows": rows, "first_bad": first_bad}], (), as_json)
    elif first_bad is None:
        say(f"The ledger holds: {counted(rows, 'row')}.")
    if first_bad is not None:
        complain(
            f"The ledger does not hold at row {first_bad}; before it: {counted(rows, 'row')}.",
            "Keep a copy of the database and compare it with a backup.",
        )
        ctx.exit(1)


def on_a_terminal() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _demand_certainty(number: str) -> None:
    """Ask about a number no lead has: a wrong one would leave the client's as it is."""
    words = f"No lead has the number {pretty(number)}"
    if not on_a_terminal():
        raise Refused(
            f"{words}: nothing was recorded.",
            "Look at the number again, or add --yes to record it.",
        )
    if not click.confirm(f"{words}. Record that it wants no texts?", err=True):
        raise Refused("Nothing was recorded.")


def _record(changed: Consent) -> Record:
    return {"number": changed.number, "status": changed.status, "since": changed.since}
