"""What must hold of the database itself, or nothing is sent: its file, its triggers, its ledger.

The file is still the one that was opened and has one name, the triggers, views and indexes are
those of this version, and each row the ledger has got since it was last looked at continues its
chain. The first look is at the last row alone: `verify` walks them all.
"""

from __future__ import annotations

from data.errors import OtherFile
from data.migrations import triggers_whole
from data.models import Consent
from data.store.context import Context
from data.store.ledger import Ledger
from data.store.ledger_chain import ChainEnd

TRIGGERS_MISSING = "the database's safeguards are missing"
CHAIN_BROKEN = "the record of consent does not hold"


class Safeguards:
    """The triggers are compared again when the schema has changed, the chain as it grows."""

    def __init__(self, context: Context, ledger: Ledger) -> None:
        self._database = context.database
        self._ledger = ledger
        self._schema_version = -1
        self._triggers = False
        self._chain = ChainEnd(context.database)

    def whole(self) -> bool:
        """True when nothing is at fault."""
        return not self.fault()

    def fault(self) -> str:
        """Why nothing is sent, in the few words of the header; empty when all is well."""
        if fault := self.fault_of_file():
            return fault
        if not self._triggers_whole():
            return TRIGGERS_MISSING
        return "" if self._chain.holds() else CHAIN_BROKEN

    def fault_of_file(self) -> str:
        """The same of the file alone, without a look into it."""
        file = self._database.file
        try:
            if file is not None:
                file.demand_alone()
        except OtherFile as fault:
            return fault.in_short
        return ""

    def explains(self, consent: Consent) -> bool:
        """True when a number stands as its own record says, and that record is unchanged.

        A row that is not the end of the chain any more is looked at here, before each claim.
        """
        return self._ledger.explains(consent)

    def _triggers_whole(self) -> bool:
        version = int(self._database.value("PRAGMA schema_version"))
        if version != self._schema_version:
            self._triggers = triggers_whole(self._database)
            self._schema_version = version
        return self._triggers
