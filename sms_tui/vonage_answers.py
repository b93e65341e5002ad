"""What an answer of Vonage's means: the outcome of a send, or why it does not tell records.

The status line decides whether a text was taken, however much of the body could be read: 202 is
accepted, 3xx and 4xx are not, 5xx and silence after the request left are unknown. Without a byte
sent, surely nothing was accepted. Whose fault a refusal is, its body says (`data.refusals`): one
that is not known, or not Vonage's, is taken for the account's, and holds the queue.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from data.carriage import Accepted, Held, Outcome, Rejected, Unknown
from data.refusal_codes import NAMES
from data.refusals import UNKNOWN, Refusal, of_answer
from sms_tui import vonage_errors
from sms_tui.carrier import CarrierProblem
from sms_tui.vonage_account import VonageAccount
from sms_tui.vonage_errors import VonageError

if TYPE_CHECKING:
    from sms_tui.vonage_wire import Exchange

MAX_WORDS = 240
MAX_RETRY_AFTER = 86400.0
_CHECK_KEYS = "Check VONAGE_API_KEY and VONAGE_API_SECRET."

_MAYBE = "The text may or may not have gone out."
# "Timed out" and "conflict" do not say that nothing was taken.
_UNSURE = (408, 409)
# What these say of one text holds for every text of the account.
_OF_THE_ACCOUNT = (401, 402, 403, 404)
_BY_STATUS = {
    401: "Vonage refuses the {credentials} (401).",
    402: "Vonage asks for payment (402). Top the account up.",
    403: "Vonage does not let this account send (403). Check its keys and what it includes.",
    404: "Vonage's address for sending is not there (404). Check api_host under [vonage].",
}


def outcome(exchange: Exchange, account: VonageAccount) -> Outcome:
    """How a send ended."""
    status = exchange.status
    if status is None:
        return _unanswered(exchange, account)
    carrier_id = _text(exchange.answer, 200)
    if status == 202 or (200 <= status < 300 and carrier_id):
        return Accepted(carrier_id or None, carrier_now(exchange))
    if 200 <= status < 300:
        # Vonage accepts with 202: this is most likely something on the way to it.
        return Unknown(f"{_page_words(exchange, status)} {_MAYBE}", holds=True)
    if 300 <= status < 500:
        return _refused(exchange, status, account)
    if vonage_errors.is_page(exchange):
        return Unknown(f"{_page_words(exchange, status)} {_MAYBE}", holds=True)
    return Unknown(f"Vonage answered with an error of its own ({status}). {_MAYBE}")


def problem(exchange: Exchange, account: VonageAccount) -> CarrierProblem | None:
    """Why records were not handed out; None when there is an answer to read."""
    status = exchange.status
    if status is None:
        words = network_words(exchange.error, account.reports_host)
        return CarrierProblem(words, "Check the network; it is tried again by itself.")
    if status in (401, 402, 403):
        return _polling_refused(status)
    if status == 429:
        return CarrierProblem(
            "Vonage asks us to slow down (429).",
            "It is tried again by itself.",
            retry_after=retry_after(exchange),
        )
    if 400 <= status < 500:
        said = account.redact(vonage_errors.read(exchange).said) or f"error {status}"
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
        return Unknown(f"{words} {_MAYBE}")
    return Held(words)


def _refused(exchange: Exchange, status: int, account: VonageAccount) -> Outcome:
    error = vonage_errors.read(exchange)
    known, words = of_answer(error.code), _refusal_words(exchange, status, error, account)
    wait = retry_after(exchange)
    if known.answer is Refusal.UNCERTAIN or (status in _UNSURE and not _decides(status, error)):
        return Unknown(f"{words} {_MAYBE}", holds=vonage_errors.is_page(exchange))
    if known.answer is Refusal.OPTED_OUT:
        return Rejected(error.code, words)
    if status == 429 and (known is UNKNOWN or known.answer is not Refusal.ACCOUNT):
        return Held("Vonage asks us to slow down (429).", retry_after=wait)
    if known.answer is Refusal.ACCOUNT or status in _OF_THE_ACCOUNT or status < 400:
        return Held(words, retry_after=wait, account=True)
    if known.answer is Refusal.TEMPORARY:
        return Held(words, retry_after=wait)
    return Rejected(error.code, words)


def _decides(status: int, error: VonageError) -> bool:
    """Whether the error settles what its status alone leaves open."""
    return status == 409 and bool(error.code) and of_answer(error.code) is not UNKNOWN


def _refusal_words(
    exchange: Exchange, status: int, error: VonageError, account: VonageAccount
) -> str:
    """Our sentence, and Vonage's own words."""
    by_status = _BY_STATUS.get(status, "").format(credentials=account.sending_credentials)
    if status == 401:
        return by_status
    ours = of_answer(error.code).words or NAMES.get(error.name, "")
    if not (ours or error.said):
        page = vonage_errors.is_page(exchange) or not by_status
        return _page_words(exchange, status) if page else by_status
    return _cut(" ".join(part for part in (ours, account.redact(error.said)) if part))


def _page_words(exchange: Exchange, status: int) -> str:
    """Of an answer that is not Vonage's own, or says nothing."""
    if 300 <= status < 400:
        return f"Vonage's address leads elsewhere ({status}). Check api_host under [vonage]."
    if vonage_errors.is_page(exchange):
        words = f"A web page answered in place of Vonage ({status})."
        return f"{words} See whether a proxy or a filter stands between."
    return f"Vonage refused the text without saying why ({status})."


def _polling_refused(status: int) -> CarrierProblem:
    if status == 401:
        what, remedy = "refuses the API key or secret (401).", _CHECK_KEYS
    elif status == 402:
        what, remedy = "asks for payment before it hands out records (402).", "Top the account up."
    else:
        what = "does not let this API key read its records (403)."
        remedy = "Ask Vonage to allow the Reports API for the account."
    return CarrierProblem(f"Vonage {what}", remedy, account=True)


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
