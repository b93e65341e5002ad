"""`sms-tui group`: users who are allowed or denied something together."""

from __future__ import annotations

import click

from data.models import Group, Permission
from sms_tui.commands.parameters import text
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

COLUMNS = ("name", "members")


@click.group(no_args_is_help=False)
def group() -> None:
    """Users who are allowed or denied something together."""


@group.command("list")
@shows(COLUMNS)
def list_(at: Opened) -> list[Record]:
    """All groups and who belongs to them."""
    return _records(at, *at.store.groups.list())


@group.command()
@click.argument("name", type=text)
@shows(COLUMNS)
def add(at: Opened, name: str) -> list[Record]:
    """Add a group without members."""
    return _records(at, at.store.groups.add(at.actor, name))


@group.command()
@click.argument("name", type=text)
@click.argument("new_name", type=text)
@shows(COLUMNS)
def rename(at: Opened, name: str, new_name: str) -> list[Record]:
    """Rename a group."""
    return _records(at, at.store.groups.rename(at.actor, name, new_name))


@group.command()
@click.argument("name", type=text)
@shows(COLUMNS)
def remove(at: Opened, name: str) -> list[Record]:
    """Remove a group; its members lose what it allowed and what it denied."""
    at.store.people.require(at.actor, Permission.ADMIN)
    removed = _records(at, at.store.groups.known(name))
    at.store.groups.remove(at.actor, name)
    return removed


@group.command()
@click.argument("group", type=text)
@click.argument("user", type=text)
@shows(COLUMNS)
def join(at: Opened, group: str, user: str) -> list[Record]:
    """Put a user into a group."""
    at.store.people.require(at.actor, Permission.ADMIN)
    at.store.groups.join(at.actor, group, at.store.people.known_user(user))
    return _records(at, at.store.groups.known(group))


@group.command()
@click.argument("group", type=text)
@click.argument("user", type=text)
@shows(COLUMNS)
def leave(at: Opened, group: str, user: str) -> list[Record]:
    """Take a user out of a group."""
    at.store.people.require(at.actor, Permission.ADMIN)
    at.store.groups.leave(at.actor, group, at.store.people.known_user(user))
    return _records(at, at.store.groups.known(group))


def _records(at: Opened, *groups: Group) -> list[Record]:
    return [
        {"name": each.name, "members": [user.name for user in at.store.groups.members(each)]}
        for each in groups
    ]
