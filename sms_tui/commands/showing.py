"""What most commands are: open the store as somebody, do one thing, print the records it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

import click

from sms_tui.commands.parameters import json_option
from sms_tui.opening import Opening
from sms_tui.output import Record, show

_Act = Callable[..., Iterable[Record]]


def shows(columns: Sequence[str]) -> Callable[[_Act], Callable[..., None]]:
    """Make a command's body of a function that gets the open store and its arguments by name.

    What it gives is printed before the store is closed, in these columns or with `--json`.
    """

    def decorate(act: _Act) -> Callable[..., None]:
        @json_option
        @click.pass_obj
        @wraps(act)
        def run(opening: Opening, /, *, as_json: bool, **given: Any) -> None:
            with opening.session() as at:
                show(act(at, **given), columns, as_json)

        return run

    return decorate
