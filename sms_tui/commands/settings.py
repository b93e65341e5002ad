"""`sms-tui setting`: the firm's name, texts, words, hours and other rules an admin saves."""

from __future__ import annotations

import click

from data.models import Permission
from sms_tui.commands.parameters import text
from sms_tui.commands.showing import shows
from sms_tui.opening import Opened
from sms_tui.output import Record

COLUMNS = ("key", "value", "fixed_by")


@click.group(no_args_is_help=False)
def setting() -> None:
    """The rules an admin saves. What the configuration fixes is changed there."""


@setting.command("list")
@shows(COLUMNS)
def list_(at: Opened) -> list[Record]:
    """All settings with their values, and where one is fixed, if it is."""
    from data.store.setting_values import KEYS

    return [_record(at, key) for key in KEYS]


@setting.command("show")
@click.argument("key", type=text)
@shows(COLUMNS)
def show_(at: Opened, key: str) -> list[Record]:
    """One setting."""
    return [_record(at, key)]


@setting.command("set")
@click.argument("key", type=text)
@click.argument("value", type=text)
@shows(COLUMNS)
def set_(at: Opened, key: str, value: str) -> list[Record]:
    """Save a setting: a text, a time (08:00), a duration (15 min), words with commas between."""
    at.store.people.require(at.actor, Permission.ADMIN)
    at.store.settings.save_text(at.actor, key, value)
    return [_record(at, key)]


def _record(at: Opened, key: str) -> Record:
    from data.store.setting_texts import write

    return {
        "key": key,
        "value": write(at.store.settings.value(key)),
        "fixed_by": at.config.fixed_by().get(key),
    }
