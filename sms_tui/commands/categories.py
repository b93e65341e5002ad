"""`sms-tui category`: what a text can be about."""

from __future__ import annotations

import click

from data.models import Category
from sms_tui.commands.parameters import json_option, text
from sms_tui.opening import Opening
from sms_tui.output import show

COLUMNS = ("name", "archived")


@click.group(no_args_is_help=False)
def category() -> None:
    """What a text can be about."""


@category.command("list")
@json_option
@click.pass_obj
def list_(opening: Opening, as_json: bool) -> None:
    """All categories in their order, the archived ones too."""
    with opening.session() as at:
        _tell(at.store.categories.list(archived=True), as_json)


@category.command()
@click.argument("name", type=text)
@json_option
@click.pass_obj
def add(opening: Opening, name: str, as_json: bool) -> None:
    """Add a category at the end."""
    with opening.session() as at:
        _tell([at.store.categories.add(at.actor, name)], as_json)


@category.command()
@click.argument("name", type=text)
@click.argument("new_name", type=text)
@json_option
@click.pass_obj
def rename(opening: Opening, name: str, new_name: str, as_json: bool) -> None:
    """Rename a category; messages keep the name it had."""
    with opening.session() as at:
        _tell([at.store.categories.rename(at.actor, name, new_name)], as_json)


@category.command()
@click.argument("name", type=text)
@click.option("--undo", is_flag=True, help="Offer an archived category again.")
@json_option
@click.pass_obj
def archive(opening: Opening, name: str, undo: bool, as_json: bool) -> None:
    """Offer a category no more; messages keep it."""
    with opening.session() as at:
        _tell([at.store.categories.archive(at.actor, name, archived=not undo)], as_json)


def _tell(categories: list[Category], as_json: bool) -> None:
    show([{"name": each.name, "archived": each.archived} for each in categories], COLUMNS, as_json)
