"""What people lift: the hold of the queue, and a number's mark that it cannot be texted."""

from __future__ import annotations

from data.errors import NotFound, Refused
from data.models import Actor, Consent, Permission
from data.store.audit import Audit
from data.store.context import Context
from data.store.hold import Hold, Standing
from data.store.ledger import Ledger
from data.store.people import People


class Lifting:
    """The acts of people against what the carrier refused; each on the audit log."""

    def __init__(self, context: Context, audit: Audit, people: People, ledger: Ledger) -> None:
        self._database = context.database
        self._audit = audit
        self._people = people
        self._ledger = ledger
        self._hold = Hold(context)

    def standing(self) -> Standing | None:
        """The hold of the queue, if there is one."""
        return self._hold.standing()

    def resume(self, actor: Actor) -> str:
        """An admin has mended the account: texts go out again. Gives what the hold was about."""
        with self._database.atomic():
            self._people.require(actor, Permission.ADMIN)
            hold = self._hold.standing()
            if hold is None:
                raise Refused("The carrier has not refused a text of this account: none is held.")
            self._hold.open()
            self._audit.add(actor, "hold", "the outbox", before=hold.words, after="resumed")
        return hold.words

    def textable(self, actor: Actor, number: str) -> Consent:
        """Someone has looked at the number: it can be texted after all."""
        with self._database.atomic():
            self._people.require_any(actor, (Permission.SMS, Permission.CONSENT))
            known = self._ledger.consent(self._ledger.number(number))
            if known is None:
                raise NotFound(f"Nothing is on record about {number}.")
            if not known.untextable:
                raise Refused(f"{known.number} is not marked as a number that cannot be texted.")
            for number_id in self._ledger.line_ids(known):
                self._database.run(
                    "UPDATE numbers SET untextable = '' WHERE id = :id", id=number_id
                )
            before = f"cannot be texted: {known.untextable}"
            self._audit.add(actor, "consent", known.number, before=before, after="can be texted")
            return self._ledger.consent_of(known.number_id)
