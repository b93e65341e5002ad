"""What every group of operations shares: the connection, the clock, the settings in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from data.clock import Clock
from data.database import Database
from data.line_spellings import canonical
from data.models import Actor
from data.replies.meaning import Reading
from data.rules import Rules
from data.store.setting_values import decode, with_value


class Context:
    """One open store, seen by its groups of operations.

    `pinned` are fields of `Rules` that the configuration fixes; they win over saved settings.
    `zone` is the reader's, for dates in the reasons of the gate. `own_numbers` are the firm's at
    the carrier in E.164, none where they are not known: then a text to any number counts as sent
    to the firm. Texts leave from `sending_number`.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        pinned: Mapping[str, Any],
        zone: tzinfo = UTC,
        own_numbers: Collection[str] = (),
        sending_number: str = "",
    ) -> None:
        self.database = database
        self.zone = zone
        self.sending_number = sending_number
        self.pinned = dict(pinned)
        self.own_numbers = frozenset(map(canonical, own_numbers))
        self.clock = clock
        self._rules: Rules | None = None
        self._rules_version = -1

    def given(self) -> dict[str, Any]:
        """What `Store.open` was given with the path, for a second connection."""
        return {
            "pinned": self.pinned,
            "clock": self.clock,
            "zone": self.zone,
            "own_numbers": self.own_numbers,
            "sending_number": self.sending_number,
        }

    def now(self) -> datetime:
        return self.clock()

    def carrier_now(self) -> datetime:
        """The present as the carrier's clock shows it."""
        return self.carrier_time(self.now())

    def carrier_time(self, moment: datetime) -> datetime:
        """A moment of this machine's clock by the carrier's, as far as the worker has learned it.

        Consent compares moments of the two, and only one clock tells which came first.
        """
        ahead = self.database.value("SELECT carrier_ahead_ms FROM worker")
        return moment + timedelta(milliseconds=int(ahead))

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

    def reading(self, body: str) -> Reading:
        """What a client's reply means by this firm's words; its own texts may be quoted in it."""
        # Its tables are read with the first reply, not when the program starts.
        from data.replies.reader import read_reply

        rules = self.rules()
        return read_reply(body, rules.words, rules.all_texts())

    def forget_rules(self) -> None:
        """Called after this connection saved a setting."""
        self._rules = None


def os_account(actor: Actor | None) -> str:
    """The OS account to put on record: only where it differs from the user's name."""
    if actor is None or actor.os_account == actor.user.name:
        return ""
    return actor.os_account
