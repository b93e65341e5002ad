"""Bytes on the line to the terminal, for those who sit at the end of a slow one."""

from __future__ import annotations

from statistics import median

from bench.ground import BIG, Ground
from bench.seat import Seat
from bench.table import Row
from bench.visits import go_to_lead, to_inbox


def line_bytes(ground: Ground) -> list[Row]:
    """What a page costs at 120×36; no budget: animations are off and nothing moves by itself."""
    with Seat(ground.session()) as seat:
        to_inbox(ground, seat)
        seat.quiet()
        seat.press("f3")
        seat.quiet()
        seat.press("pleas")
        seat.quiet()
        rows = [_pages(seat, "search: a key more, with its page of results", ["e"])]
        rows.append(_pages(seat, "search: the next page of results", ["pagedown"] * ground.runs))
    with Seat(ground.session()) as seat:
        to_inbox(ground, seat)
        seat.quiet()
        go_to_lead(seat, BIG)
        seat.press("shift+tab", "shift+tab")
        seat.quiet()
        rows.append(_pages(seat, "a page up in a log", ["pageup"] * ground.runs))
    return rows


def _pages(seat: Seat, what: str, keys: list[str]) -> Row:
    costs, shown = [], []
    for key in keys:
        seat.press(key)
        costs.append(seat.quiet(0.4))
        shown.append(len(seat.text()))
    note = f"of which {median(shown):,.0f} are what can be read"
    return Row("bytes", what, "bytes", median(costs), note=note)
