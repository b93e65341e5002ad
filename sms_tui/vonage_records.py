"""Vonage's records, made into ours one by one.

Every value of a record is a string, "" or null, or so the documentation says. A record that cannot
be understood becomes a `BadRecord` with the reason and never keeps its neighbours from being read.
A page that is no page raises `UnreadableError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import msgspec

from data.carriage import BadRecord, InboundRecord, ReportRecord

MAX_BODY = 100_000  # characters kept of one text
MAX_RAW = 4_000  # characters kept of a bad record
# A time outside these is none; near the ends of the calendar no time can be reckoned with.
YEARS = (1990, 2200)
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")

Scalar = str | int | float | None


class UnreadableError(ValueError):
    """The page as a whole makes no sense."""


class _Record(msgspec.Struct):
    message_id: Scalar = None
    sender: Scalar = msgspec.field(name="from", default=None)
    to: Scalar = None
    message_body: Scalar = None
    date_received: Scalar = None


class _Report(msgspec.Struct):
    message_id: Scalar = None
    client_ref: Scalar = None
    status: Scalar = None
    error_code: Scalar = None
    date_received: Scalar = None
    date_finalized: Scalar = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """One answer: its records, and the parameters that ask for the next page, if there is one."""

    records: list[object]
    more: Mapping[str, str] | None


def envelope(answer: object) -> Envelope:
    """The answer's records as they came."""
    if not isinstance(answer, dict):
        raise UnreadableError("it is not an object")
    status = answer.get("request_status")
    if status in ("ABORTED", "FAILED"):
        raise UnreadableError("the request for records failed at Vonage")
    records = answer.get("records")
    if records is None and answer.get("items_count") in (0, "0"):
        records = []
    if not isinstance(records, list):
        raise UnreadableError("it has no list of records")
    if status != "TRUNCATED":
        return Envelope(records, None)
    return Envelope(records, _continuation(answer))


def inbound(product: str, raw: object) -> InboundRecord | BadRecord:
    """A text from a client.

    A record without any text is set aside rather than read as an empty one: it may hide a STOP.
    """
    try:
        record = msgspec.convert(raw, _Record)
        if record.message_body is None:
            raise ValueError("the carrier gave no text with it")
        return InboundRecord(
            product=product,
            carrier_id=_id(record.message_id),
            sender=_mobile(record.sender),
            to=_short(record.to).removeprefix("+"),
            body=_clean(record.message_body)[:MAX_BODY],
            at=_moment(record.date_received),
        )
    except (ValueError, OverflowError, RecursionError) as error:
        return _bad(raw, error)


def report(product: str, raw: object) -> ReportRecord | BadRecord:
    """What became of a text of ours. A date that makes no sense is left out, not the record."""
    try:
        record = msgspec.convert(raw, _Report)
        return ReportRecord(
            product=product,
            carrier_id=_id(record.message_id),
            client_ref=_short(record.client_ref) or None,
            status=_short(record.status).lower(),
            error_code=_short(record.error_code).rpartition("#")[2],
            at=_moment_or_none(record.date_finalized) or _moment_or_none(record.date_received),
        )
    except (ValueError, OverflowError, RecursionError) as error:
        return _bad(raw, error)


def _continuation(answer: Mapping[str, object]) -> dict[str, str]:
    """`cursor` and `iv`. Of the next link only these two are ever taken, never its host."""
    more: Mapping[str, object] = answer
    if not answer.get("cursor"):
        links = answer.get("_links")
        following = links.get("next") if isinstance(links, dict) else None
        href = following.get("href") if isinstance(following, dict) else None
        query = href.partition("?")[2].partition("#")[0] if isinstance(href, str) else ""
        more = dict(parse_qsl(query))
    found = {key: value for key in ("cursor", "iv") if isinstance(value := more.get(key), str)}
    if not found.get("cursor"):
        raise UnreadableError("more records follow, but it does not say how to ask for them")
    return found


def _id(value: Scalar) -> str:
    text = _short(value)
    if not text or len(text) > 200:
        raise ValueError("it has no message id")
    return text


def _mobile(value: Scalar) -> str:
    """`15551230001` → `+15551230001`. A short code or a name cannot be a client's mobile."""
    digits = _short(value).removeprefix("+")
    if not re.fullmatch(r"[1-9][0-9]{6,14}", digits):
        raise ValueError("the sender is not a phone number")
    return f"+{digits}"


def _moment(value: Scalar) -> datetime:
    """`2026-11-23T09:02:00+00:00`, `…+0000`, `…Z`; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(_short(value))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        if not YEARS[0] <= moment.year < YEARS[1]:
            raise ValueError("no text was sent then")
        return moment
    except (ValueError, OverflowError):
        raise ValueError("its time cannot be read") from None


def _moment_or_none(value: Scalar) -> datetime | None:
    try:
        return _moment(value)
    except ValueError:
        return None


def _clean(value: Scalar) -> str:
    """The value as text that can be stored: a half of a character pair or a NUL becomes U+FFFD."""
    return "" if value is None else _NOT_STORABLE.sub("\ufffd", str(value))


def _short(value: Scalar) -> str:
    return _clean(value).strip()


def _bad(raw: object, error: Exception) -> BadRecord:
    why = str(error) or type(error).__name__
    try:
        text = json.dumps(raw, default=repr)
    except (ValueError, RecursionError):
        text = f"({type(raw).__name__})"
    return BadRecord(text[:MAX_RAW], _NOT_STORABLE.sub("\ufffd", why)[:200])
