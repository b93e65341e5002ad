"""`sms-tui` without a command, and `sms-tui --demo`: the app."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from sms_tui.commands.worker import configured_carrier
from sms_tui.opening import Opening

if TYPE_CHECKING:
    from data.models import Actor
    from data.store import Store
    from screens.session import Session
    from sms_tui.background import WorkerThread
    from sms_tui.config import Config
    from sms_tui.session_end import SessionEnd


def run(opening: Opening) -> None:
    """The app on the user's own database, with a worker beside it when no other one runs."""
    _demand_terminal()
    carrier = configured_carrier(opening)
    with opening.session() as at:
        from sms_tui.background import WorkerThread

        background = WorkerThread(at.store, carrier)
        _show(opening, at.store, at.actor, background, at.config)


def run_demo(opening: Opening) -> None:
    """The app on a throw-away database, with phones that answer by themselves."""
    _demand_terminal()
    from data.models import Actor
    from data.store import Store
    from sms_tui.background import WorkerThread
    from sms_tui.demo import PINNED, demo_store
    from sms_tui.identity import os_account
    from sms_tui.local_zone import local_zone
    from sms_tui.practice import PracticeCarrier

    account = os_account()
    with demo_store(account) as path:
        store = Store.open(path, pinned=PINNED, zone=local_zone())
        try:
            actor = Actor(store.people.known_user(account), account)
            _show(opening, store, actor, WorkerThread(store, PracticeCarrier()))
        finally:
            store.close()


def _show(
    opening: Opening,
    store: Store,
    actor: Actor,
    background: WorkerThread,
    config: Config | None = None,
) -> None:
    locked_down = _for_someone_else(actor)
    show_app(opening, session_of(store, actor, config, locked_down=locked_down), background)


def session_of(
    store: Store, actor: Actor, config: Config | None = None, *, locked_down: bool
) -> Session:
    """What the screens have in hand; without a configuration, as in the demo, the defaults."""
    from screens.session import Session
    from sms_tui.local_zone import local_zone

    session = Session(store, actor, locked_down=locked_down, zone=local_zone())
    if config is not None:
        session.call_command = config.call_command
        session.fixed_by = config.fixed_by()
        session.sending_number = config.tables.vonage.from_
    return session


def show_app(
    opening: Opening,
    session: Session,
    background: WorkerThread | None = None,
    session_end: SessionEnd | None = None,
) -> None:
    """Run the app until it is closed, or until `session_end` says that it is over."""
    # What a start makes stays, and the collector would look through it again and again: a fifth of
    # the time to the first paint, after which the app turns it on again.
    gc.disable()
    from sms_tui.app import SmsApp
    from sms_tui.hangup import end_with_terminal

    log_path = opening.start_log()
    try:
        end_with_terminal([session.close, *([background.stop] if background else [])])
        app = SmsApp(session, background=background, session_end=session_end, log_path=log_path)
        app.run()
    finally:
        opening.stop_log()
    if app.return_code:
        raise click.exceptions.Exit(app.return_code)


def _for_someone_else(actor: Actor) -> bool:
    """Whether the person sits elsewhere: named with --as, or come over SSH."""
    return actor.user.name != actor.os_account or "SSH_CONNECTION" in os.environ


def _demand_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("The app needs a terminal; in a script, use the commands.")
