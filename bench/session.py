"""A session without a worker, as `sms-tui login` opens it: `python -m bench.session …`.

It leaves out that command's second start in a clean environment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sms_tui.commands.app import session_of, show_app
from sms_tui.identity import acting_user
from sms_tui.opening import Opening
from sms_tui.session_end import SessionEnd


def run(database: Path, config: Path, name: str) -> None:
    """Open the app as that user."""
    opening = Opening(database, config, locked_down=True)
    with opening.store(create=False) as store:
        actor = acting_user(store, name)
        session = session_of(store, actor, opening.config, locked_down=True)
        show_app(opening, session, session_end=SessionEnd(session, None))


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
