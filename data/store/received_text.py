"""A record on its way to become a message: what it says, whose log it belongs to, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data.carriage import InboundRecord
from data.models import Consent, Lead
from data.phone import pretty
from data.whose_word import Hearing

INCOMPLETE = "It could not be read whole"
PICTURE = "A picture or file, not shown here."


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """`key` is what its record is known by, `body` what can be stored of the record's, `rule` what
    its words were read by.

    `alike` are leads whose number only ends like the sender's, which no lead has.
    """

    record: InboundRecord
    key: str
    body: str
    consent: Consent
    hearing: Hearing
    rule: str = ""
    leads: tuple[Lead, ...] = ()
    alike: tuple[Lead, ...] = ()

    def with_hearing(self, hearing: Hearing) -> ReceivedText:
        """The same text, its words heard otherwise."""
        return replace(self, hearing=hearing)

    @property
    def is_in_doubt(self) -> bool:
        """Whether its words are less than an answer: then nothing answers them either."""
        return bool(self.record.defect or self.hearing.doubt)

    @property
    def note(self) -> str:
        """What the ledger says of how it was read."""
        return " · ".join(filter(None, (self.rule, self.hearing.doubt)))

    @property
    def shown_to(self) -> tuple[Lead, ...]:
        """The leads in whose logs it stands."""
        return (*self.leads, *self.alike)

    @property
    def reason(self) -> str:
        """What the log says of it below its words."""
        said = [self.hearing.doubt]
        if self.record.defect:
            said.append(f"{INCOMPLETE}: {self.record.defect}.")
        if self.record.media is not None:
            said.append(PICTURE)
        if self.alike:
            number = pretty(self.consent.number)
            said.append(f"It came from {number}, a number no lead has that ends like this lead's.")
        return " ".join(filter(None, said))
