"""A carrier without a network: phones that answer by themselves, for `--demo` and rehearsal.

What a phone does follows from the last digit of its number, so a rehearsal repeats exactly:

| last digit | to an authorization request | to a text |
|---|---|---|
| 0, 4, 5, 6, 7 | YES | a plausible answer to every other text |
| 1 | NO | nothing |
| 2 | nothing | nothing |
| 3 | "who is this?" | nothing |
| 8 | YES | STOP |
| 9 | cannot be reached: nothing arrives | cannot be reached |

A phone knows a request by the word YES in it, and does not answer a text that names STOP or START:
those are automatic. Nothing here waits: an answer is written down with the moment it comes, and
`received` hands it out once the clock has passed that moment.
"""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.carriage import Accepted, Held, InboundRecord, Outcome, Page, ReportRecord
from data.clock import Clock, utc_now
from sms_tui.carrier import Check, always

PRODUCT = "MESSAGES"
OWN_NUMBER = "15550000000"
DELIVERED_AFTER = timedelta(seconds=1)
AGREES_AFTER = timedelta(seconds=2)
ANSWERS_AFTER = timedelta(seconds=3)
UNREACHABLE = "9"

ANSWERS_TO_REQUEST = {"1": "NO", "2": None, "3": "who is this?", UNREACHABLE: None}
SILENT_TO_TEXTS = ("1", "2", "3", UNREACHABLE)
ANSWERS_TO_TEXTS = (
    "Thank you!",
    "Can I drop the papers off today?",
    "Ok, see you then",
    "What time do you close?",
    "Got it 👍",
)


@dataclass(frozen=True, slots=True)
class _Sent:
    carrier_id: str
    client_ref: str
    to: str
    at: datetime


class PracticeCarrier:
    """Takes every text, delivers it after a second, and answers as the table above says."""

    name = "practice"
    products: tuple[str, ...] = (PRODUCT,)

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sent: dict[str, _Sent] = {}
        self._received: list[InboundRecord] = []
        self._texts: Counter[str] = Counter()

    def send(
        self, to: str, body: str, client_ref: str, last_look: Callable[[], bool] = always
    ) -> Outcome:
        """Take the text; the answer, if this phone gives one, is written down for later."""
        if not last_look():
            return Held("It was withdrawn before it left.")
        with self._lock:
            now = self._clock()
            sent = _Sent(f"practice-{uuid.uuid4()}", client_ref, to, now)
            self._sent[sent.carrier_id] = sent
            self._answer(to, body, now)
        return Accepted(sent.carrier_id)

    def write(self, sender: str, body: str, at: datetime | None = None) -> str:
        """A phone writes of its own accord; gives the new message's id. For rehearsals."""
        with self._lock:
            return self._write(sender, body, at or self._clock())

    def received(
        self, product: str, start: datetime, end: datetime
    ) -> Iterator[Page[InboundRecord]]:
        """One page: what phones wrote in that time, as far as the clock has come."""
        with self._lock:
            now = self._clock()
            records = tuple(
                record
                for record in self._received
                if record.product == product and start <= record.at < end and record.at <= now
            )
        yield Page(records, carrier_now=now)

    def sent(
        self, product: str, start: datetime, end: datetime, to: str = ""
    ) -> Iterator[Page[ReportRecord]]:
        """One page: what was sent in that time, with its status by now."""
        with self._lock:
            now = self._clock()
            sent = [
                one for one in self._sent.values() if start <= one.at < end and to in ("", one.to)
            ]
        yield Page(tuple(self._report(one, now) for one in sent), carrier_now=now)

    def statuses(self, product: str, ids: Sequence[str]) -> Page[ReportRecord]:
        """What became of those messages; an id of an earlier run is unknown and left out."""
        with self._lock:
            now = self._clock()
            sent = [self._sent[one] for one in dict.fromkeys(ids) if one in self._sent]
        return Page(tuple(self._report(one, now) for one in sent), carrier_now=now)

    def check(self) -> Check:
        """Nothing can be wrong with phones that are not there."""
        return Check(products=self.products)

    def close(self) -> None:
        """Nothing to let go of."""

    def _answer(self, to: str, body: str, now: datetime) -> None:
        digit = to[-1:]
        if "YES" in body:
            answer = ANSWERS_TO_REQUEST.get(digit, "YES")
            if answer is not None:
                self._write(to, answer, now + AGREES_AFTER)
        elif "STOP" not in body and "START" not in body and digit not in SILENT_TO_TEXTS:
            answered, odd = divmod(self._texts[to], 2)
            self._texts[to] += 1
            if digit == "8":
                self._write(to, "STOP", now + ANSWERS_AFTER)
            elif not odd:
                words = ANSWERS_TO_TEXTS[answered % len(ANSWERS_TO_TEXTS)]
                self._write(to, words, now + ANSWERS_AFTER)

    def _write(self, sender: str, body: str, at: datetime) -> str:
        carrier_id = f"practice-{uuid.uuid4()}"
        record = InboundRecord(PRODUCT, carrier_id, sender, OWN_NUMBER, body, at)
        self._received.append(record)
        return carrier_id

    def _report(self, sent: _Sent, now: datetime) -> ReportRecord:
        final_at = sent.at + DELIVERED_AFTER
        if now < final_at:
            status, error, at = "submitted", "", sent.at
        elif sent.to.endswith(UNREACHABLE):
            status, error, at = "undeliverable", "1260", final_at
        else:
            status, error, at = "delivered", "", final_at
        return ReportRecord(PRODUCT, sent.carrier_id, sent.client_ref, status, error, at)
