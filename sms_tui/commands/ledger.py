"""`sms-tui consent`, `proof` and `verify`: the ledger of what numbers' owners agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from data.errors import NotFound
from data.models import Permission
from sms_tui.commands.parameters import json_option, text
from sms_tui.commands.records import event_record
from sms_tui.opening import Opening
from sms_tui.output import complain, counted, note, say, show

if TYPE_CHECKING:
    from data.models import Consent

# Whoever may search all logs, record a consent or administer may read the ledger.
READERS = (Permission.SEARCH, Permission.CONSENT, Permission.ADMIN)
_PROOF = ("at", "number", "before", "after", "cause", "words", "user", "source", "note")


@click.group(no_args_is_help=False)
def consent() -> None:
    """Record what a client said elsewhere than by text."""


@consent.command()
@click.argument("number", type=text)
@click.option("--source", type=text, required=True, help="Where they said it: call, letter …")
@click.option("--note", type=text, required=True, help="What they said.")
@json_option
@click.pass_obj
def revoke(opening: Opening, number: str, source: str, note: str, as_json: bool) -> None:
    """The client wants no texts: the number becomes Revoked, at once."""
    with opening.session() as at:
        _tell(at.store.consents.revoke(at.actor, number, source, note), as_json)


@consent.command()
@click.argument("number", type=text)
@click.option("--source", type=text, required=True, help="Where they said it: call, letter …")
@click.option("--note", type=text, required=True, help="What they said.")
@json_option
@click.pass_obj
def grant(opening: Opening, number: str, source: str, note: str, as_json: bool) -> None:
    """The client agreed to texts: the number becomes Authorized."""
    with opening.session() as at:
        _tell(at.store.consents.grant(at.actor, number, source, note), as_json)


@click.command()
@click.argument("number", type=text)
@json_option
@click.pass_obj
def proof(opening: Opening, number: str, as_json: bool) -> None:
    """All that is on record of a number.

    Each request and each answer word for word, every change, who made it and when.
    """
    from data import phone

    with opening.session() as at:
        at.store.people.require_any(at.actor, READERS)
        known = at.store.ledger.consent(phone.parse(number))
        if known is None:
            raise NotFound(f"Nothing is on record about {phone.parse(number)}.")
        events = at.store.ledger.events(known.number)
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
        at.store.people.require_any(at.actor, READERS)
        rows, first_bad = at.store.ledger.verify()
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


def _tell(changed: Consent, as_json: bool) -> None:
    record = {"number": changed.number, "status": changed.status, "since": changed.since}
    show([record], ("number", "status"), as_json)
