"""An error that nothing foresaw: its details go to the log, and people get a reference to them."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sms_tui.opening import Opening

_log = logging.getLogger(__name__)


def kept(error: BaseException, opening: Opening) -> tuple[str, str]:
    """The reference, and where its details are; Misconfigured when no log can be written."""
    reference = secrets.token_hex(3).upper()
    path = opening.start_log()
    _log.error("stopped, reference %s", reference, exc_info=error)
    opening.stop_log()
    return reference, "Tell an Admin." if opening.locked_down else f"Details are in {path}"
