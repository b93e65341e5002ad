"""Opening a lead: the one with the longest log beside one with 50 messages, in one session."""

from __future__ import annotations

from statistics import median

from bench.ground import BIG, SHORT, Ground
from bench.seat import Seat
from bench.table import Row
from bench.visits import back_to_inbox, last_words, to_inbox


def open_lead(ground: Ground) -> list[Row]:
    """From enter in the inbox until the newest message and the desk are there."""
    with ground.store() as store:
        big, short = store.leads.known(BIG), store.leads.known(SHORT)
        words = {lead.file: last_words(store, lead) for lead in (big, short)}
        length = store.log.count(big.id)
    seconds: dict[str, list[float]] = {BIG: [], SHORT: []}
    with Seat(ground.session()) as seat:
        to_inbox(ground, seat)
        seat.quiet()
        for n in range(ground.runs + 1):
            for file, measured in seconds.items():
                took = _seconds_to_open(ground, seat, file, words[file])
                if n > 0:  # the first one loads the screen's code
                    measured.append(took)
    what = f"open a lead with {length:,} messages, beside one with 50"
    ours, baseline = median(seconds[BIG]) * 1000, median(seconds[SHORT]) * 1000
    return [Row("open", what, "ms", ours, baseline, 1.2)]


def _seconds_to_open(ground: Ground, seat: Seat, file: str, words: str) -> float:
    seat.press("/", file)
    seat.wait_for("1 lead")
    seat.quiet(0.2)
    pressed = seat.press("enter")
    took = seat.wait_for("To ", f"· {file}", words) - pressed
    seat.quiet(0.3)
    back_to_inbox(seat)
    return took
