"""The styles parsed once for all the apps of a process, as a program has only one."""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_parse = Stylesheet._parse_rules
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def _parse_once(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    given = (css, read_from, is_default_rules, tie_breaker, scope)
    key = (*given, *self._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse(self, *given)
    return _parsed[key]


def install() -> None:
    """Keep what was parsed, instead of parsing it for every app."""
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]
