from __future__ import annotations

import pytest

from data.models import Lead, Message, MessageStatus
from firm import Firm
from screens.lead import LeadScreen
from sitting import BOTH, Sitting, sitting


def texts(firm: Firm, lead: Lead) -> list[Message]:
    return [m for m in firm.store.log.newest(lead.id) if m.category]


def draft(firm: Firm, lead: Lead) -> str:
    return firm.store.drafts.get(firm.actor.user.id, lead.id)[0]


async def begin(seat: Sitting, lead: Lead, category: bool = True) -> LeadScreen:
    """Open the lead with a category chosen, ready to type."""
    screen = await seat.open(lead)
    if category:
        await seat.press("f4", "down", "enter")
    assert screen.desk.composer.has_focus
    return screen


async def test_enter_sends_what_was_typed_to_this_lead(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.write("See you then!")
        await seat.press("enter")
        [text] = texts(firm, lead)
        assert (text.body, text.status, text.author) == (
            "See you then!",
            MessageStatus.QUEUED,
            "ann",
        )
        assert screen.desk.composer.text == ""
        assert draft(firm, lead) == ""
        assert "See you then!" in seat.shown


async def test_an_empty_text_is_not_sent(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.press("enter", "space", "enter")
        assert texts(firm, lead) == []


async def test_a_second_enter_sends_nothing_twice(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.write("Once")
        screen.desk.composer.action_send()
        screen.desk.composer.action_send()
        await seat.settle()
        assert [text.body for text in texts(firm, lead)] == ["Once"]


async def test_what_is_typed_while_a_text_is_queued_stays(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.write("First")
        composer = screen.desk.composer
        composer.action_send()
        composer.insert(" and second")
        await seat.settle()
        assert [text.body for text in texts(firm, lead)] == ["First"]
        assert composer.text == " and second"


async def test_ctrl_j_begins_a_new_line(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.write("One")
        await seat.press("ctrl+j")
        await seat.write("Two")
        await seat.press("enter")
        assert [text.body for text in texts(firm, lead)] == ["One\nTwo"]


@pytest.mark.parametrize("pasted", ["One\nTwo\n", "One\r\nTwo\r\n", "One\rTwo\r"])
async def test_a_paste_never_sends(firm: Firm, pasted: str) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.paste(pasted)
        assert texts(firm, lead) == []
        assert screen.desk.composer.text == "One\nTwo\n"


async def test_a_paste_brings_no_control_characters(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.paste("a\x1b[31mb\x9b\u202ec")
        assert not set(screen.desk.composer.text) & {"\x1b", "\x9b", "\u202e"}


async def test_a_text_needs_a_category(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead, category=False)
        await seat.write("Hello")
        await seat.press("enter")
        assert texts(firm, lead) == []
        assert "choose a category first" in seat.shown
        assert screen.desk.category.expanded
        await seat.press("down", "enter")
        assert screen.desk.composer.has_focus
        await seat.press("enter")
        assert [text.body for text in texts(firm, lead)] == ["Hello"]


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_closing_the_categories_leads_back_to_the_text(firm: Firm, key: str) -> None:
    lead = firm.authorized()
    firm.text(lead)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        await seat.press("f4", key)
        assert screen.desk.composer.has_focus
        assert screen.desk.category.selection == "General"


async def test_the_last_category_of_a_lead_is_remembered(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    async with sitting(firm) as seat:
        screen = await seat.open(lead)
        assert screen.desk.category.selection == "General"


async def test_the_counter_says_what_the_text_costs(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.paste("x" * 19)
        assert "19/160 · 1 SMS" in seat.shown
        await seat.paste("x" * 150)
        assert "169/306 · 2 SMS" in seat.shown


async def test_a_curly_quote_is_named_and_can_be_straightened(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.paste("x" * 92 + "’")
        assert "’ costs more: ^t straightens · 93/134 · 2 SMS" in seat.shown
        await seat.press("ctrl+t")
        assert screen.desk.composer.text == "x" * 92 + "'"
        assert "93/160 · 1 SMS" in seat.shown
        assert "Straighten" not in seat.shown.splitlines()[-1]


async def test_an_emoji_cannot_be_straightened(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        await begin(seat, lead)
        await seat.paste("Thank you 🙏")
        assert "Unicode · 12/70 · 1 SMS" in seat.shown
        assert "straighten" not in seat.shown


@pytest.mark.parametrize("size", BOTH)
async def test_the_composer_grows_to_six_lines_and_no_further(
    firm: Firm, size: tuple[int, int]
) -> None:
    lead = firm.authorized()
    async with sitting(firm, size) as seat:
        screen = await begin(seat, lead)
        composer = screen.desk.composer
        heights = []
        for _ in range(9):
            heights.append(composer.content_size.height)
            await seat.press("ctrl+j")
        assert heights == [1, 2, 3, 4, 5, 6, 6, 6, 6]
        assert screen.pane.messages.size.height >= 5


async def test_a_refused_text_stays_with_the_reason(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.paste("x" * 1001)
        assert "1 over the 1,000 allowed" in seat.shown
        await seat.press("enter")
        assert texts(firm, lead) == []
        assert "The text has 1,001 characters" in seat.shown
        assert not seat.app._notifications
        assert len(screen.desk.composer.text) == 1001
        assert len(draft(firm, lead)) == 1001
        await seat.press("backspace")
        assert "1,001 characters" not in seat.shown


async def test_a_stop_between_typing_and_enter_sends_nothing(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        await seat.pilot.press(*"Hello")
        firm.says(lead.number, "STOP")
        screen.desk.composer.action_send()
        await seat.settle()
        assert texts(firm, lead) == []
        assert screen.desk.composer.text == "Hello"
        assert draft(firm, lead) == "Hello"


async def test_the_cursor_does_not_blink(firm: Firm) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        assert not screen.desk.composer.cursor_blink
        assert not screen.pane.search.box.cursor_blink


async def test_a_key_asks_the_store_nothing(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = firm.authorized()
    async with sitting(firm) as seat:
        screen = await begin(seat, lead)
        asked: list[str] = []
        monkeypatch.setattr(
            type(firm.store.outbox), "verdict", lambda *a, **k: asked.append("verdict")
        )
        monkeypatch.setattr(type(firm.store.leads), "get", lambda *a, **k: asked.append("get"))
        screen.desk.composer.insert("a")
        screen.desk.composer.insert("b")
        await seat.pilot.pause()
        assert asked == []
        monkeypatch.undo()
