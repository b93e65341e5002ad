"""Who is acting: the account of the process, or a user its owner names with `--as`.

The account is the one the kernel knows, never `$USER`, which anybody may set. `--as` is how a
service account runs the program for someone who came over SSH; it is honoured only for the owner of
the database file, who could do anything to the file anyway.
"""

from __future__ import annotations

import os
import pwd

from data.errors import Refused
from data.models import Actor
from data.store import Store


def os_account() -> str:
    """The name of the account this process belongs to; `uid1234` where it has none."""
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # as in a container that was started with a bare number
        return f"uid{uid}"


def acting_user(store: Store, as_name: str | None = None) -> Actor:
    """The active user on whose behalf this process acts, or Refused with who can change that."""
    account = os_account()
    if as_name is not None:
        _demand_ownership(store)
    user = store.people.user(account if as_name is None else as_name)
    if user is None and as_name is not None:
        raise Refused(
            f"There is no user {as_name}.", f"An Admin adds one with: sms-tui user add {as_name}"
        )
    if user is None:
        raise Refused(
            f"The account {account} is no user of this database.",
            f"An Admin adds it with: sms-tui user add {account}",
        )
    if not user.active:
        raise Refused(
            f"{user.name} is deactivated.",
            f"An Admin can change that with: sms-tui user activate {user.name}",
        )
    return Actor(user, account)


def _demand_ownership(store: Store) -> None:
    if store.path.stat().st_uid != os.getuid():
        raise Refused(
            "Only the account that owns the database may act as someone else.",
            "Leave out --as, or run sms-tui as that account.",
        )
