"""From a TOML file and the environment to checked tables, with errors that name the place.

Every value travels with where it was found, so that a wrong one is reported as
`/home/a/config.toml: [poll] lag` or `SMS_TUI_POLL_LAG`. The environment wins over the file. A
variable that is empty counts as not set.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from data.errors import Misconfigured
from sms_tui.config_file import document
from sms_tui.config_tables import Tables

Key = tuple[str, str]

PREFIX = "SMS_TUI_"
CREDENTIALS = ("api_key", "api_secret", "application_id", "private_key")
# Read by the commands, not keys of the file.
_OTHER_VARIABLES = ("SMS_TUI_DATABASE", "SMS_TUI_CONFIG")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Given:
    """A value as found. `typed` is False for a variable: its text has yet to be read."""

    value: object
    place: str
    typed: bool


def names(struct: type[msgspec.Struct]) -> list[str]:
    """A struct's fields as the file writes them."""
    return list(struct.__struct_encode_fields__)


TABLES: dict[str, type[msgspec.Struct]] = {
    name: kind for name, kind in get_type_hints(Tables).items() if not name.startswith("_")
}


def variable(table: str, key: str) -> str:
    """The environment variable of a key."""
    return f"{PREFIX}{table}_{key}".upper()


def from_file(path: Path) -> dict[Key, Given]:
    """What a file gives, every table and key of it known, no value checked yet."""
    found: dict[Key, Given] = {}
    for table, content in document(path).items():
        if table == "call_command":  # product.md names it without a table
            found["app", table] = Given(content, f"{path}: {table}", typed=True)
            continue
        if table not in TABLES:
            tables = [f"[{name}]" for name in TABLES]
            raise _unknown(f"{path}: there is no table [{table}].", f"[{table}]", tables, "")
        if not isinstance(content, dict):
            raise Misconfigured(
                f"{path}: {table} is a value.", f"It is a table: write [{table}] on its own line."
            )
        for key, value in content.items():
            if key not in names(TABLES[table]):
                what = f'{path}: [{table}] has no key "{key}".'
                raise _unknown(what, key, names(TABLES[table]), f" in [{table}]")
            found[table, key] = Given(value, f"{path}: [{table}] {key}", typed=True)
    return found


def from_environment(environ: Mapping[str, str]) -> dict[Key, Given]:
    """What the variables give; one that begins like ours and is none of ours is an error."""
    ours = dict(_variables())
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in ours and name not in _OTHER_VARIABLES:
            near = [*ours, *_OTHER_VARIABLES]
            raise _unknown(f"{name} is not a setting.", name, near, " in the environment")
    return {
        key: Given(environ[name], name, typed=False)
        for name, key in ours.items()
        if environ.get(name)
    }


def _variables() -> Iterator[tuple[str, Key]]:
    """Every variable with its key; of two for one key the later wins."""
    for key in CREDENTIALS:
        yield f"VONAGE_{key}".upper(), ("vonage", key)
    yield f"{PREFIX}CALL_COMMAND", ("app", "call_command")
    for table, struct in TABLES.items():
        for key in names(struct):
            yield variable(table, key), (table, key)


def check(given: Mapping[Key, Given]) -> Tables:
    """The tables with every given value decoded and within its bounds, defaults for the rest."""
    tables: dict[str, dict[str, Any]] = {}
    for (table, key), found in given.items():
        struct = TABLES[table]
        attribute = struct.__struct_fields__[names(struct).index(key)]
        hint = get_type_hints(struct, include_extras=True)[attribute]
        tables.setdefault(table, {})[attribute] = _decode(key, found, hint)
    checked: dict[str, Any] = {name: TABLES[name](**found) for name, found in tables.items()}
    return Tables(**checked)


def _decode(key: str, found: Given, hint: Any) -> object:
    kind, *metas = get_args(hint)
    allowed = next(meta.description for meta in metas if meta.description)
    try:
        value = found.value if found.typed else _typed(str(found.value), kind)
        return msgspec.convert(value, hint, strict=found.typed)
    except (msgspec.ValidationError, ValueError) as error:
        shown = "not usable" if key in CREDENTIALS else _shown(found.value)
        raise Misconfigured(f"{found.place} is {shown}.", f"Allowed: {allowed}.") from error


def _typed(text: str, kind: Any) -> object:
    """A variable's text; of a list, its items: as JSON, or with commas between."""
    if getattr(kind, "__origin__", None) is not tuple:
        return text
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [item.strip() for item in text.split(",")]


def _shown(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _unknown(what: str, typed: str, allowed: Iterable[str], where: str) -> Misconfigured:
    allowed = list(allowed)
    near = difflib.get_close_matches(typed, allowed, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    return Misconfigured(what, f"{hint}Allowed{where}: {', '.join(allowed)}.")
