"""Vonage's records, made into ours one by one.

Every value of a record is a string, "" or null, or so the documentation says. A text whose sender
can be read is kept whatever else it lacks, with the defect named: it may be a STOP. Any other
record that cannot be understood becomes a `BadRecord` with the reason, and none ever keeps its
neighbours from being read. A page that is no page raises `UnreadableError`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec

from data import phone
from data.carriage import NOT_A_CLIENT, BadRecord, InboundRecord, ReportRecord
from data.clock import utc_now

MAX_BODY = 100_000  # characters kept of one text
MAX_RAW = 4_000  # characters kept of a bad record
# A time outside these is none; near the ends of the calendar no time can be reckoned with.
YEARS = (1990, 2200)
# How far after it is read a record may be dated: more is no clock's drift.
AHEAD = timedelta(days=1)
_NAME_OR_SHORT_CODE = re.compile(r"[0-9]{3,6}|(?=.*[A-Za-z])[A-Za-z0-9 &._-]{1,11}")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")

Scalar = str | int | float | None
_T = TypeVar("_T")


class UnreadableError(ValueError):
    """The page as a whole makes no sense."""


class _Record(msgspec.Struct):
    message_id: object = None
    sender: Scalar = msgspec.field(name="from", default=None)
    to: object = None
    message_body: object = None
    date_received: object = None


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


def inbound(product: str, raw: object, seen: datetime | None = None) -> InboundRecord | BadRecord:
    """A text from a client, read at `seen` by the carrier's clock."""
    try:
        record = msgspec.convert(raw, _Record)
        sender = _mobile(record.sender)
    except (ValueError, OverflowError, RecursionError) as error:
        return _bad(raw, error)
    defects: list[str] = []
    seen = seen or utc_now()
    return InboundRecord(
        product=product,
        carrier_id=_read(_id, record.message_id, _digest(raw), defects),
        sender=sender,
        to=_short(_scalar(record.to)).removeprefix("+"),
        body=_read(_body, record.message_body, "", defects),
        at=_read(lambda value: _moment(value, seen + AHEAD), record.date_received, seen, defects),
        defect=", ".join(defects),
    )


def _read(reader: Callable[[Scalar], _T], value: object, otherwise: _T, defects: list[str]) -> _T:
    """What the reader makes of a value; if it cannot, that is noted."""
    try:
        return reader(_scalar(value))
    except (ValueError, OverflowError) as error:
        defects.append(str(error))
        return otherwise


def report(product: str, raw: object, seen: datetime | None = None) -> ReportRecord | BadRecord:
    """What became of a text of ours. A date that makes no sense is left out, not the record."""
    latest = (seen or utc_now()) + AHEAD
    try:
        record = msgspec.convert(raw, _Report)
        return ReportRecord(
            product=product,
            carrier_id=_id(record.message_id),
            client_ref=_short(record.client_ref) or None,
            status=_short(record.status).lower(),
            error_code=_short(record.error_code).rpartition("#")[2],
            at=_moment_or_none(record.date_finalized, latest)
            or _moment_or_none(record.date_received, latest),
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


def _digest(raw: object) -> str:
    """The same for the same record, in place of an id."""
    return hashlib.sha256(_written(raw).encode("utf-8", "replace")).hexdigest()


def _mobile(value: Scalar) -> str:
    """`15551230001` → `+15551230001`, written as the numbers of leads are."""
    digits = _short(value).removeprefix("+")
    if re.fullmatch(r"[1-9][0-9]{6,14}", digits):
        return phone.as_known(f"+{digits}")
    known = _NAME_OR_SHORT_CODE.fullmatch(digits)
    raise ValueError(NOT_A_CLIENT if known else "the sender cannot be read")


def _body(value: Scalar) -> str:
    if value is None:
        raise ValueError("the carrier gave no text with it")
    return _clean(value)[:MAX_BODY]


def _moment(value: Scalar, latest: datetime) -> datetime:
    """`2026-11-23T09:02:00+00:00`, `…+0000`, `…Z`; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(_short(value))
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        if not YEARS[0] <= moment.year < YEARS[1] or moment > latest:
            raise ValueError("no text was sent then")
        return moment
    except (ValueError, OverflowError):
        raise ValueError("its time cannot be read") from None


def _moment_or_none(value: Scalar, latest: datetime) -> datetime | None:
    try:
        return _moment(value, latest)
    except ValueError:
        return None


def _scalar(value: object) -> Scalar:
    """The value, if it is of a kind that means something."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def _clean(value: Scalar) -> str:
    """The value as text that can be stored: a half of a character pair or a NUL becomes U+FFFD."""
    return "" if value is None else _NOT_STORABLE.sub("\ufffd", str(value))


def _short(value: Scalar) -> str:
    return _clean(value).strip()


def _bad(raw: object, error: Exception) -> BadRecord:
    why = str(error) or type(error).__name__
    return BadRecord(_written(raw)[:MAX_RAW], _NOT_STORABLE.sub("\ufffd", why)[:200])


def _written(raw: object) -> str:
    try:
        return json.dumps(raw, default=repr)
    except (ValueError, RecursionError):
        return f"({type(raw).__name__})"
