"""A reply waits for a person unless the rules did what it says, or answered it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.models import Lead, Status
from firm import Firm


def needs_reply(firm: Firm, lead: Lead) -> bool:
    return firm.store.leads.get(lead.id).needs_reply


def pinned(firm: Firm, **settings: object) -> None:
    firm.store._context.pinned.update(settings)
    firm.store._context.forget_rules()


def test_a_word_that_did_what_it_says_needs_no_reply(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    for word, status in (("YES", "Authorized"), ("STOP", "Revoked"), ("START", "Authorized")):
        firm.clock.passes(seconds=1)
        firm.says(lead.number, word)
        assert (firm.status(lead), needs_reply(firm, lead)) == (Status(status), False)


@pytest.mark.parametrize("words", ["YES", "ok", "START"])
def test_a_word_to_somebody_authorized_is_a_reply_like_any_other(firm: Firm, words: str) -> None:
    lead = firm.authorized()
    firm.says(lead.number, words)
    assert needs_reply(firm, lead)


def test_a_yes_without_an_open_request_needs_a_reply(firm: Firm) -> None:
    lead = firm.lead()
    firm.says(lead.number, "YES")
    assert firm.status(lead) is Status.NOT_AUTHORIZED
    assert needs_reply(firm, lead)


def test_a_yes_that_came_too_late_needs_a_reply(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(days=31)
    firm.says(lead.number, "YES")
    assert firm.status(lead) is Status.NOT_AUTHORIZED
    assert needs_reply(firm, lead)


def test_a_start_older_than_the_revocation_needs_a_reply(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.says(lead.number, "START", at=firm.clock() - timedelta(minutes=1))
    assert firm.status(lead) is Status.REVOKED
    assert needs_reply(firm, lead)


@pytest.mark.parametrize(
    ("answers", "first", "second"),
    [("app", False, True), ("carrier", False, False), ("none", True, True)],
)
def test_help_needs_a_reply_unless_it_was_answered(
    firm: Firm, answers: str, first: bool, second: bool
) -> None:
    pinned(firm, reply_help=answers)
    lead = firm.authorized()
    firm.says(lead.number, "HELP")
    assert needs_reply(firm, lead) is first
    firm.says(lead.number, "HELP")
    assert needs_reply(firm, lead) is second


def test_help_without_a_phone_to_name_is_left_to_a_person(firm: Firm) -> None:
    lead = firm.authorized()
    pinned(firm, business_phone=" ")
    firm.says(lead.number, "HELP")
    assert firm.claim() is None
    assert needs_reply(firm, lead)
    pinned(firm, business_phone="+1 800 555 0100")
    firm.says(lead.number, "HELP")
    assert "for help call +1 800 555 0100." in firm.send().body


def test_a_stop_is_confirmed_without_a_phone_for_its_text_names_none(firm: Firm) -> None:
    lead = firm.authorized()
    pinned(firm, business_phone="")
    firm.says(lead.number, "STOP")
    assert "no more texts" in firm.send().body
