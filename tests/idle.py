"""When an app has done all that was asked of it: known, where Textual's pilot guesses.

The pilot waits until the processor looks idle, for a second at most: too long on a quiet machine,
and not long enough on a busy one. Here the event loop itself is asked. With nothing ready to run,
what is left waits for a timer, a thread or somebody's key; what a screen has yet to paint, which
waits for a timer as well, is painted at once.
"""

from __future__ import annotations

import asyncio

import textual.app
import textual.pilot
from textual._context import active_app

MANY = 10_000  # turns of the loop; an app that is busy for ever ends its test with words


async def idle(min_sleep: float = 0, max_sleep: float = 0) -> None:
    """Until the running app waits for something; takes what the pilot's own waiting takes."""
    app = active_app.get()
    await _rest()
    while app.screen_stack:
        app.screen._on_timer_update()
        if not _ready():
            return
        await _rest()


async def _rest() -> None:
    for _ in range(MANY):
        await asyncio.sleep(0)
        if not _ready():
            return
    raise AssertionError("the app never comes to rest")


def _ready() -> int:
    """How many callbacks are to run at the loop's next turn: an internal of it, but exact."""
    return len(asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]


def install() -> None:
    """Let the pilot wait by this."""
    for module in (textual.app, textual.pilot):
        vars(module)["wait_for_idle"] = idle
