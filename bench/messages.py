"""Three years of messages as rows, in the order in which they were recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench.texts import CATEGORIES, Texts
from data.clock import to_text
from data.segments import count

MESSAGE = (
    "INSERT INTO messages (id, lead_id, number_id, direction, kind, body, category_id, category,"
    " author_id, author, status, reason, at, recorded_at, product, carrier_id, client_ref,"
    " segments) VALUES (?, ?, ?, ?, 'text', ?, ?, ?, ?, ?, ?, ?, ?, ?, 'MESSAGES', ?, ?, ?)"
)
LOG = "INSERT INTO log (lead_id, at, message_id) VALUES (?, ?, ?)"
BIG_LEAD = 1
BIGGEST = 100_000
_SLOWEST_POLL = timedelta(seconds=60)

MessageRow = tuple[str | int | None, ...]
LogRow = tuple[int, str, int]


@dataclass(frozen=True)
class Chronicle:
    """What happens in `span` before `until`, to leads 1 to `leads`."""

    random: Random
    texts: Texts
    leads: int
    users: Sequence[str]
    until: datetime
    span: timedelta
    count: int

    def messages(
        self, numbers: Mapping[int, int], sharing: Mapping[int, int]
    ) -> Iterator[tuple[MessageRow, list[LogRow]]]:
        """Each message with its places in the logs; a reply stands in those of both who share."""
        share = min(0.1, BIGGEST / self.count) if self.count else 0.0
        for n in range(1, self.count + 1):
            recorded = self.until - self.span * (1 - n / self.count)
            lead_id = self._lead(share)
            if self.random.random() < 0.45:
                row = self._reply(n, lead_id, numbers[lead_id], recorded)
                holders = [lead_id, *filter(None, [sharing.get(lead_id)])]
            else:
                row = self._text(n, lead_id, numbers[lead_id], recorded)
                holders = [lead_id]
            yield row, [(holder, str(row[11]), n) for holder in holders]

    def _lead(self, share: float) -> int:
        """One lead gets its share; the others few or many, most of them few."""
        place = self.random.random()
        if place < share:
            return BIG_LEAD
        return 2 + int((self.leads - 1) * ((place - share) / (1 - share)) ** 2)

    def _reply(self, n: int, lead_id: int, number_id: int, recorded: datetime) -> MessageRow:
        body = self.texts.client()
        at = recorded - _SLOWEST_POLL * self.random.random()
        return (
            n, lead_id, number_id, "in", body, None, None, None, "", "received", "",
            to_text(at), to_text(recorded), self._carrier_id(), None, count(body).segments,
        )  # fmt: skip

    def _text(self, n: int, lead_id: int, number_id: int, recorded: datetime) -> MessageRow:
        category = int(4 * self.random.random() ** 1.5)
        author = int(len(self.users) * self.random.random())
        body = self.texts.firm(CATEGORIES[category])
        status, reason = self._fate()
        at = to_text(recorded)
        return (
            n, lead_id, number_id, "out", body, _CATEGORY_IDS[CATEGORIES[category]],
            CATEGORIES[category], author + 1, self.users[author], status, reason,
            at, at, self._carrier_id(), self.random.randbytes(20).hex(), count(body).segments,
        )  # fmt: skip

    def _fate(self) -> tuple[str, str]:
        fate = self.random.random()
        if fate < 0.02:
            return "failed", "The number is not in service."
        if fate < 0.025:
            return "cancelled", "Cancelled by alice."
        return ("sent", "") if fate < 0.06 else ("delivered", "")

    def _carrier_id(self) -> str:
        return self.random.randbytes(16).hex()


# In the order of migration 0001.
_CATEGORY_IDS = {"General": 1, "Documents": 2, "Appointment": 3, "Payment": 4}
