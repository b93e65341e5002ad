"""What `sms-tui doctor` looks at, in order: each check says in a sentence what it found.

Nothing is repaired here. A check that cannot be made is wrong, and the next one is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from data.errors import Problem
from sms_tui.finding import Finding, State

if TYPE_CHECKING:
    from data.store import Store
    from sms_tui.config import Config
    from sms_tui.opening import Opening


def examine(opening: Opening, *, online: bool) -> Iterator[Finding]:
    """All findings; `online` really asks the carrier."""
    from sms_tui.file_modes import file_modes

    config, served = None, False
    try:
        config = opening.config
        yield Finding("configuration", State.OK, _where(config))
    except Problem as problem:
        yield Finding("configuration", State.WRONG, str(problem))
    try:
        with opening.store({} if config is None else config.pinned()) as store:
            yield from _each_of(store, opening)
            served = _served(store)
    except Problem as problem:
        yield Finding("database", State.WRONG, str(problem))
    yield from file_modes(opening.path, config)
    yield from _account(config, opening if online else None, served)


def _where(config: Config) -> str:
    return f"Read from {config.file}." if config.file else "There is no file; defaults hold."


def _each_of(store: Store, opening: Opening) -> Iterator[Finding]:
    """The checks of the database, each by itself."""
    from sms_tui.store_checks import CHECKS
    from sms_tui.team_checks import team_checks

    yield _identity(store, opening)
    for name, check in CHECKS.items():
        try:
            state, words = check(store)
        except Problem as problem:
            state, words = State.WRONG, str(problem)
        yield Finding(name, state, words)
    yield from team_checks(store)


def _identity(store: Store, opening: Opening) -> Finding:
    from sms_tui.identity import acting_user

    try:
        actor = acting_user(store, opening.as_name)
    except Problem as problem:
        return Finding("identity", State.WRONG, str(problem))
    words = f"You are {actor.user.name} (OS account {actor.os_account})."
    return Finding("identity", State.OK, words)


def _served(store: Store) -> bool:
    """Whether a worker that has the carrier's credentials is at work, here or elsewhere."""
    health = store.worker.health()
    return health.alive and health.carrier in {"ok", "refused", "clock"}


def _account(
    config: Config | None, online: Opening | None, served: bool = False
) -> Iterator[Finding]:
    """The carrier's account as configured, and (`online`) as the carrier sees it.

    `served`: the account is another process's, which is all that is needed.
    """
    if config is None:
        return
    try:
        account = config.account()
        if account is not None:
            account.pem()
    except Problem as problem:
        yield Finding("carrier", State.WRONG, str(problem))
        return
    if account is None and served and online is None:
        words = "No credentials here, and none are needed: the worker that is running has them."
        yield Finding("carrier", State.OK, words)
        return
    if account is None:
        state = State.WRONG if online else State.WARNING
        yield Finding("carrier", state, _without_account(config))
        return
    yield Finding("carrier", State.OK, f"Vonage, sending from +{account.sender}.")
    if online is not None:
        yield from _asked(online)


def _without_account(config: Config) -> str:
    """On a team's host the credentials belong into the folder beside the configuration, which only
    the worker is given."""
    folder = config.file.parent / "vonage" if config.file else None
    try:
        if folder and folder.is_dir():
            words = "No credentials here, and no worker that has them is running: nothing is sent."
            return f"{words} They belong into {folder}."
    except OSError:
        pass
    return "No carrier is configured: nothing is sent. Set VONAGE_API_KEY and the others."


def _asked(opening: Opening) -> Iterator[Finding]:
    from sms_tui.commands.worker import configured_carrier

    carrier = configured_carrier(opening)
    assert carrier is not None, "the account was just found"
    opening.start_log()
    try:
        check = carrier.check()
    finally:
        carrier.close()
        opening.stop_log()
    for problem in check.problems:
        yield Finding("online", State.WRONG, problem)
    if check.ok:
        yield Finding("online", State.OK, f"Vonage answers for {', '.join(check.products)}.")
