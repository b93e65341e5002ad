"""How settings are written in the store: one JSON value under the name of a field of `Rules`.

The automatic texts and the word lists are fields of their own: `texts.request`, `words.stop`.
"""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import time, timedelta
from typing import Any

from data.errors import Invalid
from data.models import Template
from data.rules import Rules, WordLists
from data.storable import storable

_DEFAULTS = Rules()
CHOICES = {
    "reauthorize_after_stop": ("ask", "free", "never"),
    "reply_stop": ("app", "carrier", "none"),
    "reply_help": ("app", "carrier", "none"),
}
_DAY, _YEAR = 86_400, 365 * 86_400
# Seconds, or texts per second, from … to; as in the configuration file.
_BOUNDS: dict[str, tuple[float, float]] = {
    "stale_after": (1, _YEAR),
    "too_old_after": (1, _YEAR),
    "resend_after": (0, _YEAR),
    "request_open_for": (_DAY, _YEAR),
    "poll_interval": (1, _DAY),
    "poll_overlap": (0, _DAY),
    "poll_overlap_often": (0, _DAY),
    "poll_overlap_wide": (0, _DAY),
    "poll_overlap_daily": (_DAY, 7 * _DAY),
    "poll_lag": (0, _DAY),
    "per_second": (0.01, 100),
    "idle_after": (0, _YEAR),
}
KEYS = (
    *(field.name for field in fields(Rules) if field.name not in {"texts", "words"}),
    *(f"texts.{template.value}" for template in Template),
    *(f"words.{field.name}" for field in fields(WordLists)),
)


def value_of(rules: Rules, key: str) -> Any:
    """The value of a setting in a set of rules."""
    group, _, name = key.partition(".")
    if group == "texts":
        return rules.texts[Template(name)]
    return getattr(rules.words, name) if group == "words" else getattr(rules, key)


def with_value(rules: Rules, key: str, value: Any) -> Rules:
    """The same rules with one setting changed."""
    group, _, name = key.partition(".")
    if group == "texts":
        return replace(rules, texts={**rules.texts, Template(name): value})
    if group == "words":
        return replace(rules, words=replace(rules.words, **{name: value}))
    return replace(rules, **{key: value})


def encode(value: Any) -> str:
    """A setting's value as JSON: seconds for a duration, `HH:MM` for a time of day."""
    if isinstance(value, timedelta):
        value = value.total_seconds()
    elif isinstance(value, time):
        value = time_text(value)
    return json.dumps(value, ensure_ascii=False)


def decode(key: str, text: str) -> Any:
    """The value a stored JSON text stands for; the type is that of the default."""
    if key not in KEYS:
        raise Invalid(f"There is no setting {key}.", f"The settings are: {', '.join(KEYS)}.")
    value, default = json.loads(text), value_of(_DEFAULTS, key)
    if key in CHOICES and value not in CHOICES[key]:
        raise Invalid(f"{key} cannot be {value!r}.", f"It is one of: {', '.join(CHOICES[key])}.")
    if isinstance(default, tuple):
        return _words(key, value)
    if isinstance(default, time):
        return parse_time(_text(key, value))
    if isinstance(default, str):
        return _text(key, value)
    number = _number(key, value)
    return timedelta(seconds=number) if isinstance(default, timedelta) else number


def _words(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Invalid(f"{key} is a list of words.")
    return tuple(storable(word) for word in value)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Invalid(f"{key} is a text.")
    return storable(value)


def _number(key: str, value: Any) -> float:
    """A count of seconds or a rate; a negative or endless one would switch a rule off."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(f"{key} is a number.")
    least, most = _BOUNDS[key]
    if not least <= value <= most:
        unit = "" if key == "per_second" else " seconds"
        raise Invalid(f"{key} cannot be {value:g}.", f"It is from {least:g} to {most:,}{unit}.")
    return float(value)


def parse_time(text: str) -> time:
    """`08:00` as a time of day; `24:00`, the day's end, is `time.max`."""
    if text == "24:00":
        return time.max
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"{text!r} is not a time of day.", "Write it as 08:00.") from error


def time_text(value: time) -> str:
    """The inverse of `parse_time`."""
    return "24:00" if value == time.max else value.strftime("%H:%M")
