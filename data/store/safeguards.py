"""The database's own safeguards: are its triggers, views and indexes those of this version?"""

from __future__ import annotations

from data.migrations import triggers_whole
from data.store.context import Context


class Safeguards:
    """Without them nothing is sent. They are compared again whenever the schema has changed."""

    def __init__(self, context: Context) -> None:
        self._database = context.database
        self._schema_version = -1
        self._whole = False

    def whole(self) -> bool:
        """True when all are as shipped."""
        version = int(self._database.value("PRAGMA schema_version"))
        if version != self._schema_version:
            self._whole = triggers_whole(self._database)
            self._schema_version = version
        return self._whole
