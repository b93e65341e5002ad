"""What the stand-in for Vonage knows: texts taken, texts received, and how it reports them.

Reports are answered as the Reports API documents it, with every check of a question's parameters:
a question the real one would refuse is refused here too.
"""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

Params = dict[str, str]
Json = dict[str, object]

BY_DATE = {"account_id", "product", "direction", "include_message", "date_start", "date_end"}
BY_ID = {"account_id", "product", "direction", "include_message", "id", "show_concatenated"}
FILTERS = {"from", "to", "status", "show_concatenated", "cursor", "iv"}


@dataclass(slots=True)
class Record:
    """One message as the carrier keeps it. Numbers are without plus, as on the wire."""

    product: str
    direction: str
    message_id: str
    sender: str
    to: str
    body: str
    received: datetime
    visible_at: datetime
    client_ref: str = ""
    status: str = "submitted"
    error_code: str = ""
    described: str = ""
    finalized: datetime | None = None
    provider: str = "sms"
    raw: object = None


@dataclass(slots=True)
class Book:
    """The records, the clock and the rules of one account. Not locked: the server does that."""

    api_key: str
    page_size: int = 1000
    # What a page says that is not the last: the vendor's guide has TRUNCATED, samples SUCCESS.
    cut_off: str = "TRUNCATED"
    skew: timedelta = timedelta(0)
    late: timedelta = timedelta(0)
    records: list[Record] = field(default_factory=list)
    records_served: int = 0
    # A text with these words is answered with 422.
    refuses: str = ""
    _cursors: dict[str, tuple[str, Params, int]] = field(default_factory=dict)

    def now(self) -> datetime:
        """The carrier's clock."""
        return datetime.now(UTC) + self.skew

    def wrong(self, message: Json) -> str:
        """What this account's rules have against a text."""
        return "not this text" if self.refuses and message["text"] == self.refuses else ""

    def take(self, message: Json, product: str = "MESSAGES") -> Record:
        """A text of ours is accepted."""
        now = self.now()
        record = Record(
            product=product,
            direction="outbound",
            message_id=str(uuid.uuid4()),
            sender=str(message["from"]),
            to=str(message["to"]),
            body=str(message["text"]),
            received=now,
            visible_at=now + self.late,
            client_ref=str(message.get("client_ref", "")),
        )
        self.records.append(record)
        return record

    def receive(
        self,
        sender: str,
        to: str,
        body: str,
        at: datetime | None,
        product: str,
        raw: object,
        provider: str = "sms",
    ) -> Record:
        """A client's text arrives; `raw`, if given, is reported in place of a proper record.

        Only under MESSAGES does a record say by which provider it came.
        """
        now = self.now()
        record = Record(
            product=product,
            direction="inbound",
            message_id=str(uuid.uuid4()),
            sender=sender.removeprefix("+"),
            to=to.removeprefix("+"),
            body=body,
            received=at or now,
            visible_at=now + self.late,
            status="delivered",
            provider=provider,
            raw=raw,
        )
        self.records.append(record)
        return record

    def answer(self, params: Params) -> tuple[int, Json]:
        """Status and body for one question about records."""
        wrong = self._wrong(params)
        if wrong is not None:
            return 422, {
                "title": "Unprocessable entity",
                "invalid_parameters": [{"name": wrong[0], "reason": wrong[1]}],
                "instance": "stand-in",
            }
        if params["account_id"] != self.api_key:
            return 403, {
                "type": "https://developer.nexmo.com/api-errors#forbidden",
                "title": "Forbidden",
                "detail": "User not authorized to query the requested data",
            }
        found = self._found(params)
        first = self._cursors[params["cursor"]][2] if "cursor" in params else 0
        page = found[first : first + self.page_size]
        self.records_served += len(page)
        body = self._envelope(params, page)
        if first + self.page_size < len(found):
            body |= self._continuation(params, first + self.page_size)
        return 200, body

    def _wrong(self, params: Params) -> tuple[str, str] | None:
        """The parameter the real API would refuse, and why."""
        for name in ("account_id", "product", "direction"):
            if not params.get(name):
                return name, "Missing required parameter"
        if params["product"] not in ("SMS", "MESSAGES"):
            return "product", "Could not resolve product name"
        if params["direction"] not in ("inbound", "outbound"):
            return "direction", "must be one of inbound, outbound"
        if params.get("include_message", "true") not in ("true", "false"):
            return "include_message", "must be one of true, false"
        if "id" in params:
            return self._wrong_ids(params)
        return self._wrong_dates(params) or self._wrong_cursor(params)

    def _wrong_ids(self, params: Params) -> tuple[str, str] | None:
        extra = set(params) - BY_ID
        if extra:
            return "id", f"When using id, these are not supported: {sorted(extra)}"
        count = len(params["id"].split(","))
        return ("id", "at most 20 ids") if count > 20 or not params["id"] else None

    def _wrong_dates(self, params: Params) -> tuple[str, str] | None:
        extra = set(params) - BY_DATE - FILTERS
        if extra:
            return sorted(extra)[0], "Unknown parameter"
        for name in ("date_start", "date_end"):
            if name not in params:
                return name, "Missing required parameter"
            if "T" not in params[name] or _moment(params[name]) is None:
                return name, "not an ISO-8601 date with a zone"
        start, end = _moment(params["date_start"]), _moment(params["date_end"])
        if start is None or end is None or not start < end:
            return "date_end", "must be later than date_start"
        if end - start > timedelta(hours=24):
            return "date_end", "must be no more than 24 hours later than date_start"
        return ("date_end", "must be in the past") if end > self.now() else None

    def _wrong_cursor(self, params: Params) -> tuple[str, str] | None:
        if "cursor" not in params and "iv" not in params:
            return None
        iv, question, _ = self._cursors.get(params.get("cursor", ""), ("", {}, 0))
        if not iv or params.get("iv") != iv:
            return "cursor", "cursor and iv do not belong together"
        return None if _question(params) == question else ("cursor", "belongs to other parameters")

    def _found(self, params: Params) -> list[Record]:
        now = self.now()
        seen = [
            record
            for record in self.records
            if record.visible_at <= now
            and record.product == params["product"]
            and record.direction == params["direction"]
        ]
        if "id" in params:
            ids = params["id"].split(",")
            return [record for record in seen if record.message_id in ids]
        start, end = params["date_start"], params["date_end"]
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        return [
            record
            for record in seen
            if first <= record.received < last and params.get("to", record.to) == record.to
        ]

    def _envelope(self, params: Params, page: list[Record]) -> Json:
        bodies = params.get("include_message") == "true"
        found = {record.message_id for record in page}
        body: Json = {
            "request_id": str(uuid.uuid4()),
            "request_status": "SUCCESS",
            "received_at": self.now().isoformat(),
            "items_count": len(page),
            "product": params["product"],
            "account_id": params["account_id"],
            "records": [_json(record, self.api_key, bodies) for record in page],
            "_links": {"self": {"href": "https://api.nexmo.com/v2/reports/records"}},
        }
        if "id" in params:
            missing = [one for one in params["id"].split(",") if one not in found]
            body["ids_not_found"] = ",".join(missing)
        return body

    def _continuation(self, params: Params, offset: int) -> Json:
        """What a cut-off answer adds. Its link has lost `date_start` and leads elsewhere."""
        cursor = base64.b64encode(json.dumps([offset, secrets.token_hex(4)]).encode()).decode()
        iv = base64.b64encode(secrets.token_bytes(12)).decode()
        self._cursors[cursor] = (iv, _question(params), offset)
        lost = {key: value for key, value in params.items() if key != "date_start"}
        href = f"https://elsewhere.example/v2/reports/records?{urlencode(lost)}"
        return {
            "request_status": self.cut_off,
            "cursor": cursor,
            "iv": iv,
            "_links": {"next": {"href": f"{href}&{urlencode({'cursor': cursor, 'iv': iv})}"}},
        }


def _question(params: Params) -> Params:
    return {key: value for key, value in params.items() if key not in ("cursor", "iv")}


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _json(record: Record, api_key: str, bodies: bool) -> object:
    """A record as it is reported; the two products write their times differently."""
    if record.raw is not None:
        return record.raw
    written: Json = {
        "account_id": api_key,
        "product": record.product,
        "direction": record.direction,
        "message_id": record.message_id,
        "from": record.sender,
        "to": record.to,
        "country": "US",
        "currency": "EUR",
        "total_price": "0.00590000",
        "date_received": _written(record.received, record.product),
    }
    if record.product == "MESSAGES":
        written["provider"] = record.provider
    if bodies:
        written["message_body"] = record.body
    if record.direction == "outbound":
        written |= {
            "client_ref": record.client_ref,
            "status": record.status,
            "error_code": record.error_code or None,
            "error_code_description": record.described or None,
            "date_finalized": _written(record.finalized, record.product),
        }
    return written


def _written(moment: datetime | None, product: str) -> str | None:
    if moment is None:
        return None
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}+00:00" if product == "MESSAGES" else f"{text}+0000"
