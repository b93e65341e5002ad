"""`sms-tui group`: users who are allowed or denied something together."""

from __future__ import annotations

import click

from data.models import Group
from sms_tui.commands.parameters import json_option, text
from sms_tui.opening import Opened, Opening
from sms_tui.output import show

COLUMNS = ("name", "members")


@click.group(no_args_is_help=False)
def group() -> None:
    """Users who are allowed or denied something together."""


@group.command("list")
@json_option
@click.pass_obj
def list_(opening: Opening, as_json: bool) -> None:
    """All groups and who belongs to them."""
    with opening.session() as at:
        _tell(at, at.store.groups.list(), as_json)


@group.command()
@click.argument("name", type=text)
@json_option
@click.pass_obj
def add(opening: Opening, name: str, as_json: bool) -> None:
    """Add a group without members."""
    with opening.session() as at:
        _tell(at, [at.store.groups.add(at.actor, name)], as_json)


@group.command()
@click.argument("name", type=text)
@click.argument("new_name", type=text)
@json_option
@click.pass_obj
def rename(opening: Opening, name: str, new_name: str, as_json: bool) -> None:
    """Rename a group."""
    with opening.session() as at:
        _tell(at, [at.store.groups.rename(at.actor, name, new_name)], as_json)


@group.command()
@click.argument("name", type=text)
@json_option
@click.pass_obj
def remove(opening: Opening, name: str, as_json: bool) -> None:
    """Remove a group; its members lose what it allowed and what it denied."""
    with opening.session() as at:
        removed = at.store.groups.known(name)
        members = [member.name for member in at.store.groups.members(removed)]
        at.store.groups.remove(at.actor, name)
    show([{"name": removed.name, "members": members}], COLUMNS, as_json)


@group.command()
@click.argument("group", type=text)
@click.argument("user", type=text)
@json_option
@click.pass_obj
def join(opening: Opening, group: str, user: str, as_json: bool) -> None:
    """Put a user into a group."""
    with opening.session() as at:
        at.store.groups.join(at.actor, group, at.store.people.known_user(user))
        _tell(at, [at.store.groups.known(group)], as_json)


@group.command()
@click.argument("group", type=text)
@click.argument("user", type=text)
@json_option
@click.pass_obj
def leave(opening: Opening, group: str, user: str, as_json: bool) -> None:
    """Take a user out of a group."""
    with opening.session() as at:
        at.store.groups.leave(at.actor, group, at.store.people.known_user(user))
        _tell(at, [at.store.groups.known(group)], as_json)


def _tell(at: Opened, groups: list[Group], as_json: bool) -> None:
    records = [
        {"name": each.name, "members": [user.name for user in at.store.groups.members(each)]}
        for each in groups
    ]
    show(records, COLUMNS, as_json)
