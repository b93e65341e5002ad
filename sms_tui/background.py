"""The worker beside the app: a thread with a store of its own, so that the screens never wait."""

from __future__ import annotations

import logging
import threading

from data.errors import OtherFile
from data.store import Store
from data.store.worker import REQUEST
from sms_tui.carrier import Carrier

# In seconds: a request on the wire is let end, for its answer says whether the text went out.
# Whatever hangs for longer is left in `sending`, and the next worker finds it as uncertain.
STOP_WITHIN = REQUEST.total_seconds() + 5.0

_log = logging.getLogger(__name__)


class WorkerThread:
    """Runs the worker from `start` to `stop`; waits for the lease while another worker has it.

    The thread works on a clone of `store`. A carrier loads its vendor's SDK with its first
    request, in here: the first paint does not wait for it.
    """

    def __init__(self, store: Store, carrier: Carrier | None) -> None:
        self._store = store
        self._carrier = carrier
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after what is on the wire; a thread that hangs is left to the process's end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN)

    def _run(self) -> None:
        try:
            self._work()
        except OtherFile as fault:
            # The header says so as well: it looks at the file itself.
            _log.error("the worker ended: %s", fault)
        except Exception:
            # Nothing is sent from here any more: the header shows that no worker is running.
            _log.exception("the worker stopped")

    def _work(self) -> None:
        from sms_tui.worker import Worker

        store = self._store.clone()
        try:
            Worker(store, self._carrier, watched=lambda: True).run(self._stop)
        finally:
            store.close()
