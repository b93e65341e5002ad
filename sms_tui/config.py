"""The configuration: one frozen value from a TOML file and the environment, checked on load.

Three layers make the rules the program works by: the defaults, what an admin saved in the store,
and what the file or a variable says. `pinned` gives the third, and only what was really said. The
carrier's credentials are here and nowhere else; they never reach the store.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import Misconfigured
from sms_tui.config_credentials import from_credentials
from sms_tui.config_paths import default_config
from sms_tui.config_reading import CREDENTIALS, Given, Key, check, from_environment, from_file
from sms_tui.config_tables import Tables

if TYPE_CHECKING:
    from sms_tui.vonage_account import VonageAccount

_PEM = "-----BEGIN"


def _seconds(value: int) -> timedelta:
    return timedelta(seconds=value)


def _time(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)


def _with_plus(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    return f"+{digits}" if digits else ""


# Key of the file → field of `data.rules.Rules`, and how its value becomes that field's.
_RULES: dict[Key, tuple[str, Callable[..., object]]] = {
    ("business", "name"): ("business_name", str),
    ("business", "phone"): ("business_phone", str),
    ("hours", "open"): ("hours_open", _time),
    ("hours", "close"): ("hours_close", _time),
    ("poll", "interval"): ("poll_interval", _seconds),
    ("poll", "overlap"): ("poll_overlap", _seconds),
    ("poll", "overlap_often"): ("poll_overlap_often", _seconds),
    ("poll", "overlap_wide"): ("poll_overlap_wide", _seconds),
    ("poll", "overlap_daily"): ("poll_overlap_daily", _seconds),
    ("poll", "lag"): ("poll_lag", _seconds),
    ("poll", "stale_after"): ("stale_after", _seconds),
    ("sending", "per_second"): ("per_second", float),
    ("sending", "too_old_after"): ("too_old_after", _seconds),
    ("replies", "stop"): ("reply_stop", str),
    ("replies", "help"): ("reply_help", str),
    ("consent", "resend_after"): ("resend_after", _seconds),
    ("consent", "reauthorize_after_stop"): ("reauthorize_after_stop", str),
    ("app", "idle_after"): ("idle_after", _seconds),
}


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that was configured. `file` is None when there is none.

    `said` is what was set, and `places` where: a variable, or a key of the file.
    """

    tables: Tables = field(default_factory=Tables)
    file: Path | None = None
    said: frozenset[Key] = frozenset()
    places: Mapping[Key, str] = field(default_factory=dict)

    @property
    def call_command(self) -> tuple[str, ...]:
        """The program that dials, as an argument list; empty when there is none."""
        return self.tables.app.call_command

    @property
    def sending_number(self) -> str:
        """The number texts leave from, with its plus; "" when there is none."""
        return _with_plus(self.tables.vonage.from_)

    @property
    def own_numbers(self) -> frozenset[str]:
        """Every number of this firm at the carrier, with its plus; none without one to send from.

        Without a sending number nothing is asked of the carrier, and the others would not be all.
        """
        if not self.sending_number:
            return frozenset()
        return frozenset((self.sending_number, *map(_with_plus, self.tables.vonage.also)))

    def pinned(self) -> dict[str, object]:
        """The rules the file or the environment sets, by the names of `Rules`'s fields."""
        return {
            name: convert(getattr(getattr(self.tables, table), key))
            for (table, key), (name, convert) in _RULES.items()
            if (table, key) in self.said
        }

    def fixed_by(self) -> dict[str, str]:
        """Where each of `pinned` is said, for the one who wants to change it."""
        return {name: self.places[key] for key, (name, _) in _RULES.items() if key in self.places}

    def secrets(self) -> tuple[str, ...]:
        """What no log may show: the credentials, also as basic authentication sends them."""
        vonage = self.tables.vonage
        shown = [vonage.api_key, vonage.api_secret, vonage.application_id]
        if _PEM in vonage.private_key:
            shown.append(vonage.private_key)
        if vonage.api_key and vonage.api_secret:
            pair = f"{vonage.api_key}:{vonage.api_secret}"
            shown.append(base64.b64encode(pair.encode()).decode())
        return tuple(value for value in shown if value)

    def account(self) -> VonageAccount | None:
        """The carrier's account, or None when no credential is set; half an account is an error."""
        vonage = self.tables.vonage
        if not any(getattr(vonage, key) for key in CREDENTIALS):
            return None
        # Reports, the only way to receive, take basic authentication: always key and secret.
        for key in ("api_key", "api_secret"):
            self._demand(key, f"VONAGE_{key}".upper())
        if vonage.application_id or vonage.private_key:
            for key in ("application_id", "private_key"):
                self._demand(key, f"VONAGE_{key}".upper())
        self._demand("from_", "SMS_TUI_VONAGE_FROM")
        from sms_tui.vonage_account import VonageAccount

        return VonageAccount(
            api_key=vonage.api_key,
            api_secret=vonage.api_secret,
            application_id=vonage.application_id,
            private_key=vonage.private_key,
            sender=self.sending_number.removeprefix("+"),
            api_host=vonage.api_host,
            products=vonage.products,
        )

    def _demand(self, key: str, name: str) -> None:
        if getattr(self.tables.vonage, key):
            return
        shown = key.rstrip("_")
        raise Misconfigured(
            f"The carrier's account is only half set: {shown} is missing.",
            f"Set {name}, or {shown} under [vonage] in {self.file or default_config()}.",
        )


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """The configuration of this run. A file that was asked for must exist, the default need not."""
    if path is None and environ.get("SMS_TUI_CONFIG"):
        path = Path(environ["SMS_TUI_CONFIG"])
    if path is None and _is_there(default_config()):
        path = default_config()
    given: dict[Key, Given] = {}
    if path is not None:
        given |= _beside(path, from_file(path))
    given |= from_credentials(environ) | from_environment(environ)
    tables = check(given)
    _demand_opening_before_closing(tables, given)
    places = {key: found.place for key, found in given.items()}
    return Config(tables, path, frozenset(given), places)


def _is_there(path: Path) -> bool:
    """Whether there is such a file; yes, when we may not look: reading it then says so."""
    try:
        return path.exists()
    except OSError:
        return True


def _beside(path: Path, given: dict[Key, Given]) -> dict[Key, Given]:
    """The same, with the path of a private key taken from the folder of the file that names it."""
    key = given.get(("vonage", "private_key"))
    if key is None or not isinstance(key.value, str) or not key.value:
        return given
    if _PEM in key.value or key.value.startswith("~"):
        return given
    whole = str(path.absolute().parent / key.value)
    return given | {("vonage", "private_key"): Given(whole, key.place, typed=True)}


def _demand_opening_before_closing(tables: Tables, given: Mapping[Key, Given]) -> None:
    hours = tables.hours
    if hours.open < hours.close:
        return
    place = (given.get(("hours", "close")) or given["hours", "open"]).place
    raise Misconfigured(
        f'{place}: the hours "{hours.open}" to "{hours.close}" never begin.',
        "The opening must be before the closing on the same day.",
    )
