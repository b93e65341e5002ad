"""From a key to what it brings on screen: a letter in the composer, one in the inbox filter."""

from __future__ import annotations

from itertools import cycle, islice, pairwise
from statistics import median, quantiles

from bench.ground import LONG, SHORT, Ground, program
from bench.seat import Seat
from bench.table import Row
from bench.visits import back_to_inbox, go_to_lead, to_inbox
from data.store import Store

_KEYS = 40  # in a block; with those in the line, it stays one line
_PAUSE = 0.03  # seconds between two keys: each is done with before the next
_DRAFT = 0.9  # seconds until the draft is saved and every other session has seen it
_FILTERS = ("maria demo 1", "lt-1234", "312555", "farah", "demo 77", "lt-00", "55512", "ivo")


def echo(ground: Ground) -> list[Row]:
    """Blocks of keys in turn: a bare text area, a lead with 50 messages, one with 5,000."""
    with Seat(program("bare_area")) as bare, _at(ground, SHORT) as short, _at(ground, LONG) as long:
        bare.wait_for("Write")
        times = _in_turn(ground.runs, bare, short, long)
    rows = []
    for name, number in (("p50", 0.5), ("p99", 0.99)):
        base, in_short, in_long = (_quantile(t, number) * 1000 for t in times)
        what = f"key → echo in the composer, {name}"
        rows += [
            Row("echo", f"{what}, lead with 50 messages", "ms", in_short, base, 1.5),
            Row("echo", f"{what}, lead with 5,000", "ms", in_long, base, 1.5),
            Row("echo", f"{what}, 5,000 beside 50", "ms", in_long, in_short, 1.2),
        ]
    return rows


def _at(ground: Ground, file: str) -> Seat:
    seat = Seat(ground.session())
    to_inbox(ground, seat)
    seat.quiet()
    go_to_lead(seat, file)
    return seat


def _in_turn(runs: int, *seats: Seat) -> list[list[float]]:
    times: list[list[float]] = [[] for _ in seats]
    for seat in seats:
        _type(seat)
    for _ in range(runs):
        for seat, measured in zip(seats, times, strict=True):
            measured += _type(seat)
    return times


def _type(seat: Seat) -> list[float]:
    """A block of keys, each waited for; the line is empty before and after."""
    times = []
    for n in range(1, _KEYS + 1):
        pressed = seat.press("Z")
        times.append(seat.wait_for("Z" * n) - pressed)
        seat.rest(_PAUSE)
    seat.press("ctrl+u")
    seat.rest(_DRAFT)
    return times


def filter_inbox(ground: Ground) -> list[Row]:
    """From a key in the filter until the list has what it finds, beside a key in the composer."""
    with ground.store() as store:
        expected = {text: _tallies(store, text) for text in _FILTERS}
    found, echoed = [], []
    with Seat(ground.session()) as seat:
        to_inbox(ground, seat)
        seat.quiet()
        _filter(seat, _FILTERS[0], expected[_FILTERS[0]])
        texts = cycle(_FILTERS)
        for _ in range(ground.runs):
            for text in islice(texts, 3):
                found += _filter(seat, text, expected[text])
            go_to_lead(seat, SHORT)
            echoed += _type(seat)
            back_to_inbox(seat)
    what, ours, base = "key → filtered inbox, p95", _quantile(found, 0.95), _quantile(echoed, 0.95)
    note = f"beside a key in the composer; p50 {median(found) * 1000:.1f} ms, {len(found)} keys"
    return [Row("filter", what, "ms", ours * 1000, base * 1000, 3, note=note)]


def _tallies(store: Store, text: str) -> list[str]:
    """What the tally says after each letter; empty where it says the same as before."""
    counts = [len(store.inbox.ids(text[:n])) for n in range(len(text) + 1)]
    return ["" if now == before else f"{now:,} lead" for before, now in pairwise(counts)]


def _filter(seat: Seat, text: str, tallies: list[str]) -> list[float]:
    times = []
    seat.press("/")
    seat.quiet(0.1)
    for letter, tally in zip(text, tallies, strict=True):
        pressed = seat.press(letter)
        if tally:
            times.append(seat.wait_for(tally) - pressed)
        seat.rest(_PAUSE)
    seat.press("escape")
    seat.quiet(0.2)
    return times


def _quantile(times: list[float], part: float) -> float:
    return median(times) if part == 0.5 else quantiles(times, n=100)[round(part * 100) - 1]
