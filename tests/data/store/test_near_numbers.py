"""A reply from an unknown number that ends like a lead's: a person looks first."""

from __future__ import annotations

import pytest

from data.alike import may_be_one_line
from data.models import Status
from firm import Firm


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("+4915112345678", "+0015112345678", True),  # no country
        ("+14155550132", "+4155550132", True),  # the country's code is missing
        ("+525512345678", "+52045512345678", True),
        ("+447911123456", "+44447911123456", True),  # the country's code twice
        ("+14157230132", "+12157230132", False),  # San Francisco, Philadelphia
        ("+4915112345678", "+4917112345678", False),
        ("+14155550132", "+14155550133", False),
    ],
)
def test_two_numbers_may_be_one_line_unless_both_are_valid_in_one_country(
    one: str, other: str, may_be: bool
) -> None:
    assert may_be_one_line(one, other) is may_be_one_line(other, one) is may_be


@pytest.mark.parametrize("body", ["STOP", "Who is this?", "YES"])
def test_such_a_reply_closes_the_composer_until_a_person_judged_it(firm: Firm, body: str) -> None:
    lead = firm.authorized("+447911123456")
    firm.says("+44447911123456", body)
    assert firm.status(lead) is Status.AUTHORIZED
    with pytest.raises(Exception, match="may have opted out"):
        firm.text(lead)
    weak = firm.weak(lead)
    assert firm.sql("SELECT count(*) FROM log WHERE message_id = :id", id=weak) == [(1,)]
    assert firm.store.leads.get(lead.id).needs_reply
    firm.store.consents.judge_weak(firm.actor, "+447911123456", weak, revoke=True)
    assert firm.status(lead) is Status.REVOKED
    assert firm.store.ledger.verify()[1] is None


def test_a_reply_of_another_line_is_nothing_to_a_lead(firm: Firm) -> None:
    lead = firm.authorized("+14157230132")
    firm.says("+12157230132", "STOP")
    assert firm.status(lead) is Status.AUTHORIZED
    assert firm.consent(lead).weak_message_id is None


def test_a_number_that_another_lead_has_is_that_leads(firm: Firm) -> None:
    lead, other = firm.authorized("+447957230132"), firm.lead("+12157230132")
    firm.says(other.number, "Hello")
    assert firm.consent(lead).weak_message_id is None
