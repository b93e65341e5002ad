"""`sms-tui authorized-keys`: sshd's question whether a key opens the door, and to whom.

sshd runs it as its `AuthorizedKeysCommand` for each key a client offers, with the account (`%u`)
and the key's fingerprint (`%f`). It prints one line of an `authorized_keys` file, or nothing. Both
mean that it worked; whatever goes wrong exits with 1, which sshd takes for "no". So it is closed
unless everything holds: the account is ours, the key is known, not revoked and what it was when it
was added, and its user is active.
"""

from __future__ import annotations

import shlex
import sys

import click

from data.errors import Invalid
from sms_tui.clean_environment import KEY
from sms_tui.opening import Opening


@click.command("authorized-keys")
@click.argument("account")
@click.argument("fingerprint")
@click.pass_obj
def authorized_keys(opening: Opening, account: str, fingerprint: str) -> None:
    """For sshd's AuthorizedKeysCommand, with %u and %f: a user's line, or nothing.

    The line lets the key do one thing: run this program as its user, on a terminal.
    """
    from data.ssh_key import is_fingerprint
    from sms_tui.identity import os_account

    if opening.as_name is not None:
        raise click.UsageError("authorized-keys acts for nobody: leave out --as.")
    if account != os_account() or not is_fingerprint(fingerprint):
        return
    line = _line(opening, fingerprint)
    if line is not None:
        click.echo(line)


def _line(opening: Opening, fingerprint: str) -> str | None:
    """The line for that key; None for one that opens nothing."""
    from data.ssh_key import parse

    with opening.store({}, create=False) as store:
        found = store.keys.find(fingerprint)
    if found is None or not found.active:
        return None
    public = parse(f"{found.type} {found.key}")
    if public.fingerprint != fingerprint:
        raise Invalid("A key on record is not what it was.", "Restore the latest backup.")
    command = forced_command(opening, found.user, fingerprint)
    # sshd takes \" for a quote within quotes, and every other backslash for itself.
    quoted = command.replace('"', '\\"')
    return f'command="{quoted}",restrict,pty {public.type} {public.key}'


def forced_command(opening: Opening, user: str, fingerprint: str) -> str:
    """What the account's shell runs. Python's -I takes nothing from the environment or the folder.

    The variable tells which key opened the session; it is set after whatever the client sent.
    """
    name = ["--", user] if user.startswith("-") else [user]
    words = [sys.executable, "-I", "-m", "sms_tui", *opening.arguments(), "login", *name]
    return f"{KEY}={fingerprint} exec {shlex.join(words)}"
