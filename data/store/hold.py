"""The hold of the whole queue, while the carrier refuses the account: begun, tried, lifted.

It is kept in the database, so that it outlives the worker that met the refusal. While it stands one
text is tried now and then. What an answer refused, the next answer that accepts lifts. What a
record said of a text that an answer had accepted, only a record of a later text lifts. An admin
lifts either (`lifting.py`).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.clock import from_text, from_text_or_none, to_text
from data.store.context import Context

# Seconds from one refusal of the account to the next try.
ACCOUNT_BACK_OFF = (60.0, 120.0, 300.0, 900.0)
# At most one text in so many seconds is tried against what a record said: each costs money.
RECORD_BACK_OFF = 900.0
# How long the queue waits after a record says that texts come too fast.
PAUSE = timedelta(seconds=60)
# Numbers in a row whose side blocked the text: then it is no longer about one of them.
BLOCKED_IN_A_ROW = 5
_BLOCKED_WITHIN = timedelta(days=1)
BLOCKED_WORDS = (
    f"{BLOCKED_IN_A_ROW} numbers in a row had our text blocked at their side."
    " See whether the sending number is registered and the wording will do."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold: why, whether a record said it, since when, and when a text is tried next."""

    words: str
    by_record: bool
    since: datetime
    try_at: datetime


class Hold:
    """Begins, tries and lifts, in the caller's transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def standing(self) -> Standing | None:
        """The hold as it stands."""
        row = self._database.one(
            "SELECT send_problem, hold_said_in, hold_changed_at, hold_try_at FROM worker"
            " WHERE send_state = 'refused'"
        )
        if row is None:
            return None
        since, try_at = from_text(row["hold_changed_at"]), from_text(row["hold_try_at"])
        return Standing(row["send_problem"], row["hold_said_in"] == "record", since, try_at)

    def paused(self) -> bool:
        """True while the queue waits a moment."""
        until = from_text_or_none(self._database.value("SELECT pause_until FROM worker"))
        return until is not None and self._context.now() < until

    def try_due(self) -> bool:
        """True when a hold stands and a text may be tried."""
        hold = self.standing()
        return hold is not None and hold.try_at <= self._context.now()

    def refused_by_answer(self, words: str, retry_after: float | None = None) -> None:
        """The carrier refuses every text of this account: begin the hold, or go on with it."""
        self._refuse("answer", words, retry_after or 0.0)

    def refused_by_record(self, words: str, claimed_at: datetime) -> None:
        """The same, said later of a text that was claimed then; old news changes nothing."""
        if not self._before_last_change(claimed_at):
            self._refuse("record", words, 0.0)

    def tried(self) -> None:
        """A text is being tried: not another one before its answer could be known."""
        hold = self.standing()
        if hold is None:
            return
        pause = RECORD_BACK_OFF if hold.by_record else ACCOUNT_BACK_OFF[0]
        self._database.run(
            "UPDATE worker SET hold_try_at = :at",
            at=to_text(self._context.now() + timedelta(seconds=pause)),
        )

    def passed_by_answer(self) -> None:
        """The carrier took a text: whatever an answer refused is over."""
        self._mark_refused(passed_by=1)
        hold = self.standing()
        if hold is not None and not hold.by_record:
            self.open()

    def is_its_own(self, message_id: int) -> bool:
        """Whether what the carrier refuses now is this message: another passed since it last was.

        That is said of one message for each that passed: the next one refused is a new doubt.
        """
        passed = self._database.value(
            "SELECT passed_by FROM messages WHERE id = :id", id=message_id
        )
        if passed:
            self._mark_refused(passed_by=0)
        return bool(passed)

    def passed_by_record(self, claimed_at: datetime) -> None:
        """A record says that a text claimed then went on its way."""
        hold = self.standing()
        if hold is not None and hold.by_record and claimed_at >= hold.since:
            self.open()

    def pause(self) -> None:
        """Texts come too fast: all wait a moment."""
        self._database.run(
            "UPDATE worker SET pause_until = :until", until=to_text(self._context.now() + PAUSE)
        )

    def count_blocked(self) -> bool:
        """True when the latest texts to enough different numbers were all blocked there."""
        now = self._context.now()
        changed_at = self._changed_at()
        since = max(now - _BLOCKED_WITHIN, changed_at or now - _BLOCKED_WITHIN)
        rows = self._database.all(
            "SELECT number_id, refusal FROM messages WHERE direction = 'out'"
            " AND id >= (SELECT min(first_id) FROM message_days WHERE day >= :day)"
            " AND claimed_at >= :since AND status IN ('delivered', 'failed') ORDER BY id DESC",
            day=to_text(since - _BLOCKED_WITHIN)[:10],
            since=to_text(since),
        )
        numbers: set[int] = set()
        for row in rows:
            if row["refusal"] != "blocked":
                return False
            numbers.add(row["number_id"])
            if len(numbers) == BLOCKED_IN_A_ROW:
                return True
        return False

    def open(self) -> None:
        """Texts go out again."""
        self._database.run(
            "UPDATE worker SET send_state = '', send_problem = '', hold_said_in = '',"
            " hold_changed_at = :now, hold_refusals = 0, hold_try_at = NULL",
            now=to_text(self._context.now()),
        )

    def _refuse(self, said_in: str, words: str, retry_after: float) -> None:
        hold, now = self.standing(), self._context.now()
        if hold is not None and hold.by_record:
            said_in = "record"
        refusals = self._database.value("SELECT hold_refusals FROM worker") if hold else 0
        pauses = (RECORD_BACK_OFF,) if said_in == "record" else ACCOUNT_BACK_OFF
        # Jitter upwards, so that several firms do not come back together.
        pause = pauses[min(refusals, len(pauses) - 1)] * random.uniform(1.0, 1.25)
        self._database.run(
            "UPDATE worker SET send_state = 'refused', send_problem = :words,"
            " hold_said_in = :said_in, hold_changed_at = :since, hold_refusals = :refusals,"
            " hold_try_at = :try_at",
            words=words,
            said_in=said_in,
            since=to_text(hold.since if hold else now),
            refusals=refusals + 1,
            try_at=to_text(now + timedelta(seconds=max(retry_after, pause))),
        )

    def _mark_refused(self, *, passed_by: int) -> None:
        """Note of the messages refused before whether another has passed since."""
        self._database.run(
            "UPDATE messages INDEXED BY messages_refused SET passed_by = :passed_by"
            " WHERE status = 'queued' AND refused_at IS NOT NULL AND passed_by <> :passed_by",
            passed_by=passed_by,
        )

    def _changed_at(self) -> datetime | None:
        return from_text_or_none(self._database.value("SELECT hold_changed_at FROM worker"))

    def _before_last_change(self, claimed_at: datetime) -> bool:
        changed_at = self._changed_at()
        return changed_at is not None and claimed_at < changed_at
