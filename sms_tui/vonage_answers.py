"""What an answer of Vonage's means: the outcome of a send, or why it does not tell records.

The status line decides, however much of the body could be read: 2xx is accepted, 4xx is not, 5xx
and silence after the request left are unknown. Without a byte sent, surely nothing was accepted.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import msgspec

from data.carriage import Accepted, Held, Outcome, Rejected, Unknown
from sms_tui.carrier import CarrierProblem
from sms_tui.vonage_account import VonageAccount

if TYPE_CHECKING:
    from sms_tui.vonage_wire import Exchange

MAX_WORDS = 240
MAX_RETRY_AFTER = 86400.0

# https://developer.vonage.com/en/api-errors/messages
EXPLAINED = {
    "1010": "Vonage says something is missing in the request.",
    "1020": "Vonage does not accept a part of the request.",
    "1040": "Vonage cannot send to a number that begins like this.",
    "1050": "This number is barred from getting messages.",
    "1060": "The Vonage account is barred from sending.",
    "1070": "The Vonage account has no credit left.",
    "1090": "The text is too long.",
    "1120": "The sending number may not be used for this client's country.",
    "1140": "The Vonage account does not include this service.",
    "1160": "The Vonage account may only send to numbers on its own list.",
    "1170": "The client's number is not valid.",
    "1210": "The text was taken for spam.",
    "1240": "The number is barred, or its owner has opted out.",
    "1250": "The client's number is not valid for SMS.",
    "1300": "The carrier network does not accept this number.",
    "1420": "The sending number is not valid.",
    "1430": "The client's number is not valid.",
    "1460": "The daily limit of messages is reached.",
}
NO_CREDIT, DAILY_LIMIT = "1070", "1460"
UNSURE = (408, 409)  # "timed out" and "conflict" do not say that nothing was taken


def outcome(exchange: Exchange, account: VonageAccount) -> Outcome:
    """What came of a send."""
    status = exchange.status
    if status is None:
        return _unanswered(exchange, account)
    if 200 <= status < 300:
        return Accepted(_text(exchange.answer, 200) or None, carrier_now(exchange))
    if 400 <= status < 500 and status not in UNSURE:
        return _refused(exchange, status, account)
    words = f"Vonage answered with an error of its own ({status})."
    return Unknown(f"{words} The text may or may not have gone out.")


def problem(exchange: Exchange, account: VonageAccount) -> CarrierProblem | None:
    """Why records were not handed out; None when there is an answer to read."""
    status = exchange.status
    if status is None:
        words = network_words(exchange.error, account.api_host)
        return CarrierProblem(words, "Check the network; it is tried again by itself.")
    if status in (401, 403):
        return _polling_refused(status)
    if status == 429:
        return CarrierProblem(
            "Vonage asks us to slow down (429).",
            "It is tried again by itself.",
            retry_after=retry_after(exchange),
        )
    if 400 <= status < 500:
        said = account.redact(_said(exchange)) or f"error {status}"
        return CarrierProblem(f"Vonage does not accept the question for records: {said}")
    if not 200 <= status < 300:
        return CarrierProblem(
            f"Vonage answered with an error of its own ({status}).", "It is tried again by itself."
        )
    if exchange.error is not None or not isinstance(exchange.answer, dict):
        return CarrierProblem("Vonage's answer could not be read.", "It is tried again by itself.")
    return None


def carrier_now(exchange: Exchange) -> datetime | None:
    """Vonage's clock, to the second, as the answer's `Date` tells it."""
    return _http_date(exchange.headers.get("Date", ""))


def retry_after(exchange: Exchange) -> float | None:
    """The wait Vonage named, in seconds: a number or an HTTP date; None if it named none."""
    text = exchange.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return min(float(text), MAX_RETRY_AFTER)
    until = _http_date(text)
    if until is None:
        return None
    now = carrier_now(exchange) or datetime.now(UTC)
    return min(max((until - now).total_seconds(), 0.0), MAX_RETRY_AFTER)


def network_words(error: BaseException | None, host: str) -> str:
    """In one sentence, what kept an answer from coming."""
    from urllib3 import exceptions as urllib3

    causes = tuple(_causes(error))

    def met(*kinds: type[BaseException]) -> bool:
        return any(isinstance(one, kinds) for one in causes)

    if met(urllib3.NameResolutionError):
        return f"The name {host} cannot be found (DNS)."
    if met(ssl.SSLCertVerificationError):
        return f"{host} does not prove who it is: its TLS certificate is not trusted."
    if met(ssl.SSLError) and not met(ssl.SSLEOFError, ssl.SSLZeroReturnError, TimeoutError):
        return f"No secure connection (TLS) to {host} could be made."
    if met(ConnectionRefusedError):
        return f"{host} refuses connections."
    if met(TimeoutError, urllib3.ReadTimeoutError):
        return f"{host} did not answer in time."
    if met(urllib3.NewConnectionError):
        return f"{host} cannot be reached."
    if met(ConnectionError, ssl.SSLError, urllib3.ProtocolError):
        return f"{host} closed the connection without answering."
    return f"{host} could not be asked."


def _unanswered(exchange: Exchange, account: VonageAccount) -> Outcome:
    words = network_words(exchange.error, account.api_host)
    if exchange.left:
        return Unknown(f"{words} The text may or may not have gone out.")
    return Held(words)


def _refused(exchange: Exchange, status: int, account: VonageAccount) -> Outcome:
    code = _code(exchange)
    if status == 401:
        return Held(f"Vonage refuses the {account.sending_credentials} (401).", account=True)
    if code in (NO_CREDIT, DAILY_LIMIT):
        return Held(EXPLAINED[code], retry_after=retry_after(exchange), account=True)
    if status == 429:
        return Held("Vonage asks us to slow down (429).", retry_after=retry_after(exchange))
    if status == 402 and not code:
        return Held("Vonage asks for payment (402).", account=True)
    said = account.redact(_said(exchange))
    words = " ".join(part for part in (EXPLAINED.get(code, ""), said) if part)
    return Rejected(code or str(status), _cut(words) or f"Vonage refused the text ({status}).")


def _polling_refused(status: int) -> CarrierProblem:
    if status == 401:
        return CarrierProblem(
            "Vonage refuses the API key or secret (401).",
            "Check VONAGE_API_KEY and VONAGE_API_SECRET.",
            account=True,
        )
    return CarrierProblem(
        "Vonage does not let this API key read its records (403).",
        "Ask Vonage to allow the Reports API for the account.",
        account=True,
    )


def _document(exchange: Exchange) -> dict[str, object]:
    """The error as Vonage describes it (RFC 7807); empty when it does not."""
    try:
        document = msgspec.json.decode(exchange.body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _code(exchange: Exchange) -> str:
    """`1240` from a type of `https://developer.vonage.com/api-errors/messages#1240`."""
    kind = _text(_document(exchange).get("type"), 400)
    found = re.search(r"#([\w.-]{1,40})$", kind)
    return found[1] if found else ""


def _said(exchange: Exchange) -> str:
    """Vonage's own words: title, detail and the parameters it names."""
    document = _document(exchange)
    parts = [_text(document.get(key), MAX_WORDS) for key in ("title", "detail")]
    invalid = document.get("invalid_parameters")
    for one in invalid[:3] if isinstance(invalid, list) else []:
        if isinstance(one, dict):
            parts += [_text(one.get("name"), 40), _text(one.get("reason"), 100)]
    return _cut(": ".join(part for part in parts if part))


def _text(value: object, limit: int) -> str:
    return " ".join(value.split())[:limit] if isinstance(value, str) else ""


def _cut(words: str) -> str:
    return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1]}…"


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all it came from; requests and urllib3 keep causes in args and `reason`."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None)]
        waiting += [arg for arg in one.args if isinstance(arg, BaseException)]
