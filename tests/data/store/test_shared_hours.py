"""Quiet hours of a number that several leads share: open when it is by each of them."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from data.gate import Draft
from data.models import Kind, Lead
from data.store.lead_fields import NewLead
from data.verdict import Verdict
from firm import Firm

EASTERN, PACIFIC = "America/New_York", "America/Los_Angeles"
SHARED = "+14155550177"
SEVEN_PACIFIC = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
EIGHT_PACIFIC = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
HALF_PAST_NINE_EASTERN = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


def verdict(firm: Firm, lead: Lead) -> Verdict:
    firm.work()
    return firm.store.gatekeeper.verdict(firm.actor.user, lead, Draft(Kind.TEXT))


@pytest.mark.parametrize(
    ("zones", "at", "is_open"),
    [
        ((EASTERN, PACIFIC), SEVEN_PACIFIC, False),
        ((EASTERN, PACIFIC), EIGHT_PACIFIC, True),
        ((EASTERN, PACIFIC), HALF_PAST_NINE_EASTERN, False),
        ((EASTERN, EASTERN), SEVEN_PACIFIC, True),  # both say so, whatever the number says
        ((EASTERN, None), SEVEN_PACIFIC, False),  # the number is in San Francisco
        ((None, EASTERN), HALF_PAST_NINE_EASTERN, False),
    ],
)
def test_a_text_waits_until_it_is_day_by_every_lead_with_the_number(
    firm: Firm, zones: tuple[str | None, ...], at: datetime, is_open: bool
) -> None:
    first, second = (firm.lead(SHARED, timezone=zone) for zone in zones)
    first = firm.authorize(first)
    firm.clock.now = at
    firm.work()
    for lead in (first, second):
        assert verdict(firm, firm.store.leads.get(lead.id)).allowed is is_open
    text = firm.text(first)
    assert (firm.claim() is not None) is is_open
    assert firm.message(text.id).status.value == ("sending" if is_open else "queued")


def test_the_reason_says_that_it_is_another_leads_zone(firm: Firm) -> None:
    first = firm.authorize(firm.lead(SHARED, timezone=EASTERN))
    firm.lead(SHARED, timezone=PACIFIC)
    firm.clock.now = SEVEN_PACIFIC
    (reason,) = verdict(firm, first).reasons
    assert reason.words == (
        "It is 07:00 PST to 10:00 EST for Demo; texts go out 08:00–21:00."
        " Another lead with this number states another time zone, and both must be open."
    )
    assert reason.until == EIGHT_PACIFIC


def test_a_lead_with_its_own_number_is_not_spoken_of_as_one_of_several(firm: Firm) -> None:
    lead = firm.authorized(timezone=PACIFIC)
    firm.lead(lead.number, timezone=PACIFIC)
    firm.clock.now = SEVEN_PACIFIC
    (reason,) = verdict(firm, lead).reasons
    assert reason.words == "It is 07:00 PST for Demo; texts go out 08:00–21:00."


def test_what_waits_for_another_leads_zone_goes_out_once_that_lead_is_elsewhere(firm: Firm) -> None:
    first = firm.authorize(firm.lead(SHARED, timezone=EASTERN))
    second = firm.lead(SHARED, timezone=PACIFIC)
    firm.clock.now = SEVEN_PACIFIC
    text = firm.text(first)
    assert firm.claim() is None
    firm.store.leads.change(firm.actor, second.id, timezone=EASTERN)
    claim = firm.claim()
    assert claim is not None
    assert claim.message_id == text.id


def test_what_waits_for_another_leads_zone_goes_out_once_that_lead_has_another_number(
    firm: Firm,
) -> None:
    first = firm.authorize(firm.lead(SHARED, timezone=EASTERN))
    second = firm.lead(SHARED, timezone=PACIFIC)
    firm.clock.now = SEVEN_PACIFIC
    firm.text(first)
    assert firm.claim() is None
    firm.store.leads.change(firm.actor, second.id, mobile="+14155550178")
    assert firm.claim() is not None


def test_a_text_that_waited_for_another_leads_morning_is_not_too_old(firm: Firm) -> None:
    first = firm.authorize(firm.lead(SHARED, timezone=EASTERN))
    firm.lead(SHARED, timezone="Pacific/Honolulu")
    firm.clock.now = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)  # 21:30 Eastern
    text = firm.text(first)
    assert firm.claim() is None
    firm.clock.now = datetime(2026, 11, 25, 18, 1, tzinfo=UTC)  # 08:01 in Honolulu
    claim = firm.claim()
    assert claim is not None
    assert claim.message_id == text.id


def test_the_zones_of_ten_thousand_leads_are_read_in_a_step_for_each_zone(firm: Firm) -> None:
    leads = [
        NewLead("Demo Client", f"M-{n}", SHARED, (EASTERN, PACIFIC, None)[n % 3])
        for n in range(10_000)
    ]
    assert not firm.store.lead_import.add_all(firm.actor, leads, skip_bad=False, dry_run=False)
    lead, alone = firm.store.leads.known("M-0"), firm.lead()
    keeper = firm.store.gatekeeper
    assert keeper._zones_stated(lead) == (PACIFIC, EASTERN, None)
    assert keeper._zones_stated(alone) == (None,)

    def took(of: Lead) -> float:
        began = time.perf_counter()
        for _ in range(200):
            keeper._zones_stated(of)
        return time.perf_counter() - began

    # To read 10,000 rows takes a hundred times as long as to read one.
    assert min(took(lead) for _ in range(5)) < 20 * min(took(alone) for _ in range(5))
