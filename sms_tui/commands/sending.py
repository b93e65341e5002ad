"""`sms-tui authorize`, `send`, `why`, `resume`: into the outbox, and what stands before it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from data.errors import Invalid
from data.models import ASKED_BY, Kind, Lead, Message, Permission
from data.verdict import Queued, Verdict
from sms_tui.commands.parameters import json_option, text, time
from sms_tui.commands.records import reason_record, verdict_record
from sms_tui.opening import Opened, Opening
from sms_tui.output import complain, local, note, say, show

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
@click.argument("file", type=text)
@click.option(
    "--asked-by", type=click.Choice(ASKED_BY), help="How a client who had revoked asked for it."
)
@click.option("--note", type=text, default="", help="What they said; with --asked-by.")
@json_option
@click.pass_context
def authorize(
    ctx: click.Context, file: str, asked_by: str | None, note: str, as_json: bool
) -> None:
    """Queue an authorization request; prints its id.

    A request that is held (quiet hours, replies not read lately) waits in the outbox: exit code 0.
    """
    from data.store.outbox import GateRefused

    with ctx.ensure_object(Opening).session() as at:
        lead = _lead_to_text(at, file)
        try:
            queued = at.store.outbox.enqueue_authorization(
                at.actor, lead.id, asked_by=asked_by, note=note
            )
        except GateRefused as refused:
            _refuse(ctx, refused.verdict)
        _tell(queued, at.store.log.get(queued.message_id), as_json)


@click.command()
@click.argument("file", type=text)
@click.option("--category", type=text, required=True, help="What the text is about.")
@click.argument("text", type=text)
@json_option
@click.pass_context
def send(ctx: click.Context, file: str, category: str, text: str, as_json: bool) -> None:
    """Queue a text to a lead; prints its id.

    "-" as TEXT reads standard input, without the line ends at its end. Refused: exit code 1 and
    every reason. Held (quiet hours, replies not read lately): exit code 0, and until when.
    """
    from data.store.outbox import GateRefused

    body = _standard_input() if text == "-" else text
    with ctx.ensure_object(Opening).session() as at:
        lead = _lead_to_text(at, file)
        try:
            queued = at.store.outbox.enqueue_text(at.actor, lead.id, body, category)
        except GateRefused as refused:
            _refuse(ctx, refused.verdict)
        _tell(queued, at.store.log.get(queued.message_id), as_json)


@click.command()
@click.argument("file", type=text)
@click.option("--at", "moment", type=time, help="Answer for this moment instead of now.")
@click.option(
    "--kind",
    type=click.Choice([Kind.TEXT.value, Kind.AUTHORIZATION.value]),
    default=Kind.TEXT.value,
    show_default=True,
    help="What would be sent.",
)
@json_option
@click.pass_obj
def why(opening: Opening, file: str, moment: datetime | None, kind: str, as_json: bool) -> None:
    """Whether a lead may be texted, and every reason why not. Either answer is exit code 0."""
    from data.gate import Draft

    with opening.session() as at:
        lead, draft = at.store.reading.lead(at.actor, file), Draft(Kind(kind))
        if moment is None:
            verdict = at.store.outbox.verdict(at.actor, lead.id, draft)
        else:
            user, gate = at.actor.user, at.store.gatekeeper
            verdict = gate.verdict_at(user, lead, draft, moment)
    if as_json:
        show([verdict_record(lead.file, verdict)], (), as_json)
    elif verdict.allowed:
        say("allowed")
    else:
        records = [
            {"answer": "held" if reason.hold else "refused", **reason_record(reason)}
            for reason in verdict.reasons
        ]
        show(records, ("answer", "code", "words", "remedy"), as_json)


def _lead_to_text(at: Opened, file: str) -> Lead:
    """The lead with that file number; who may not read either hears of Allow SMS alone."""
    if at.store.reading.refusal(at.actor) is not None:
        at.store.people.require(at.actor, Permission.SMS)
    return at.store.reading.lead(at.actor, file)


@click.command()
@click.pass_obj
def resume(opening: Opening) -> None:
    """Let texts go out again that are held because the carrier refused the account.

    For an Admin who has mended it. If the carrier refuses again, the first text says so.
    """
    with opening.session() as at:
        words = at.store.lifting.resume(at.actor)
    note(f"resumed; texts were held for this: {words}")


def _standard_input() -> str:
    """The text on standard input, in UTF-8, without the line ends that end it."""
    try:
        return sys.stdin.buffer.read().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Invalid("The text on standard input is not UTF-8.", "Nothing was queued.") from error


def _refuse(ctx: click.Context, verdict: Verdict) -> None:
    for reason in verdict.reasons:
        complain(reason.words, reason.remedy)
    ctx.exit(1)


def _tell(queued: Queued, message: Message, as_json: bool) -> None:
    """The message's id; and of a held one, why and until when."""
    verdict = queued.verdict
    for reason in verdict.reasons:
        note(f"held: {reason.words} {reason.remedy}".rstrip())
    if verdict.opens_at is not None:
        note(f"held: until {local(verdict.opens_at)} here.")
    record = {
        "id": message.id,
        "status": message.status,
        "reasons": [reason_record(reason) for reason in verdict.reasons],
        "held_until": verdict.opens_at,
    }
    show([record], ("id",), as_json)
