"""The worker's answer to Test connection: it asks the carrier for real and writes down the rest.

What can only be known by sending, such as a sending number the carrier does not accept, is what it
said when it was last sent something.
"""

from __future__ import annotations

from data.store import Store
from sms_tui.carrier import Carrier

NO_CARRIER = (
    "No carrier is configured. Write its keys under [vonage] in the configuration file, which "
    "sms-tui doctor names, or set VONAGE_API_KEY and the like; then start again."
)


class Checking:
    """Answers what was asked of one carrier; `carrier` is None where none is configured."""

    def __init__(self, store: Store, carrier: Carrier | None) -> None:
        self._store = store
        self._carrier = carrier

    def run_if_asked(self, fence: int) -> None:
        """Answer the latest question, if there is one. Takes as long as the carrier takes."""
        check_id = self._store.checks.take()
        if check_id is None:
            return
        if self._carrier is None:
            self._store.checks.answer(check_id, "", [NO_CARRIER], [])
            return
        # The carrier may use up its time for each product; the lease must last as long.
        self._store.worker.renew(fence)
        check = self._carrier.check()
        problems = list(check.problems)
        health = self._store.worker.health()
        if health.carrier == "refused" and health.problem not in problems:
            problems.append(health.problem)
        self._store.checks.answer(check_id, self._carrier.name, problems, check.products)
