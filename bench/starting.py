"""From exec to a readable inbox, and what a session weighs, each beside a Textual hello world."""

from __future__ import annotations

from statistics import median

from bench.ground import SHORT, Ground, program
from bench.seat import Seat
from bench.table import Row
from bench.visits import go_to_lead, to_inbox


def start(ground: Ground) -> list[Row]:
    """The program as an agent starts it, with the worker beside it."""
    _seconds_to_inbox(ground)
    _seconds_to_hello()
    ours, hello = [], []
    for _ in range(ground.runs):
        ours.append(_seconds_to_inbox(ground))
        hello.append(_seconds_to_hello())
    with ground.store() as store:  # without an account the worker has said that there is no carrier
        store.worker.poll_state("practice")
    what = "exec → inbox readable, in a pty"
    return [Row("start", what, "ms", median(ours) * 1000, median(hello) * 1000, 1.6)]


def _seconds_to_inbox(ground: Ground) -> float:
    with Seat(ground.command()) as seat:
        return to_inbox(ground, seat) - seat.started


def _seconds_to_hello() -> float:
    with Seat(program("hello")) as seat:
        return seat.wait_for("Hello, world") - seat.started


def memory(ground: Ground) -> list[Row]:
    """Peak memory (VmHWM) in the inbox and after a lead was opened."""
    inbox, lead, hello = [], [], []
    for _ in range(ground.runs):
        with Seat(ground.session()) as seat:
            to_inbox(ground, seat)
            seat.quiet()
            inbox.append(seat.status("VmHWM") / 1024)
            go_to_lead(seat, SHORT)
            seat.quiet()
            lead.append(seat.status("VmHWM") / 1024)
        with Seat(program("hello")) as seat:
            seat.wait_for("Hello, world")
            seat.quiet()
            hello.append(seat.status("VmHWM") / 1024)
    base = median(hello)
    return [
        Row("memory", "peak memory of a session, inbox", "MB", median(inbox), base, 1.6),
        Row("memory", "peak memory of a session, a lead open", "MB", median(lead), base, 1.6),
    ]
