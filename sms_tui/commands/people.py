"""`sms-tui user`: who uses the program."""

from __future__ import annotations

import click

from data.models import User
from sms_tui.commands.parameters import text
from sms_tui.commands.records import user_record
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

COLUMNS = ("name", "active", "groups")


@click.group(no_args_is_help=False)
def user() -> None:
    """Who uses the program. Nobody is deleted, for the record names them."""


@user.command("list")
@shows(COLUMNS)
def list_(at: Opened) -> list[Record]:
    """All users, the deactivated included."""
    return _records(at, *at.store.people.users())


@user.command()
@click.argument("name", type=text)
@shows(COLUMNS)
def add(at: Opened, name: str) -> list[Record]:
    """Add a user: the name of their OS account, or one to be named with --as."""
    return _records(at, at.store.people.add_user(at.actor, name))


@user.command()
@click.argument("name", type=text)
@shows(COLUMNS)
def deactivate(at: Opened, name: str) -> list[Record]:
    """End what a user may do, at once."""
    return _records(at, at.store.people.deactivate(at.actor, name))


@user.command()
@click.argument("name", type=text)
@shows(COLUMNS)
def activate(at: Opened, name: str) -> list[Record]:
    """Let a deactivated user work again."""
    return _records(at, at.store.people.activate(at.actor, name))


@user.command()
@click.argument("name", type=text)
@click.argument("new_name", type=text)
@shows(COLUMNS)
def rename(at: Opened, name: str, new_name: str) -> list[Record]:
    """Rename a user; what they wrote keeps the name it had."""
    return _records(at, at.store.people.rename_user(at.actor, name, new_name))


def _records(at: Opened, *users: User) -> list[Record]:
    return [user_record(each, [group.name for group in at.store.groups.of(each)]) for each in users]
