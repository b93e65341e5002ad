"""`sms-tui user`: who uses the program."""

from __future__ import annotations

import click

from data.models import User
from sms_tui.commands.parameters import json_option, text
from sms_tui.commands.records import user_record
from sms_tui.opening import Opened, Opening
from sms_tui.output import show

COLUMNS = ("name", "active", "groups")


@click.group(no_args_is_help=False)
def user() -> None:
    """Who uses the program. Nobody is deleted, for the record names them."""


@user.command("list")
@json_option
@click.pass_obj
def list_(opening: Opening, as_json: bool) -> None:
    """All users, the deactivated included."""
    with opening.session() as at:
        _tell(at, at.store.people.users(), as_json)


@user.command()
@click.argument("name", type=text)
@json_option
@click.pass_obj
def add(opening: Opening, name: str, as_json: bool) -> None:
    """Add a user: the name of their OS account, or one to be named with --as."""
    with opening.session() as at:
        _tell(at, [at.store.people.add_user(at.actor, name)], as_json)


@user.command()
@click.argument("name", type=text)
@json_option
@click.pass_obj
def deactivate(opening: Opening, name: str, as_json: bool) -> None:
    """End what a user may do, at once."""
    with opening.session() as at:
        _tell(at, [at.store.people.deactivate(at.actor, name)], as_json)


@user.command()
@click.argument("name", type=text)
@json_option
@click.pass_obj
def activate(opening: Opening, name: str, as_json: bool) -> None:
    """Let a deactivated user work again."""
    with opening.session() as at:
        _tell(at, [at.store.people.activate(at.actor, name)], as_json)


@user.command()
@click.argument("name", type=text)
@click.argument("new_name", type=text)
@json_option
@click.pass_obj
def rename(opening: Opening, name: str, new_name: str, as_json: bool) -> None:
    """Rename a user; what they wrote keeps the name it had."""
    with opening.session() as at:
        _tell(at, [at.store.people.rename_user(at.actor, name, new_name)], as_json)


def _tell(at: Opened, users: list[User], as_json: bool) -> None:
    records = [
        user_record(each, [group.name for group in at.store.groups.of(each)]) for each in users
    ]
    show(records, COLUMNS, as_json)
