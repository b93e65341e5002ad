"""`sms-tui backup`: a copy of everything, while everyone goes on working."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from data.models import Permission
from sms_tui.commands.parameters import json_option, path
from sms_tui.opening import Opening
from sms_tui.output import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("file", type=path)
@json_option
@click.pass_obj
def backup(opening: Opening, file: Path, as_json: bool) -> None:
    """Write a consistent copy to a new file. Needs Admin, for the copy holds everything.

    What waits to be sent is marked in the copy as what may have been sent.
    """
    with opening.session() as at:
        at.store.people.require(at.actor, Permission.ADMIN)
        at.store.backup(file)
        at.store.audit.add(at.actor, "backup", str(file), after="written")
    show([{"file": str(file), "bytes": file.stat().st_size}], ("file", "bytes"), as_json)
