"""`sms-tui category`: what a text can be about."""

from __future__ import annotations

import click

from data.models import Category
from sms_tui.commands.parameters import text
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

COLUMNS = ("name", "archived")


@click.group(no_args_is_help=False)
def category() -> None:
    """What a text can be about."""


@category.command("list")
@shows(COLUMNS)
def list_(at: Opened) -> list[Record]:
    """All categories in their order, the archived ones too."""
    return _records(*at.store.categories.list(archived=True))


@category.command()
@click.argument("name", type=text)
@shows(COLUMNS)
def add(at: Opened, name: str) -> list[Record]:
    """Add a category at the end."""
    return _records(at.store.categories.add(at.actor, name))


@category.command()
@click.argument("name", type=text)
@click.argument("new_name", type=text)
@shows(COLUMNS)
def rename(at: Opened, name: str, new_name: str) -> list[Record]:
    """Rename a category; messages keep the name it had."""
    return _records(at.store.categories.rename(at.actor, name, new_name))


@category.command()
@click.argument("name", type=text)
@click.option("--undo", is_flag=True, help="Offer an archived category again.")
@shows(COLUMNS)
def archive(at: Opened, name: str, undo: bool) -> list[Record]:
    """Offer a category no more; messages keep it."""
    return _records(at.store.categories.archive(at.actor, name, archived=not undo))


def _records(*categories: Category) -> list[Record]:
    return [{"name": each.name, "archived": each.archived} for each in categories]
