"""Drafts, one per user and lead."""

from __future__ import annotations

import pytest

from data.errors import Conflict
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


def test_a_draft_takes_the_place_of_the_one_it_was_written_over(firm: Firm) -> None:
    drafts, user, lead = firm.store.drafts, firm.actor.user, firm.lead()
    drafts.save(user.id, lead.id, "Hello", None, over="")
    drafts.save(user.id, lead.id, "Hello, Demo", None, over="Hello")
    drafts.save(user.id, lead.id, "Hello, Demo", "General", over="something else")
    assert drafts.get(user.id, lead.id) == ("Hello, Demo", "General")
    drafts.clear(user.id, lead.id)
    drafts.save(user.id, lead.id, "Anew", None, over="Hello, Demo")
    assert drafts.get(user.id, lead.id)[0] == "Anew"


@pytest.mark.parametrize("body", ["Mine", ""])
def test_a_draft_of_another_session_stays(firm: Firm, body: str) -> None:
    drafts, user, lead = firm.store.drafts, firm.actor.user, firm.lead()
    drafts.save(user.id, lead.id, "Written elsewhere", None)
    with pytest.raises(Conflict):
        drafts.save(user.id, lead.id, body, None, over="what I read")
    assert drafts.get(user.id, lead.id)[0] == "Written elsewhere"
