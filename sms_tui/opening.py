"""From the global options to an open store and the person it is used by.

Nothing is imported, read or opened before a command asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.models import Actor
    from data.store import Store
    from sms_tui.config import Config


@dataclass(frozen=True)
class Opened:
    """An open store, on whose behalf it is used, and the configuration."""

    store: Store
    actor: Actor
    config: Config


@dataclass
class Opening:
    """The global options; `config` and `path` are found out on first use.

    `locked_down` is True when the program runs on this host for someone who sits elsewhere.
    """

    database: Path | None = None
    config_file: Path | None = None
    as_name: str | None = None
    locked_down: bool = False
    _stop_log: Callable[[], None] | None = field(default=None, repr=False)

    @cached_property
    def config(self) -> Config:
        """The configuration of this run, or Misconfigured."""
        from sms_tui.config import load

        return load(self.config_file, os.environ)

    @cached_property
    def path(self) -> Path:
        """Where the database is, whether or not it exists yet."""
        from sms_tui.config_paths import default_database

        return self.database or default_database()

    def arguments(self) -> list[str]:
        """The paths as options, for another process that is to open the same."""
        given = {"--database": self.database, "--config": self.config_file}
        return [
            word
            for option, path in given.items()
            if path is not None
            for word in (option, str(path.absolute()))
        ]

    @contextmanager
    def store(
        self, pinned: Mapping[str, Any] | None = None, *, create: bool = True
    ) -> Iterator[Store]:
        """The store; a new database, if `create` allows, gets this OS account as its first user.

        `pinned` replaces the configuration's rules, for the one who looks into what is wrong.
        """
        from data.store import Store
        from sms_tui.identity import os_account
        from sms_tui.local_zone import local_zone

        # A configuration that is replaced may be one that cannot be read.
        config = self.config if pinned is None else None
        store = Store.open(
            self.path,
            pinned=config.pinned() if config else pinned,
            zone=local_zone(),
            own_numbers=config.own_numbers if config else frozenset(),
            sending_number=config.sending_number if config else "",
            create=create,
        )
        try:
            if create:
                store.people.ensure_first_user(os_account())
            yield store
        finally:
            store.close()

    @contextmanager
    def session(self) -> Iterator[Opened]:
        """The store and the person, who must be an active user."""
        from sms_tui.identity import acting_user

        with self.store() as store:
            yield Opened(store, acting_user(store, self.as_name), self.config)

    def start_log(self) -> Path:
        """Send this process's logging to the log file from now on; gives its path."""
        from sms_tui import log_file
        from sms_tui.config_paths import default_log

        path = default_log()
        if self._stop_log is None:
            # A configuration that could not be read has no secrets anybody could have logged.
            known = self.__dict__.get("config")
            self._stop_log = log_file.start(path, known.secrets() if known else ())
        return path

    def stop_log(self) -> None:
        """End what `start_log` began."""
        if self._stop_log is not None:
            self._stop_log()
            self._stop_log = None
