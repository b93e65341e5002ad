"""`sms-tui doctor`: is everything as it should be?"""

from __future__ import annotations

import click

from sms_tui.commands.parameters import json_option
from sms_tui.opening import Opening
from sms_tui.output import show

COLUMNS = ("state", "check", "words")


@click.command()
@click.option("--online", is_flag=True, help="Really ask the carrier, too.")
@json_option
@click.pass_context
def doctor(ctx: click.Context, online: bool, as_json: bool) -> None:
    """Check that everything is as it should be.

    The database, its safeguards, the files, the configuration, the worker. Each check is ok, a
    warning, or wrong; exit code 1 if anything is wrong.
    """
    from sms_tui.doctor import examine
    from sms_tui.finding import State

    findings = list(examine(ctx.ensure_object(Opening), online=online))
    records = [{"check": each.check, "state": each.state, "words": each.words} for each in findings]
    show(records, COLUMNS, as_json)
    if any(each.state is State.WRONG for each in findings):
        ctx.exit(1)
