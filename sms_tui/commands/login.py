"""`sms-tui login`: what an SSH key is allowed to do, and nothing else: the app as its user.

It runs twice. The first time it looks at what the client asked for, and starts itself anew in an
environment that is made here; the second time it opens the app, locked down, without a worker and
without the carrier's credentials. The database and the configuration are named on its command line
or are the account's own: never by a variable, for variables are the client's.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from data.errors import Refused
from sms_tui.clean_environment import KEY, MARK, cleaned
from sms_tui.commands.parameters import text
from sms_tui.opening import Opening

if TYPE_CHECKING:
    from data.models import Actor
    from data.store import Store


@click.command()
@click.argument("name", type=text)
@click.pass_context
def login(ctx: click.Context, name: str) -> None:
    """Open the app as this user: the forced command of an SSH key.

    Takes no command from the client, needs a terminal, and is for the account that owns the
    database. The session ends when the user is deactivated, when the key is revoked, or when
    nothing was typed for [app] idle_after seconds.
    """
    opening = ctx.ensure_object(Opening)
    if opening.as_name is not None:
        raise click.UsageError("login names its user itself: leave out --as.")
    opening.locked_down = True
    _refuse_commands()
    _forget_variables(ctx, opening)
    clean = _clean(opening)
    # A process's environment can hold what a dictionary cannot: only a start makes it ours.
    if not sys.flags.isolated or dict(os.environ) != clean:
        _start_anew(opening, name, clean)
    os.environ.pop(MARK)
    _open(opening, name, os.environ.pop(KEY, None))


def _refuse_commands() -> None:
    """sshd puts a client's command, also scp's and sftp's, into this variable."""
    if "SSH_ORIGINAL_COMMAND" in os.environ:
        raise Refused("This account runs sms-tui and takes no command.", "Use: ssh -t HOST")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("sms-tui needs a terminal.", "Use: ssh -t HOST")


def _forget_variables(ctx: click.Context, opening: Opening) -> None:
    root = ctx.find_root()
    if root.get_parameter_source("database") is not ParameterSource.COMMANDLINE:
        opening.database = None
    if root.get_parameter_source("config") is not ParameterSource.COMMANDLINE:
        opening.config_file = None


def _clean(opening: Opening) -> dict[str, str]:
    """The session's environment. Its home is where its database is: it needs no other folder."""
    import pwd

    account = pwd.getpwuid(os.getuid())
    home = opening.database.absolute().parent if opening.database else account.pw_dir
    return cleaned(os.environ, account.pw_name, str(home))


def _start_anew(opening: Opening, name: str, clean: dict[str, str]) -> None:
    """Never returns. Whoever brings our mark along without being clean is turned away."""
    if MARK in os.environ:
        raise Refused("This session could not be made clean.", "Ask an Admin.")
    program = [sys.executable, "-I", "-m", "sms_tui"]
    # -- for a name that looks like an option.
    os.execve(program[0], [*program, *opening.arguments(), "login", "--", name], clean)


def _open(opening: Opening, name: str, fingerprint: str | None) -> None:
    from sms_tui.identity import acting_user

    _leave_nothing_behind()
    with opening.store(create=False) as store:
        actor = acting_user(store, name)
        if not store.keys.admits(actor.user, fingerprint):
            raise Refused("This key is revoked.", "An Admin can add another one.")
        _record(store, actor, fingerprint)
        from sms_tui.commands.app import session_of, show_app
        from sms_tui.session_end import SessionEnd

        session = session_of(store, actor, opening.config, locked_down=True)
        show_app(opening, session, session_end=SessionEnd(session, fingerprint))


def _leave_nothing_behind() -> None:
    """No core dump and no file that others may read: both would hold clients' texts."""
    import resource

    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _record(store: Store, actor: Actor, fingerprint: str | None) -> None:
    """Who came, from where and by which key."""
    whence = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    note = " ".join(filter(None, [whence and f"from {whence}", fingerprint]))
    store.audit.add(actor, "session", actor.user.name, after="began", note=note)
