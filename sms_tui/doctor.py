"""What `sms-tui doctor` looks at, in order: each check says in a sentence what it found.

Nothing is repaired here. A check that cannot be made is wrong, and the next one is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from data.errors import Problem
from sms_tui.finding import Finding, State
from sms_tui.reference import kept

if TYPE_CHECKING:
    from data.store import Store
    from sms_tui.config import Config
    from sms_tui.opening import Opening

_Findings = Callable[[], Iterable[Finding]]


def examine(opening: Opening, *, online: bool) -> Iterator[Finding]:
    """All findings; `online` really asks the carrier."""
    from sms_tui.file_modes import file_modes

    served: list[bool] = []
    yield from _found("configuration", opening, lambda: _configuration(opening))
    config = opening.__dict__.get("config")
    yield from _database(opening, config, served)
    yield from _found("files", opening, lambda: file_modes(opening.path, config))
    asked = opening if online else None
    yield from _found("carrier", opening, lambda: _account(config, asked, any(served)))


def _found(name: str, opening: Opening, findings: _Findings) -> Iterator[Finding]:
    """What a check finds. One that cannot be made is wrong; why may hold people's words."""
    try:
        yield from findings()
    except Problem as problem:
        yield Finding(name, State.WRONG, str(problem))
    except Exception as error:
        words = f"This could not be looked at: {type(error).__name__}"
        try:
            reference, where = kept(error, opening)
        except Problem as problem:
            yield Finding(name, State.WRONG, f"{words}. {problem}")
            return
        yield Finding(name, State.WRONG, f"{words}, reference {reference}. {where}")


def _configuration(opening: Opening) -> Iterator[Finding]:
    yield Finding("configuration", State.OK, _where(opening.config))


def _database(opening: Opening, config: Config | None, served: list[bool]) -> Iterator[Finding]:
    """First as every command opens it; where that fails, what there is of it is looked at."""
    pinned = {} if config is None else config.pinned()

    def opened() -> Iterator[Finding]:
        with opening.store(pinned):
            yield from ()

    def examined() -> Iterator[Finding]:
        with opening.store(pinned, create=False) as store:
            yield from _each_of(store, opening)
            served.append(_served(store))

    faults = list(_found("database", opening, opened))
    yield from faults
    for finding in _found("database", opening, examined):
        if not (faults and finding.check == "database"):
            yield finding


def _where(config: Config) -> str:
    return f"Read from {config.file}." if config.file else "There is no file; defaults hold."


def _each_of(store: Store, opening: Opening) -> Iterator[Finding]:
    """The checks of the database, each by itself."""
    from sms_tui.store_checks import CHECKS
    from sms_tui.team_checks import team_checks

    yield from _found("identity", opening, lambda: [_identity(store, opening)])
    for name, check in CHECKS.items():
        yield from _found(name, opening, partial(_asked_of, name, check, store))
    yield from _found("ssh keys", opening, lambda: team_checks(store))


def _asked_of(
    name: str, check: Callable[[Store], tuple[State, str]], store: Store
) -> Iterator[Finding]:
    yield Finding(name, *check(store))


def _identity(store: Store, opening: Opening) -> Finding:
    from sms_tui.identity import acting_user

    actor = acting_user(store, opening.as_name)
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
