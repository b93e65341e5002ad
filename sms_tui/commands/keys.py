"""`sms-tui key`: the SSH keys that users log in with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

import click

from data.models import Permission
from sms_tui.commands.parameters import json_option, text
from sms_tui.opening import Opening
from sms_tui.output import show

if TYPE_CHECKING:
    from data.store.keys import SshKey

COLUMNS = ("user", "fingerprint", "type", "comment", "active", "added_at", "revoked_at")
_READ = 65_536


@click.group(no_args_is_help=False)
def key() -> None:
    """The SSH keys that users log in with. A revoked one stays on record and never comes back."""


@key.command()
@click.argument("user", type=text)
@click.argument("file", type=click.File("rb"))
@json_option
@click.pass_obj
def add(opening: Opening, user: str, file: BinaryIO, as_json: bool) -> None:
    """Give a user a public key: the FILE that ends in .pub, or - for standard input."""
    line = file.read(_READ).decode(errors="replace")
    with opening.session() as at:
        at.store.people.require(at.actor, Permission.ADMIN)
        known = at.store.people.known_user(user)
        _tell([at.store.keys.add(at.actor, known, line)], as_json)


@key.command("list")
@click.argument("user", type=text, required=False)
@json_option
@click.pass_obj
def list_(opening: Opening, user: str | None, as_json: bool) -> None:
    """All keys, or a user's, the revoked included."""
    with opening.session() as at:
        known = None if user is None else at.store.people.known_user(user)
        _tell(at.store.keys.list(known), as_json)


@key.command()
@click.argument("fingerprint", type=text, required=False)
@click.option("--user", type=text, help="All keys of this user.")
@json_option
@click.pass_obj
def revoke(opening: Opening, fingerprint: str | None, user: str | None, as_json: bool) -> None:
    """Close the door to a key for good; the sessions it opened end within a second.

    The fingerprint, SHA256:…, may be cut short as long as it means one key.
    """
    if (fingerprint is None) == (user is None):
        raise click.UsageError("Name either a fingerprint or --user.")
    with opening.session() as at:
        at.store.people.require(at.actor, Permission.ADMIN)
        keys = at.store.keys
        chosen = [fingerprint or ""]
        if user is not None:
            theirs = keys.list(at.store.people.known_user(user))
            chosen = [each.fingerprint for each in theirs if each.revoked_at is None]
        _tell([keys.revoke(at.actor, each) for each in chosen], as_json)


def _tell(keys: Sequence[SshKey], as_json: bool) -> None:
    show([asdict(each) for each in keys], COLUMNS, as_json)
