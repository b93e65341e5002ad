"""What `doctor` looks at on a host where people log in with SSH keys; silent without a key.

sshd says nothing to anybody when it refuses to run the keys command, so its conditions are looked
at here: the program and all folders above it are root's, and nobody else may write there. Whether
the account is locked only root can see; `packaging/setup-host.sh` looks.
"""

from __future__ import annotations

import os
import pwd
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sms_tui.finding import Finding, State
from sms_tui.output import counted

if TYPE_CHECKING:
    from data.store import Store

_SHELL = "/bin/sh"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ALL_READ_AND_RUN = stat.S_IROTH | stat.S_IXOTH


def team_checks(store: Store) -> Iterator[Finding]:
    """The keys, the program sshd is to run, and the account's shell."""
    keys = [key for key in store.keys.list() if key.active]
    if not keys:
        return
    users = {key.user for key in keys}
    words = f"{counted(len(keys), 'key')} of {counted(len(users), 'user')}."
    yield Finding("ssh keys", State.OK, words)
    yield program(Path(sys.executable))
    yield shell(pwd.getpwuid(os.getuid()))


def program(executable: Path) -> Finding:
    """Whether sshd would run this Python, wherever its links lead."""
    for path in {executable.absolute(), executable.resolve()}:
        for part in (path, *path.parents):
            fault = _fault(part)
            if fault:
                words = f"sshd will not run {executable}: {part} {fault}."
                remedy = "Install sms-tui with packaging/setup-host.sh."
                return Finding("ssh program", State.WRONG, f"{words} {remedy}")
    return Finding("ssh program", State.OK, f"sshd may run {executable}.")


def _fault(part: Path) -> str:
    status = part.stat()
    if status.st_uid != 0:
        return "is not root's"
    if status.st_mode & _OTHERS_WRITE:
        return "may be written by others than root"
    if os.getuid() != 0 and not status.st_mode & _ALL_READ_AND_RUN:
        return "is closed to this account"
    return ""


def shell(account: pwd.struct_passwd) -> Finding:
    """bash reads files that variables of the client name, before this program can look at them."""
    if account.pw_shell == _SHELL:
        return Finding("ssh shell", State.OK, f"The shell of {account.pw_name} is {_SHELL}.")
    words = f"The shell of {account.pw_name} is {account.pw_shell}, which takes more from a client"
    remedy = f"than {_SHELL} does. Run: usermod -s {_SHELL} {account.pw_name}"
    return Finding("ssh shell", State.WARNING, f"{words} {remedy}")
