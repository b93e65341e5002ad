"""The error in an answer of Vonage's, as it describes it (RFC 7807), or that there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from data.refusal_codes import MESSAGES, UNPROCESSABLE, UNPROCESSABLE_TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sms_tui.vonage_wire import Exchange

_MAX_WORDS = 240
_TYPE = re.compile(r"/api-errors[/\w.-]*#([\w.-]{1,40})$")


@dataclass(frozen=True, slots=True)
class VonageError:
    """`code` is one of the Messages API's codes, or another number; `name` a word of any API's.

    `said` are Vonage's own words. All are "" where the answer is not Vonage's.
    """

    code: str = ""
    name: str = ""
    said: str = ""


def read(exchange: Exchange) -> VonageError:
    """The error of an answer. One without a type of Vonage's has neither code nor name."""
    document = _document(exchange)
    found = _TYPE.search(_text(document.get("type"), 400))
    mark = found[1] if found else ""
    said = _said(document)
    if not mark.isdecimal():
        return VonageError(name=mark, said=said)
    return VonageError(_code(exchange.status, mark, _text(document.get("title"), 80)), said=said)


def is_page(exchange: Exchange) -> bool:
    """True for a page made for a browser: something on the way answered, not Vonage."""
    kind = exchange.headers.get("Content-Type", "").lower()
    start = exchange.body[:200].lstrip().lower()
    return "text/html" in kind or start.startswith((b"<!doctype html", b"<html"))


def _code(status: int | None, number: str, title: str) -> str:
    """The number in the list of the Messages API. Status 422 has numbers of its own.

    There the title decides, and a number means what it does in that list only if nothing says
    otherwise.
    """
    if status != 422:
        return number
    by_title = UNPROCESSABLE_TITLES.get(title.casefold().rstrip("."))
    if by_title is not None:
        return by_title
    if number in UNPROCESSABLE and not _is_of_the_first_list(number, title):
        return UNPROCESSABLE[number]
    return number


def _is_of_the_first_list(number: str, title: str) -> bool:
    """In records the title is the number itself."""
    return number in MESSAGES and title == number


def _document(exchange: Exchange) -> Mapping[str, object]:
    try:
        document = msgspec.json.decode(exchange.body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _said(document: Mapping[str, object]) -> str:
    """Vonage's own words: title, detail and the parameters it names."""
    parts = [_text(document.get(key), _MAX_WORDS) for key in ("title", "detail")]
    invalid = document.get("invalid_parameters")
    for one in invalid[:3] if isinstance(invalid, list) else []:
        if isinstance(one, dict):
            parts += [_text(one.get("name"), 40), _text(one.get("reason"), 100)]
    words = ": ".join(part for part in parts if part)
    return words if len(words) <= _MAX_WORDS else f"{words[: _MAX_WORDS - 1]}…"


def _text(value: object, limit: int) -> str:
    return " ".join(value.split())[:limit] if isinstance(value, str) else ""
