"""What every group of operations shares: the connection, the clock, the settings in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from data.clock import Clock
from data.database import Database
from data.models import Actor
from data.rules import Rules
from data.store.setting_values import decode, with_value


class Context:
    """One open store, seen by its groups of operations.

    `pinned` are fields of `Rules` that the configuration fixes; they win over saved settings.
    `zone` is the reader's, for dates in the reasons of the gate. `own_numbers` are the firm's at
    the carrier in E.164, none where they are not known; texts leave from `sending_number`.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pinned: Mapping[str, Any],
        zone: tzinfo = UTC,
        own_numbers: frozenset[str] = frozenset(),
        sending_number: str = "",
    ) -> None:
        self.database = database
        self.zone = zone
        self.own_numbers = own_numbers
        self.sending_number = sending_number
        self.pinned = dict(pinned)
        self._clock = clock
        self._rules: Rules | None = None
        self._rules_version = -1

    def given(self) -> dict[str, Any]:
        """What `Store.open` was given with the path, for a second connection."""
        return {
            "pinned": self.pinned,
            "clock": self._clock,
            "zone": self.zone,
            "own_numbers": self.own_numbers,
            "sending_number": self.sending_number,
        }

    def now(self) -> datetime:
        return self._clock()

    def rules(self) -> Rules:
        """Defaults, then saved settings, then what the configuration pins.

        Kept until another connection commits or `forget_rules` is called.
        """
        version = self.database.version()
        if self._rules is None or version != self._rules_version:
            rules = Rules()
            for key, value in self.database.all("SELECT key, value FROM settings ORDER BY key"):
                rules = with_value(rules, key, decode(key, value))
            self._rules = replace(rules, **self.pinned)
            self._rules_version = version
        return self._rules

    def forget_rules(self) -> None:
        """Called after this connection saved a setting."""
        self._rules = None


def os_account(actor: Actor | None) -> str:
    """The OS account to put on record: only where it differs from the user's name."""
    if actor is None or actor.os_account == actor.user.name:
        return ""
    return actor.os_account
