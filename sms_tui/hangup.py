"""The end of a session whose terminal is gone: a dropped connection, a killed tmux.

Textual does not end by itself then: its writing thread dies of the first error, its main thread
waits for that thread for ever, and its reading thread spins. So a thread of our own waits for the
hang-up, asks the app to end as SIGHUP does, and when it cannot any more, finishes what must not be
left half done and ends the process.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
from collections.abc import Callable, Sequence

# How long the app has to end by itself; a request of the worker on the wire may take its time.
END_WITHIN = 5.0
_STANDARD_INPUT = 0

_log = logging.getLogger(__name__)


def end_with_terminal(finish: Sequence[Callable[[], None]]) -> None:
    """End this process when its terminal is gone; `finish` is done first if the app is stuck."""
    threading.Thread(target=_wait, args=(finish,), name="hang-up", daemon=True).start()


def _wait(finish: Sequence[Callable[[], None]]) -> None:
    watch = select.poll()
    watch.register(_STANDARD_INPUT, 0)  # a hang-up is told unasked, and nothing else is
    watch.poll()
    _log.info("the terminal is gone")
    os.kill(os.getpid(), signal.SIGHUP)
    # This thread ends with the process, so what follows happens only to an app that is stuck.
    threading.Event().wait(END_WITHIN)
    for step in finish:
        done = threading.Thread(target=step, daemon=True)
        done.start()
        done.join(END_WITHIN)
    os._exit(128 + signal.SIGHUP)
