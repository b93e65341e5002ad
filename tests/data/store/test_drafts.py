"""Drafts, one per user and lead."""

from __future__ import annotations

from firm import Firm


def test_a_draft_is_kept_per_user_and_lead(firm: Firm) -> None:
    drafts, ann, bob = firm.store.drafts, firm.actor.user, firm.user("bob").user
    first, second = firm.lead(), firm.lead()
    drafts.save(ann.id, first.id, "Hello", "Documents")
    drafts.save(ann.id, first.id, "Hello, Demo", None)
    drafts.save(bob.id, first.id, "Bob's", "General")
    assert drafts.get(ann.id, first.id) == ("Hello, Demo", None)
    assert drafts.get(bob.id, first.id) == ("Bob's", "General")
    assert drafts.get(ann.id, second.id) == ("", None)


def test_an_empty_draft_is_no_draft(firm: Firm) -> None:
    drafts, user, lead = firm.store.drafts, firm.actor.user, firm.lead()
    drafts.save(user.id, lead.id, "Hello", None)
    drafts.save(user.id, lead.id, "", None)
    drafts.clear(user.id, lead.id)
    assert firm.sql("SELECT * FROM drafts") == []


def test_half_a_character_in_a_draft_does_no_harm(firm: Firm) -> None:
    firm.store.drafts.save(firm.actor.user.id, firm.lead().id, "half \udc80", None)
    assert firm.store.drafts.get(1, 1)[0] == "half \ufffd"
