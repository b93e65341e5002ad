"""The kinds of arguments several commands take, and the option they all have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from data.storable import storable

# Who asks about a moment asks on other clocks and some days around it: the calendar has two ends.
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def text(value: str) -> str:
    """People's text as it was typed; bytes that are no UTF-8 become U+FFFD, as in the store."""
    return storable(value)


def path(value: str) -> Path:
    """Where a new file is to be. SQLite and the audit log can keep only a name that is UTF-8."""
    try:
        str(Path(value).absolute()).encode()
    except UnicodeEncodeError as error:
        raise click.BadParameter("this name is not UTF-8; give the file another one.") from error
    return Path(value)


def time(value: str) -> datetime:
    """An ISO date or time as an aware moment; without a zone it is this host's local time."""
    try:
        moment = datetime.fromisoformat(value.strip()).astimezone()
        if not _FIRST <= moment <= _LAST:
            raise OverflowError
        return moment
    except (ValueError, OverflowError, OSError) as error:
        raise click.BadParameter(
            f"{value!r} is not a time; write 2026-11-23, 2026-11-23T09:00 or, with a zone,"
            " 2026-11-23T09:00+01:00."
        ) from error


def json_option(command: _Command) -> _Command:
    """`--json`: one JSON object per line."""
    decorate = click.option("--json", "as_json", is_flag=True, help="Print JSON, one per line.")
    return decorate(command)
