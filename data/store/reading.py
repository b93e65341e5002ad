"""Reading clients' data: who may, and the record of who looked into a log.

It needs any permission but Export. Each operation asks for that before it looks anything up, so a
refusal does not say what there is. The screens ask `refusal` when they open and whenever the store
has changed, and read through the other operations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.errors import NotFound, Refused
from data.models import Actor, Consent, ConsentEvent, Lead, Message, Permission
from data.permissions import READING
from data.store.audit import Audit
from data.store.context import Context
from data.store.leads import Leads
from data.store.ledger import Ledger
from data.store.log import Log
from data.store.people import People

# Of the leads with one number a list names so many at each of them: all would be their square.
LISTED = 100
LEADS_A_PAGE, MESSAGES_A_PAGE = 1000, 500


class Reading:
    """Leads, their logs and the ledger, for those who may read them."""

    def __init__(
        self,
        context: Context,
        audit: Audit,
        people: People,
        leads: Leads,
        log: Log,
        ledger: Ledger,
    ) -> None:
        self._database = context.database
        self._audit = audit
        self._people = people
        self._leads = leads
        self._log = log
        self._ledger = ledger

    def refusal(self, actor: Actor) -> Refused | None:
        """Why the actor may not read clients' data; None for those who may."""
        return self._people.lacks_all(actor, READING)

    def require(self, actor: Actor) -> None:
        """Raise Refused unless the actor may read clients' data."""
        self._people.require_any(actor, READING)

    def lead(self, actor: Actor, file: str) -> Lead:
        """The lead with that file number, or NotFound."""
        self.require(actor)
        return self._leads.known(file)

    def leads(self, actor: Actor) -> Iterator[tuple[Lead, Sequence[str]]]:
        """Every lead by file number, with the first files that share its number."""
        self.require(actor)
        return self._all_leads()

    def log(self, actor: Actor, file: str) -> Iterator[Message]:
        """The messages of one lead, oldest first; what support reads is on record."""
        lead = self.lead(actor, file)
        self.opened(actor, lead)
        return self._whole_log(lead.id)

    def opened(self, actor: Actor, lead: Lead) -> None:
        """Put on record that someone who may not text looks into a lead's log."""
        with self._database.atomic():
            self.require(actor)
            if not self._people.answer(actor.user, Permission.SMS).allowed:
                self._audit.add(actor, "log", lead.file)

    def proof(self, actor: Actor, number: str) -> tuple[Consent, list[ConsentEvent]]:
        """The consent of a number as somebody writes it, and all of its record; or NotFound."""
        self.require(actor)
        meant = self._ledger.number(number)
        known = self._ledger.consent(meant)
        if known is None:
            raise NotFound(f"Nothing is on record about {meant}.")
        return known, self._ledger.events(known.number)

    def verify(self, actor: Actor) -> tuple[int, int | None]:
        """How many rows of the ledger hold, and the id of the first that does not."""
        self.require(actor)
        return self._ledger.verify()

    def _all_leads(self) -> Iterator[tuple[Lead, Sequence[str]]]:
        files: dict[int, Sequence[str]] = {}
        page = self._leads.list(limit=LEADS_A_PAGE)
        while page:
            for lead in page:
                yield lead, self._shared(lead, files)
            page = self._leads.list(after_file=page[-1].file, limit=LEADS_A_PAGE)

    def _shared(self, lead: Lead, files: dict[int, Sequence[str]]) -> Sequence[str]:
        """`files` keeps what was found for a number that several leads have."""
        if lead.consent is None:
            return ()
        found = files.get(lead.consent.number_id)
        if found is None:
            found = self._leads.files_of(lead.consent, limit=LISTED + 1)
            if len(found) > 1:
                files[lead.consent.number_id] = found
        return [file for file in found if file != lead.file][:LISTED]

    def _whole_log(self, lead_id: int) -> Iterator[Message]:
        last: Message | None = None
        while page := self._log.after(lead_id, last, MESSAGES_A_PAGE):
            yield from page
            last = page[-1]
