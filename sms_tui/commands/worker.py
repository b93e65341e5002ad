"""`sms-tui worker`: reads replies, sends what may go out, follows what was sent."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import Event
from typing import TYPE_CHECKING, Any

import click

from sms_tui.commands.parameters import json_option
from sms_tui.opening import Opening
from sms_tui.output import complain, note, say, show

if TYPE_CHECKING:
    from data.store import Store
    from sms_tui.carrier import Carrier

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command()
@click.option("--once", is_flag=True, help="Do one full round now, print its counts, and end.")
@json_option
@click.pass_context
def worker(ctx: click.Context, once: bool, as_json: bool) -> None:
    """Read replies and send what may go out.

    It works until ctrl+c, and asks what became of what was sent. It needs no user of its own: who
    may text was asked when a text was queued, and is asked again before it leaves.
    """
    if as_json and not once:
        raise click.UsageError("--json prints the counts of one round: add --once.")
    from sms_tui.identity import acting_user

    opening = ctx.ensure_object(Opening)
    carrier = configured_carrier(opening)
    opening.start_log()
    try:
        with opening.store() as store:
            if opening.as_name is not None:
                acting_user(store, opening.as_name)
            code = _once(store, carrier, as_json) if once else _run(store, carrier)
    finally:
        opening.stop_log()
    ctx.exit(code)


def configured_carrier(opening: Opening) -> Carrier | None:
    """The carrier of the configuration, or None when there is no account."""
    account = opening.config.account()
    if account is None:
        return None
    from sms_tui.vonage import VonageCarrier

    return VonageCarrier(account)


def _once(store: Store, carrier: Carrier | None, as_json: bool) -> int:
    """One round; 1 when the carrier did not tell replies, which keeps texts back, or statuses."""
    from sms_tui.worker import Worker

    before = store.worker.health().last_poll_at
    worker = Worker(store, carrier)
    counts = asdict(worker.once())
    if as_json:
        show([counts], (), as_json)
    else:
        say(", ".join(f"{name} {count}" for name, count in counts.items()))
    health = store.worker.health()
    if fault := store.safeguards.fault():
        complain(f"Nothing is sent: {fault}.", "Run sms-tui doctor.")
        return 1
    if carrier is not None and health.last_poll_at == before:
        complain(f"Replies could not be read: {health.problem}")
        return 1
    if worker.statuses_problem:
        complain(f"What became of texts could not be read: {worker.statuses_problem}")
        return 1
    if health.problem:
        note(f"held: {health.problem}")
    return 0


def _run(store: Store, carrier: Carrier | None) -> int:
    from sms_tui.readiness import tell_ready
    from sms_tui.worker import Worker

    name = carrier.name if carrier is not None else "no carrier: nothing is sent"
    with _until_told_to_end() as (stop, signals):
        note(f"Working on {store.path} ({name}). ctrl+c ends it.")
        Worker(store, carrier, ready=tell_ready).run(stop)
    return 130 if signal.SIGINT in signals else 0


@contextmanager
def _until_told_to_end() -> Iterator[tuple[Event, list[int]]]:
    """An event that is set, and the signals that came, when the process is asked to end.

    What is on the wire is finished first; a second ctrl+c does not wait for it.
    """
    stop, signals = Event(), list[int]()

    def end(number: int, frame: Any) -> None:
        signals.append(number)
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, end) for number in _ENDS}
    try:
        yield stop, signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
