"""Rules of the state machine: texts that are no answer, and long ones that come in parts."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from consent_model import WORDS, Known
from data.carriage import InboundRecord
from firm import OURS
from firm_beside_model import FirmBesideModel

ELSEWHERE = "to another number"
# Why a text is no answer, whatever it says.
DOUBTS: dict[str, dict[str, Any]] = {
    ELSEWHERE: {"to": "15551112222"},
    "to nobody knows whom": {"to": ""},
    "by WhatsApp": {"channel": "whatsapp"},
    "marked outbound": {"direction": "outbound"},
}
# What is left of words at the end of a long text.
ENDS = {
    "ok": "other", "Yes": "other", "START": "other", "No": "other", "HELP": "other",
    "Who is this?": "other", "STOP": "weak", "end?": "weak", "Stop by at 5": "weak",
    "wrong number": "stop",
}  # fmt: skip
PICK = st.integers(0, 30)


class DoubtfulWords(FirmBesideModel):
    """What clients write that is less than an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.doubtful = itertools.count(1)

    @rule(pick=PICK, body=st.sampled_from(list(WORDS)), doubt=st.sampled_from(list(DOUBTS)))
    def a_client_writes_what_is_no_answer(self, pick: int, body: str, doubt: str) -> None:
        number, now = self.numbers[pick % 3], self.firm.clock()
        carrier_id = f"doubtful-{next(self.doubtful)}"
        record = InboundRecord("MESSAGES", carrier_id, number, OURS, body, now)
        kept = self.firm.store.received.record(replace(record, **DOUBTS[doubt]))
        sign = WORDS[body] in {"stop", "weak"} and (body != "" or doubt != ELSEWHERE)
        assert kept is (sign or doubt != ELSEWHERE)
        if sign:
            _only_a_sign(self.known[number], WORDS[body], body, now)

    @rule(pick=PICK, end=st.sampled_from(list(ENDS)))
    def a_client_writes_a_long_text_that_comes_in_parts(self, pick: int, end: str) -> None:
        number, known = self.numbers[pick % 3], self.known[self.numbers[pick % 3]]
        self.firm.clock.passes(minutes=3)
        now = self.firm.clock()
        assert self.firm.says(number, f"{next(self.doubtful)} ".ljust(153, "x"))
        known.hears("Who is this?", now, now)
        assert self.firm.says(number, end)
        _only_a_sign(known, ENDS[end], end, now)
        # No reply of another rule is from so long ago, to be taken for the end of this text.
        self.firm.clock.passes(days=2)


def _only_a_sign(known: Known, meaning: str, body: str, at: datetime) -> None:
    if meaning == "stop":
        known.revoke(at, at)
    elif meaning == "weak":
        known.weak.append(body)
