"""The worker beside the app: how long the end of the app waits for it."""

from __future__ import annotations

from inspect import signature

from data.store.outbox import QUIET_TIME
from data.store.worker import REQUEST
from sms_tui.background import STOP_WITHIN
from sms_tui.vonage_wire import Wire


def test_nobody_gives_up_on_a_request_before_its_line_does() -> None:
    """A call is cut after three times its timeout; until then its answer may come."""
    longest = 3 * int(signature(Wire).parameters["timeout"].default)
    assert longest <= REQUEST.total_seconds() < STOP_WITHIN
    assert REQUEST < QUIET_TIME
