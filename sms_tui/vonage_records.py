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
from sms_tui import vonage_media

MAX_BODY = 100_000  # characters kept of one text
MAX_SHORT = 100  # characters kept of a receiver's name or a word of the carrier's
MAX_RAW = 4_000  # characters kept of a bad record
# A time outside these is none; near the ends of the calendar no time can be reckoned with.
YEARS = (1990, 2200)
# How far after it is read a record may be dated: more is no clock's drift.
AHEAD = timedelta(days=1)
_NAME_OR_SHORT_CODE = re.compile(r"[0-9]{3,6}|(?=.*[A-Za-z])[A-Za-z0-9 &._-]{1,11}")
# How an account's redaction marks a body is not published; a client writes neither of these.
_REDACTED = re.compile(r"[\s\W_]*redacted[\s\W_]*|\s*[*█▇■•]{3,}\s*", re.IGNORECASE)
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
    direction: object = None
    provider: object = None


class _Report(msgspec.Struct):
    message_id: Scalar = None
    client_ref: Scalar = None
    status: Scalar = None
    error_code: Scalar = None
    error_code_description: object = None
    date_received: Scalar = None
    date_finalized: Scalar = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """One answer: its records, and the parameters that ask for the next page, if there is one."""

    records: list[object]
    more: Mapping[str, str] | None


def envelope(answer: object) -> Envelope:
    """The answer's records as they came.

    Whether more follow is told by `cursor` and the next link, not by `request_status`: the vendor's
    guide writes TRUNCATED with a cursor, some of its samples SUCCESS.
    https://developer.vonage.com/en/reports/guides/how-to-handle-pagination
    """
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
    return Envelope(records, _continuation(answer, cut_off=status == "TRUNCATED"))


def inbound(product: str, raw: object, seen: datetime | None = None) -> InboundRecord | BadRecord:
    """A text from a client, read at `seen` by the carrier's clock."""
    try:
        record = msgspec.convert(raw, _Record)
        sender = _mobile(record.sender)
    except (ValueError, OverflowError, RecursionError) as error:
        return _bad(raw, error)
    defects: list[str] = []
    seen = seen or utc_now()
    channel = _channel(record.provider)
    body, media = _content(channel, record.message_body, defects)
    return InboundRecord(
        product=product,
        carrier_id=_read(_id, record.message_id, _digest(raw), defects),
        sender=sender,
        to=_short(_scalar(record.to)).removeprefix("+")[:MAX_SHORT],
        body=body,
        at=_read(lambda value: _moment(value, seen + AHEAD), record.date_received, seen, defects),
        defect=", ".join(defects),
        channel=channel,
        # Absent, it is what was asked for; anything else than inbound is no client's word.
        direction="inbound" if record.direction is None else _word(record.direction),
        media=media,
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
            described=_described(record.error_code_description),
        )
    except (ValueError, OverflowError, RecursionError) as error:
        return _bad(raw, error)


def _described(value: object) -> str:
    """The carrier's words for an error; whatever else stands there says nothing."""
    return " ".join(value.split())[:MAX_SHORT] if isinstance(value, str) else ""


def _continuation(answer: Mapping[str, object], *, cut_off: bool) -> dict[str, str] | None:
    """`cursor` and `iv`, None on the last page.

    Of the next link only these two are ever taken, never its host. An empty cursor is none.
    """
    href = _next_link(answer)
    more: Mapping[str, object] = answer
    if answer.get("cursor") in (None, ""):
        query = href.partition("?")[2].partition("#")[0]
        more = dict(parse_qsl(query, keep_blank_values=True))
    found = {key: value for key in ("cursor", "iv") if isinstance(value := more.get(key), str)}
    if found.get("cursor"):
        return found
    if cut_off or more.get("cursor") not in (None, "") or (href and "cursor" not in more):
        raise UnreadableError("more records follow, but it does not say how to ask for them")
    return None


def _next_link(answer: Mapping[str, object]) -> str:
    links = answer.get("_links")
    following = links.get("next") if isinstance(links, dict) else None
    href = following.get("href") if isinstance(following, dict) else None
    return href if isinstance(href, str) else ""


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


def _channel(provider: object) -> str:
    """How a text came, by the field `provider`; SMS where there is none.

    Vonage documents it for MESSAGES alone, and the other ways name themselves in it. To take its
    absence for doubt would make every YES of such an account unheard.
    """
    return "sms" if provider in (None, "") else _word(provider)


def _content(channel: str, value: object, defects: list[str]) -> tuple[str, str | None]:
    """The words of a record, and what stands in it for a picture, if one does."""
    if channel == "mms":
        text = _clean(_scalar(value)) if not isinstance(value, dict | list) else _written(value)
        words, media = vonage_media.content(text[:MAX_BODY])
        return words, media
    return _read(_body, value, "", defects), None


def _body(value: Scalar) -> str:
    if value is None:
        raise ValueError("the carrier gave no text with it")
    body = _clean(value)[:MAX_BODY]
    if _REDACTED.fullmatch(body):
        raise ValueError("its text is redacted")
    return body


def _word(value: object) -> str:
    """A word of the carrier's own, as it is compared; "" for what is none."""
    return _short(value).lower()[:MAX_SHORT] if isinstance(value, str) else ""


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
