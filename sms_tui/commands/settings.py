"""`sms-tui setting`: the firm's name, texts, words, hours and other rules an admin saves."""

from __future__ import annotations

import click

from sms_tui.commands.parameters import json_option, text
from sms_tui.opening import Opened, Opening
from sms_tui.output import Record, show

COLUMNS = ("key", "value", "fixed_by")


@click.group(no_args_is_help=False)
def setting() -> None:
    """The rules an admin saves. What the configuration fixes is changed there."""


@setting.command("list")
@json_option
@click.pass_obj
def list_(opening: Opening, as_json: bool) -> None:
    """All settings with their values, and where one is fixed, if it is."""
    from data.store.setting_values import KEYS

    with opening.session() as at:
        show([_record(at, key) for key in KEYS], COLUMNS, as_json)


@setting.command("show")
@click.argument("key", type=text)
@json_option
@click.pass_obj
def show_(opening: Opening, key: str, as_json: bool) -> None:
    """One setting."""
    with opening.session() as at:
        show([_record(at, key)], COLUMNS, as_json)


@setting.command("set")
@click.argument("key", type=text)
@click.argument("value", type=text)
@json_option
@click.pass_obj
def set_(opening: Opening, key: str, value: str, as_json: bool) -> None:
    """Save a setting: a text, a time (08:00), a duration (15 min), words with commas between."""
    with opening.session() as at:
        at.store.settings.save_text(at.actor, key, value)
        show([_record(at, key)], COLUMNS, as_json)


def _record(at: Opened, key: str) -> Record:
    from data.store.setting_texts import write

    return {
        "key": key,
        "value": write(at.store.settings.value(key)),
        "fixed_by": at.config.fixed_by().get(key),
    }
