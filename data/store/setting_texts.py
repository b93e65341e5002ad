"""How a person writes a setting, on the screen and in a command.

A duration is `15 s`, `15 min`, `12 h` or `30 days` (a bare number is seconds), a time of day
`08:00`, a list of words has commas or line ends between them. Everything else is as it is.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

from data.errors import Invalid
from data.rules import Rules
from data.store.setting_values import KEYS, decode, encode, time_text, value_of

_DEFAULTS = Rules()
_UNITS = {"s": 1, "min": 60, "h": 3600, "days": 86_400}
_DURATION = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:(s|sec|seconds?)|(m|min|minutes?)|(h|hours?)|(d|days?))?", re.IGNORECASE
)


def read(key: str, text: str) -> Any:
    """The value that a person's text means; Invalid, with what is allowed, when it means none."""
    if key not in KEYS:
        raise Invalid(f"There is no setting {key}.", f"The settings are: {', '.join(KEYS)}.")
    default, text = value_of(_DEFAULTS, key), text.strip()
    if isinstance(default, tuple):
        words = (" ".join(word.split()) for word in re.split(r"[,\n]", text))
        return decode(key, encode(tuple(dict.fromkeys(filter(None, words)))))
    if isinstance(default, timedelta):
        return decode(key, encode(_duration(text)))
    if isinstance(default, float):
        return decode(key, encode(_rate(text)))
    return decode(key, encode(text))


def write(value: Any) -> str:
    """The value as a person reads it; `read` takes it back."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, timedelta):
        return _span(value.total_seconds())
    if isinstance(value, time):
        return time_text(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise Invalid(f"{text!r} is not a duration.", "Write it as 15 s, 15 min, 12 h or 30 days.")
    number, _, minutes, hours, days = found.groups()
    unit = 60 if minutes else 3600 if hours else 86_400 if days else 1
    try:
        return timedelta(seconds=float(number) * unit)
    except OverflowError as error:
        raise Invalid("That is too long.", "Write it as 15 s, 15 min, 12 h or 30 days.") from error


def _rate(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise Invalid(f"{text!r} is not a number.", "Write it as 1 or 0.5.") from error


def _span(seconds: float) -> str:
    """In the largest unit that gives a whole number; up to two days in hours."""
    for unit, size in reversed(_UNITS.items()):
        if seconds % size == 0 and seconds >= (2 * size if unit == "days" else size):
            return f"{seconds / size:g} {unit}"
    return f"{seconds:g} s"
