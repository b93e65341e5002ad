"""The hold of the queue while the carrier refuses the account: begun, tried, lifted."""

from __future__ import annotations

import pytest

from data.carriage import Held, Rejected, Unknown
from data.errors import Refused
from data.models import MessageStatus, Permission
from data.refusals import AGAIN_WORDS
from data.store.hold import BLOCKED_WORDS
from firm import Firm

S = MessageStatus


def state(firm: Firm) -> tuple[str, str]:
    health = firm.store.worker.health()
    return health.carrier, health.problem


def test_a_refusal_of_the_account_holds_the_queue_and_tries_another_text(firm: Firm) -> None:
    lead = firm.authorized()
    texts = [firm.text(lead, f"text {n}").id for n in range(3)]
    assert firm.send(Held("No credit.", account=True)).message_id == texts[0]
    assert state(firm) == ("refused", "No credit.")
    assert firm.message(texts[0]).status is S.QUEUED
    assert firm.claim() is None
    firm.clock.passes(seconds=80)
    assert firm.send(Held("No credit.", account=True)).message_id == texts[1]
    firm.clock.passes(seconds=80)
    assert firm.claim() is None  # the second pause is longer
    firm.clock.passes(seconds=80)
    assert firm.send().message_id == texts[2]
    assert state(firm) == ("practice", "")
    assert [firm.send().message_id for _ in range(2)] == texts[:2]


def test_a_text_refused_again_after_another_passed_fails_as_its_own(firm: Firm) -> None:
    lead = firm.authorized()
    first, second = firm.text(lead, "first").id, firm.text(lead, "second").id
    firm.send(Held("Not this.", account=True))
    firm.clock.passes(seconds=80)
    assert firm.send().message_id == second
    assert firm.send(Held("Not this.", account=True)).message_id == first
    message = firm.message(first)
    assert message.status is S.FAILED
    assert message.reason == f"Not this. Other texts went out meanwhile. {AGAIN_WORDS}"
    assert state(firm)[0] == "practice"


def test_credit_for_one_text_fails_at_most_one_other(firm: Firm) -> None:
    lead = firm.authorized()
    texts = [firm.text(lead, f"text {n}").id for n in range(6)]
    for _ in range(3):
        firm.send(Held("No credit.", account=True))
        firm.clock.passes(minutes=20)
    assert firm.send().message_id == texts[3]
    firm.send(Held("No credit.", account=True))
    firm.send(Held("No credit.", account=True))
    assert firm.claim() is None
    failed = [text for text in texts if firm.message(text).status is S.FAILED]
    assert failed == texts[:1]


def test_an_answer_does_not_hurry_what_a_record_slowed_down(firm: Firm) -> None:
    lead = firm.authorized()
    for n in range(3):
        firm.text(lead, f"text {n}")
    firm.reports(firm.send(), "rejected", "1070")
    firm.clock.passes(minutes=20)
    firm.send(Held("No credit.", account=True))
    firm.clock.passes(minutes=14)
    assert firm.claim() is None
    firm.clock.passes(minutes=6)
    assert firm.claim() is not None


def test_after_a_record_only_a_record_of_a_later_text_lifts_the_hold(firm: Firm) -> None:
    lead = firm.authorized()
    for n in range(5):
        firm.text(lead, f"text {n}")
    before, refused = firm.send(), firm.send()
    firm.clock.passes(minutes=1)
    firm.reports(refused, "rejected", "1460")
    assert state(firm)[0] == "refused"
    assert "daily limit" in state(firm)[1]
    firm.reports(before, "delivered")
    assert state(firm)[0] == "refused"
    firm.clock.passes(minutes=14)
    assert firm.claim() is None
    firm.clock.passes(minutes=5)
    tried = firm.send()
    assert state(firm)[0] == "refused"
    assert firm.claim() is None  # one try, not one after the other
    firm.clock.passes(minutes=14)
    assert firm.claim() is None
    firm.reports(tried, "submitted")
    assert state(firm)[0] == "practice"
    assert firm.send()


def test_old_news_does_not_begin_a_hold_again(firm: Firm) -> None:
    lead = firm.authorized()
    for n in range(3):
        firm.text(lead, f"text {n}")
    first, second = firm.send(), firm.send()
    firm.clock.passes(minutes=1)
    firm.reports(first, "rejected", "1070")
    firm.clock.passes(minutes=1)
    firm.store.lifting.resume(firm.actor)
    assert state(firm)[0] == "practice"
    firm.reports(second, "rejected", "1070")
    assert state(firm)[0] == "practice"
    assert firm.send()


def test_an_admin_resumes_and_that_is_on_record(firm: Firm) -> None:
    firm.text(firm.authorized())
    firm.send(Held("No credit.", account=True))
    bob = firm.user("bob", Permission.SMS)
    with pytest.raises(Refused, match="Admin"):
        firm.store.lifting.resume(bob)
    assert firm.store.lifting.resume(firm.actor) == "No credit."
    [entry] = firm.store.audit.entries(kind="hold")
    assert (entry.before, entry.after) == ("No credit.", "resumed")
    assert firm.send()
    with pytest.raises(Refused, match="none is held"):
        firm.store.lifting.resume(firm.actor)


def test_texts_that_come_too_fast_by_a_record_pause_the_queue_a_moment(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead, "first")
    firm.text(lead, "second")
    claim = firm.send()
    firm.reports(claim, "rejected", "1000")
    assert firm.claim() is None
    assert state(firm)[0] == "practice"
    firm.clock.passes(seconds=61)
    assert firm.store.dispatch.due()
    assert firm.send()


@pytest.mark.parametrize("by_record", [True, False])
def test_five_numbers_in_a_row_blocked_at_their_side_hold_the_queue(
    firm: Firm, by_record: bool
) -> None:
    leads = [firm.authorized() for _ in range(6)]
    firm.clock.passes(minutes=5)
    for count, lead in enumerate([leads[0], *leads[:5]]):
        assert state(firm)[0] == "practice", count
        firm.text(lead, f"text {count}")
        if by_record:
            firm.reports(firm.send(), "rejected", "1210")
        else:
            firm.send(Rejected("1210", "Spam."))
    assert state(firm) == ("refused", BLOCKED_WORDS)
    firm.text(leads[5])
    assert firm.claim() is None


def test_a_delivered_text_in_between_ends_the_row(firm: Firm) -> None:
    leads = [firm.authorized() for _ in range(6)]
    firm.clock.passes(minutes=5)
    for count, lead in enumerate(leads):
        firm.text(lead)
        code = "" if count == 3 else "1050"
        firm.reports(firm.send(), "rejected" if code else "delivered", code)
    assert state(firm)[0] == "practice"


def test_a_page_in_place_of_the_carrier_leaves_one_text_uncertain_and_holds_the_rest(
    firm: Firm,
) -> None:
    lead = firm.authorized()
    first, second = firm.text(lead, "first"), firm.text(lead, "second")
    firm.send(Unknown("A web page answered.", holds=True))
    assert firm.message(first.id).status is S.UNCERTAIN
    assert firm.claim() is None
    assert firm.message(second.id).status is S.QUEUED


def test_a_claim_that_is_given_back_holds_nothing(firm: Firm) -> None:
    firm.text(firm.authorized())
    claim = firm.claim()
    assert claim is not None
    assert firm.store.dispatch.abandon(claim)
    assert state(firm)[0] == "practice"
    assert firm.claim() is not None
