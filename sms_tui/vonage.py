"""Texts through Vonage, over its own SDK, which is loaded with the first call.

Sending is one POST, never repeated from here. Receiving is asking for records in windows of time:
the only way that needs no server of our own. Vonage's ways, and their sources, are told where they
are met: the wire (`vonage_wire`), the answers (`vonage_answers`), the records (`vonage_records`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from data.carriage import BadRecord, Held, InboundRecord, Outcome, Page, Rejected, ReportRecord
from data.clock import SKEW_ALLOWED, Clock, to_text, utc_now
from data.errors import Misconfigured
from sms_tui import vonage_answers, vonage_records
from sms_tui.carrier import CarrierProblem, Check, always
from sms_tui.vonage_account import VonageAccount

if TYPE_CHECKING:
    from sms_tui.vonage_wire import Exchange, Wire

WINDOW = timedelta(hours=24)  # the most one question may span
IDS_PER_REQUEST = 20
PAGES_PER_WINDOW = 1000
REFERENCE_LENGTH = 40

_R = TypeVar("_R", InboundRecord, ReportRecord)


class VonageCarrier:
    """The `Carrier` protocol over one Vonage account.

    `timeout` is in whole seconds for connecting and for each read. `log_handler` gets the SDK's
    warnings; without one they go nowhere, never to the screen.
    """

    name = "vonage"

    def __init__(
        self,
        account: VonageAccount,
        *,
        timeout: int = 10,
        clock: Clock = utc_now,
        log_handler: logging.Handler | None = None,
    ) -> None:
        self._account = account
        self._timeout = timeout
        self._clock = clock
        self._log_handler = log_handler
        self._threads = threading.local()

    @property
    def products(self) -> tuple[str, ...]:
        """The products whose records are asked for, as configured."""
        return self._account.products

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        """One POST, or none when the message or the account cannot even be put together."""
        if len(client_ref) != REFERENCE_LENGTH:
            # Without it a lost answer could never be told from a lost message.
            return Rejected("reference", "The message has no proper reference; it was not sent.")
        try:
            exchange = self._wire().send(to, self._account.sender, body, client_ref, last_look)
        except Misconfigured as error:
            return Held(str(error), account=True)
        except ValueError:  # the SDK's own check; its words would repeat the client's text
            return Rejected("invalid", "The number, the sender or the text does not fit an SMS.")
        return vonage_answers.outcome(exchange, self._account)

    def received(
        self, product: str, start: datetime, end: datetime
    ) -> Iterator[Page[InboundRecord]]:
        """Texts Vonage took from `start` until before `end`, oldest window first."""
        wanted = {"product": product, "direction": "inbound", "include_message": "true"}
        for window in _windows(start, end):
            yield from self._pages({**wanted, **window}, vonage_records.inbound)

    def sent(
        self, product: str, start: datetime, end: datetime, to: str = ""
    ) -> Iterator[Page[ReportRecord]]:
        """Texts of ours that Vonage took in that time, with references, without bodies."""
        wanted = {"product": product, "direction": "outbound"}
        if to:
            wanted["to"] = to.removeprefix("+")
        for window in _windows(start, end):
            yield from self._pages({**wanted, **window}, vonage_records.report)

    def statuses(self, product: str, ids: Sequence[str]) -> Page[ReportRecord]:
        """What became of messages, twenty to a request."""
        wanted = {"product": product, "direction": "outbound"}
        unique = list(dict.fromkeys(one for one in ids if one))
        pages: list[Page[ReportRecord]] = []
        for first in range(0, len(unique), IDS_PER_REQUEST):
            some = ",".join(unique[first : first + IDS_PER_REQUEST])
            pages += self._pages({**wanted, "id": some}, vonage_records.report)
        return Page(
            tuple(record for page in pages for record in page.records),
            tuple(bad for page in pages for bad in page.bad),
            pages[-1].carrier_now if pages else None,
        )

    def check(self) -> Check:
        """Ask each product for a minute of records. Whether texts go out, only a text can tell."""
        problems: list[str] = []
        answering: list[str] = []
        for product in self.products:
            try:
                exchange = self._wire().reports(self._minute(product))
            except Misconfigured as error:
                return Check((str(error),))
            refused = vonage_answers.problem(exchange, self._account)
            if refused is None:
                answering.append(product)
            for words in (self._skew(exchange), f"{product}: {refused}" if refused else ""):
                if words and words not in problems:
                    problems.append(words)
        return Check(tuple(problems), tuple(answering))

    def close(self) -> None:
        """Close the calling thread's connection; the next call opens another."""
        wire: Wire | None = self._threads.__dict__.pop("wire", None)
        if wire is not None:
            wire.close()

    def _wire(self) -> Wire:
        """This thread's own client, made on first use."""
        from sms_tui import vonage_wire

        wire: Wire | None = getattr(self._threads, "wire", None)
        if wire is None:
            vonage_wire.quiet_sdk(self._account, self._log_handler)
            wire = self._threads.wire = vonage_wire.Wire(self._account, self._timeout)
        return wire

    def _pages(
        self, params: Mapping[str, str], decode: Callable[[str, object, datetime], _R | BadRecord]
    ) -> Iterator[Page[_R]]:
        """One question and all pages of its answer, each asked with the question's own words."""
        question = {"account_id": self._account.api_key, **params}
        more: Mapping[str, str] | None = {}
        asked: list[Mapping[str, str]] = []
        while more is not None:
            if more in asked or len(asked) == PAGES_PER_WINDOW:
                raise CarrierProblem("Vonage hands out the same records over and over.")
            asked.append(more)
            exchange = self._ask({**question, **more})
            try:
                envelope = vonage_records.envelope(exchange.answer)
            except vonage_records.UnreadableError as error:
                raise CarrierProblem(f"Vonage's answer could not be read: {error}.") from None
            seen = vonage_answers.carrier_now(exchange) or self._clock()
            yield _page(params["product"], envelope.records, exchange, decode, seen)
            more = envelope.more

    def _ask(self, params: Mapping[str, str]) -> Exchange:
        try:
            exchange = self._wire().reports(params)
        except Misconfigured as error:
            raise CarrierProblem(error.what, error.remedy, account=True) from error
        refused = vonage_answers.problem(exchange, self._account)
        if refused is not None:
            refused.carrier_now = vonage_answers.carrier_now(exchange)
            raise refused
        return exchange

    def _minute(self, product: str) -> dict[str, str]:
        """A question about one minute, far enough back to be the past on a clock that is fast."""
        end = self._clock() - SKEW_ALLOWED
        return {
            "account_id": self._account.api_key,
            "product": product,
            "direction": "inbound",
            "date_start": to_text(end - timedelta(minutes=1)),
            "date_end": to_text(end),
        }

    def _skew(self, exchange: Exchange) -> str:
        theirs = vonage_answers.carrier_now(exchange)
        if theirs is None or abs(self._clock() - theirs) <= SKEW_ALLOWED:
            return ""
        seconds = round((self._clock() - theirs).total_seconds())
        way = "ahead of" if seconds > 0 else "behind"
        return f"This machine's clock is {abs(seconds)} s {way} Vonage's. Set it by NTP."


def _windows(start: datetime, end: datetime) -> Iterator[dict[str, str]]:
    """The time from `start` to before `end`, in windows that join without gap or overlap."""
    start, end = (_millisecond(moment) for moment in (start, end))
    while start < end:
        until = min(start + WINDOW, end)
        yield {"date_start": to_text(start), "date_end": to_text(until)}
        start = until


def _millisecond(moment: datetime) -> datetime:
    """As exact as the question is written; finer would make a window that is empty there."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _page(
    product: str,
    records: Sequence[object],
    exchange: Exchange,
    decode: Callable[[str, object, datetime], _R | BadRecord],
    seen: datetime,
) -> Page[_R]:
    good: list[_R] = []
    bad: list[BadRecord] = []
    for raw in records:
        record = decode(product, raw, seen)
        if isinstance(record, BadRecord):
            bad.append(record)
        else:
            good.append(record)
    return Page(tuple(good), tuple(bad), vonage_answers.carrier_now(exchange))
