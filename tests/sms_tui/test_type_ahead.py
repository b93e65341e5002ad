from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input, Static

from data.models import Lead
from firm import Firm
from screens.add_lead import AddLead
from screens.inbox import Inbox
from screens.lead import LeadScreen
from sitting import Sitting, sitting


def leads(firm: Firm) -> tuple[Lead, Lead, Lead]:
    """Three leads; the first of the list needs a reply, the second is the one that is meant."""
    meant = firm.authorized(name="Meant Demo", file="M-7")
    other = firm.authorized(name="Other Demo", file="X-1")
    waits = firm.authorized(name="Waits Demo", file="W-1")
    firm.says(waits.number, "Hello?")
    return meant, other, waits


async def burst(seat: Sitting, *keys: str | events.Event) -> None:
    """All of them have arrived before the first is looked at."""
    for key in keys:
        if isinstance(key, str):
            key = events.Key(key, key if len(key) == 1 else None)
        seat.app.post_message(key)
    await seat.settle()


async def test_a_burst_opens_the_lead_that_was_typed(firm: Firm) -> None:
    meant, _, _ = leads(firm)
    async with sitting(firm) as seat:
        await burst(seat, "slash", *"M-7", "enter")
        assert seat.lead.lead_id == meant.id


async def test_what_follows_enter_goes_to_the_lead_and_to_nothing_else(firm: Firm) -> None:
    meant, _, _ = leads(firm)
    async with sitting(firm) as seat:
        await burst(seat, "slash", *"M-7", "enter", *"nanqa")
        assert seat.lead.lead_id == meant.id
        assert seat.lead.desk.composer.text == "nanqa"
        assert [type(screen) for screen in seat.app.screen_stack] == [Inbox, LeadScreen]


async def test_letters_after_the_key_of_a_form_are_its_first_field(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await burst(seat, "a", *"Nina Quinn", "tab", *"N-1")
        form = seat.app.screen
        assert isinstance(form, AddLead)
        assert [box.value for box in form.query(Input)][:2] == ["Nina Quinn", "N-1"]


async def test_a_paste_keeps_its_place_among_the_keys(firm: Firm) -> None:
    leads(firm)
    async with sitting(firm) as seat:
        await burst(seat, "slash", "W", events.Paste("-"), "1", "enter")
        assert seat.lead.view.lead.name == "Waits Demo"


async def test_a_lead_and_back_and_the_next_one_in_one_go(firm: Firm) -> None:
    _, other, _ = leads(firm)
    async with sitting(firm) as seat:
        await burst(seat, "slash", *"M-7", "enter", "escape", "escape", "slash", *"X-1", "enter")
        assert seat.lead.lead_id == other.id


async def test_a_category_is_chosen_and_the_text_sent_in_one_go(firm: Firm) -> None:
    lead = firm.authorized(name="Meant Demo")
    async with sitting(firm) as seat:
        await seat.open(lead)
        await burst(seat, *"Hello", "f4", "down", "enter", "enter")
        assert [message.body for message in firm.store.log.newest(lead.id, 1)] == ["Hello"]
        assert seat.lead.desk.composer.text == ""
        assert not seat.lead.desk.category.expanded


async def test_an_enter_over_a_text_without_a_category_chooses_one_and_the_next_sends(
    firm: Firm,
) -> None:
    lead = firm.authorized(name="Meant Demo")
    async with sitting(firm) as seat:
        await seat.open(lead)
        await burst(seat, *"Hello", "enter", "down", "enter", "enter", *"More")
        assert [message.body for message in firm.store.log.newest(lead.id, 1)] == ["Hello"]
        assert seat.lead.desk.composer.text == "More"


class Fleeting(Static, can_focus=True):
    """Gone at the first key, and what follows that key to it is lost."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.remove()


class Stage(Screen[None]):
    AUTO_FOCUS = "Fleeting"

    def compose(self) -> ComposeResult:
        yield Fleeting("x")
        yield Input()


async def test_a_key_whose_widget_has_gone_holds_up_the_next_for_a_moment_only(firm: Firm) -> None:
    async with sitting(firm) as seat:
        await seat.app.push_screen(Stage())
        await burst(seat, "x", *"yz")
        box = seat.app.screen.query_one(Input)
        assert await seat.until(lambda: box.value.endswith("yz")) < 1
