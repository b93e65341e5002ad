"""Clients' data is shown to those who may read it; others are told what to do."""

from __future__ import annotations

import pytest

from data.models import Actor, Effect, Lead, Permission
from firm import Firm
from screens.place import OpenLead
from sitting import Sitting, sitting

CALM = "Clients' data is not shown to you."
READERS = [each for each in Permission if each is not Permission.EXPORT]


def shown_words(seat: Sitting) -> str:
    return " ".join(seat.shown.split())


def secret(firm: Firm) -> Lead:
    lead = firm.authorized(name="Secret Name", file="S-1")
    firm.says(lead.number, "a secret text")
    return lead


def allow(firm: Firm, actor: Actor, permission: Permission, effect: Effect | None) -> None:
    """By another session's connection, as this one sees it."""
    other = firm.store.clone()
    other.people.set_permission(firm.actor, actor.user, permission, effect)
    other.close()


@pytest.mark.parametrize("allowed", [(), (Permission.EXPORT,)])
async def test_the_inbox_shows_a_sentence_instead_of_clients(
    firm: Firm, allowed: tuple[Permission, ...]
) -> None:
    secret(firm)
    async with sitting(firm, actor=firm.user("bob", *allowed)) as seat:
        assert CALM in shown_words(seat)
        assert "An Admin can change that." in shown_words(seat)
        assert "ecret" not in seat.shown
        await seat.press("n", "slash", "enter", "f2", "a")
        assert CALM in shown_words(seat)
        assert "ecret" not in seat.shown


@pytest.mark.parametrize("permission", READERS)
async def test_any_permission_but_export_opens_the_inbox(
    firm: Firm, permission: Permission
) -> None:
    secret(firm)
    async with sitting(firm, actor=firm.user("bob", permission)) as seat:
        await seat.press("f2")
        assert "Secret Name" in seat.shown
        assert CALM not in shown_words(seat)


async def test_who_is_allowed_while_looking_sees_the_inbox(firm: Firm) -> None:
    secret(firm)
    bob = firm.user("bob")
    async with sitting(firm, actor=bob) as seat:
        allow(firm, bob, Permission.SMS, Effect.ALLOW)
        await seat.settle()
        assert CALM not in shown_words(seat)
        await seat.press("enter")
        assert "a secret text" in seat.shown


async def test_a_lead_that_is_open_closes_when_reading_is_taken_away(firm: Firm) -> None:
    lead = secret(firm)
    bob = firm.user("bob", Permission.SMS)
    async with sitting(firm, actor=bob) as seat:
        await seat.open(lead)
        await seat.write("half a text")
        allow(firm, bob, Permission.SMS, Effect.DENY)
        await seat.settle()
        assert CALM in shown_words(seat)
        assert "a secret text" not in seat.shown
        await seat.press("f5", "f7", "f8", "f9", "ctrl+f", "enter")
        assert CALM in shown_words(seat)
        await seat.press("escape")
        assert "ecret" not in seat.shown
        allow(firm, bob, Permission.SMS, Effect.ALLOW)
        await seat.settle()
        await seat.open(lead)
        assert "half a text" in seat.shown


async def test_a_lead_does_not_open_to_who_may_not_read(firm: Firm) -> None:
    lead = secret(firm)
    async with sitting(firm, actor=firm.user("bob")) as seat:
        seat.app.post_message(OpenLead(lead.id))
        await seat.settle()
        assert "You have none of" in shown_words(seat)
        assert "ecret" not in seat.shown


async def test_support_that_opens_a_log_is_on_record_once_for_each_opening(firm: Firm) -> None:
    lead = secret(firm)
    async with sitting(firm, actor=firm.user("bob", Permission.CONSENT)) as seat:
        await seat.open(lead)
        firm.says(lead.number, "more")
        await seat.settle()
        assert len(firm.store.audit.entries(kind="log")) == 1
        await seat.press("escape")
        await seat.open(lead)
    entries = firm.store.audit.entries(kind="log")
    assert [(entry.user, entry.subject) for entry in entries] == [("bob", "S-1")] * 2


async def test_an_agent_opens_logs_without_leaving_a_mark(firm: Firm) -> None:
    lead = secret(firm)
    async with sitting(firm, actor=firm.user("bob", Permission.SMS)) as seat:
        await seat.open(lead)
    assert firm.store.audit.entries(kind="log") == []
