"""The errand of those who may record a consent by hand, on the lead screen."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from data.models import Consent, Status
from data.store import Store
from screens.foot import Foot
from screens.lead_errands import LeadErrands
from screens.record_consent import RecordConsent, Said


class ConsentErrands(LeadErrands):
    """What a client said elsewhere than by text comes into the ledger here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f7",
            "record",
            "Record consent…",
            priority=True,  # in the composer it would select all, which the mouse does too
            tooltip="Record what the client said by phone, letter or in person",
            group=Foot(weight=53, label="Record consent"),
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "record":
            return self.view.may_record
        return super().check_action(action, parameters)

    @work(group="dialog", exclusive=True, description="record a consent by hand")
    async def action_record(self) -> None:
        actor, number = self.session.actor, self.view.lead.number
        if number is None:
            return

        async def save(said: Said) -> Consent:
            def act(store: Store) -> Consent:
                record = store.consents
                take = record.revoke if said.status is Status.REVOKED else record.grant
                return take(actor, number, said.source, said.note)

            return await self.session.write(act)

        kept = self.session.kept("consent", self.lead_id)
        await self.app.push_screen_wait(RecordConsent(self.view, save, kept))
