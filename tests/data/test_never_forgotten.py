"""Who revoked stays revoked until they come back themselves: each way out of a request, tried."""

from __future__ import annotations

import pytest

from data.carriage import ReportRecord
from data.errors import Refused
from data.models import Status
from data.store.outbox import GateRefused
from firm import Firm

NOT, PENDING = Status.NOT_AUTHORIZED, Status.PENDING
AUTHORIZED, REVOKED = Status.AUTHORIZED, Status.REVOKED


def setting(firm: Firm, rule: str) -> None:
    firm.store._context.pinned["reauthorize_after_stop"] = rule
    firm.store._context.forget_rules()


def revoked(firm: Firm) -> str:
    """A client who agreed and wrote STOP, two days ago."""
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    firm.clock.passes(days=2)
    return str(lead.number)


def ask(firm: Firm, number: str) -> int:
    lead_id = firm.sql("SELECT id FROM leads WHERE mobile = :number", number=number)[0][0]
    firm.work()
    queued = firm.store.outbox.enqueue_authorization(
        firm.actor, lead_id, asked_by="call", note="Rang"
    )
    firm.send()
    firm.clock.passes(minutes=1)
    return queued.message_id


def status(firm: Firm, number: str) -> Status:
    consent = firm.store.ledger.consent(number)
    assert consent is not None
    return consent.status


@pytest.mark.parametrize(
    ("words", "then", "again"),
    [
        ("No", REVOKED, REVOKED),
        ("no thanks", REVOKED, REVOKED),
        ("Who is this?", REVOKED, AUTHORIZED),
        ("Maria here, hello", REVOKED, AUTHORIZED),
        ("Stop by at 5", PENDING, AUTHORIZED),
        ("STOP", REVOKED, REVOKED),
        ("HELP", PENDING, AUTHORIZED),
        ("Yes", AUTHORIZED, AUTHORIZED),
        ("START", AUTHORIZED, AUTHORIZED),
    ],
)
def test_after_a_stop_and_a_request_a_reply_does_what_the_table_says(
    firm: Firm, words: str, then: Status, again: Status
) -> None:
    number = revoked(firm)
    ask(firm, number)
    firm.says(number, words)
    assert status(firm, number) is then
    firm.clock.passes(minutes=1)
    firm.says(number, "Yes")
    assert status(firm, number) is again
    assert firm.store.ledger.verify()[1] is None


@pytest.mark.parametrize(("hours", "then"), [(71.9, AUTHORIZED), (72.1, REVOKED)])
def test_after_an_unclear_reply_the_request_stays_open_for_72_hours(
    firm: Firm, hours: float, then: Status
) -> None:
    number = revoked(firm)
    ask(firm, number)
    firm.says(number, "Who is this?")
    firm.clock.passes(hours=hours)
    firm.says(number, "Yes")
    assert status(firm, number) is then


@pytest.mark.parametrize(
    "reports", [("undeliverable", ""), ("rejected", "1240"), ("failed", ""), ("expired", "")]
)
def test_a_request_that_failed_leaves_the_number_revoked(
    firm: Firm, reports: tuple[str, str]
) -> None:
    number = revoked(firm)
    message = firm.message(ask(firm, number))
    record = ReportRecord("MESSAGES", f"out-{message.id}", message.client_ref, *reports)
    assert firm.store.reports.apply(record)
    assert status(firm, number) is REVOKED
    firm.says(number, "Yes")
    assert status(firm, number) is REVOKED


@pytest.mark.parametrize("words", [None, "No", "Who is this?", "Stop by at 5", "HELP"])
@pytest.mark.parametrize("rule", ["never", "ask"])
def test_neither_silence_nor_an_unclear_reply_opens_the_way_to_another_request(
    firm: Firm, rule: str, words: str | None
) -> None:
    number = revoked(firm)
    ask(firm, number)
    if words:
        firm.says(number, words)
    firm.clock.passes(days=2)
    firm.work()
    setting(firm, rule)
    consent = firm.store.ledger.consent(number)
    assert consent is not None
    assert consent.has_revoked
    lead_id = firm.sql("SELECT id FROM leads WHERE mobile = :number", number=number)[0][0]
    with pytest.raises(GateRefused, match="revoked SMS"):
        firm.store.outbox.enqueue_authorization(firm.actor, lead_id)


def test_with_never_a_request_that_waits_is_not_claimed(firm: Firm) -> None:
    number = revoked(firm)
    lead_id = firm.sql("SELECT id FROM leads WHERE mobile = :number", number=number)[0][0]
    firm.work()
    firm.store.outbox.enqueue_authorization(firm.actor, lead_id, asked_by="call", note="Rang")
    setting(firm, "never")
    assert firm.claim() is None


@pytest.mark.parametrize(
    ("acts", "granted"),
    [
        ((), True),
        (("hand",), True),
        (("hand", "hand"), True),
        (("STOP",), False),
        (("please stop texting me",), False),
        (("STOP", "hand"), False),
        (("hand", "STOP"), False),
        (("STOP", "START"), True),
        (("STOP", "START", "hand"), True),
        (("STOP", "START", "STOP"), False),
        (("STOP", "request"), False),
        (("STOP", "request", "No"), False),
        (("STOP", "request", "Who is this?"), False),
        (("STOP", "request", "Yes"), True),
        (("STOP", "request", "Yes", "hand"), True),
        (("Stop by at 5", "judged"), False),
        (("carrier",), False),
        (("hand", "carrier"), False),
    ],
)
def test_by_hand_only_what_was_revoked_by_hand_is_lifted(
    firm: Firm, acts: tuple[str, ...], granted: bool
) -> None:
    lead = firm.authorized()
    number = str(lead.number)
    firm.text(lead)
    text = firm.send()
    consents = firm.store.consents
    for act in acts:
        firm.clock.passes(days=2)
        if act == "hand":
            consents.revoke(firm.actor, number, "call", "Said so")
        elif act == "request":
            ask(firm, number)
        elif act == "judged":
            consents.judge_weak(firm.actor, number, firm.weak(lead), revoke=True)
        elif act == "carrier":
            firm.reports(text, "rejected", "1240")
        else:
            firm.says(number, act)
    before = firm.status(lead)
    if granted:
        assert consents.grant(firm.actor, number, "call", "Agrees").status is AUTHORIZED
    else:
        with pytest.raises(Refused, match="by their own word"):
            consents.grant(firm.actor, number, "call", "Agrees")
        assert firm.status(lead) is before


def test_a_stop_told_by_the_carrier_of_a_number_revoked_by_hand_is_on_record(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    text = firm.send()
    firm.store.consents.revoke(firm.actor, str(lead.number), "call", "Said so")
    firm.clock.passes(minutes=1)
    assert firm.reports(text, "rejected", "1240")
    assert firm.store.ledger.events(str(lead.number))[-1].cause == "carrier"
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "START")
    assert not firm.reports(text, "rejected", "1240")
    assert firm.status(lead) is AUTHORIZED


@pytest.mark.parametrize(
    ("opened", "hours", "texted", "weak"),
    [
        ("Yes", 0.1, False, True),
        ("START", 0.1, False, True),
        ("Yes", 23.9, False, True),
        ("Yes", 24.1, False, False),
        ("Yes", 0.1, True, False),
    ],
)
def test_a_no_soon_after_the_yes_is_for_a_person_to_decide(
    firm: Firm, opened: str, hours: float, texted: bool, weak: bool
) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(seconds=20)
    firm.says(lead.number, opened)
    firm.send()
    if texted:
        firm.text(lead)
        firm.send()
    firm.clock.passes(hours=hours)
    firm.says(lead.number, "No")
    assert firm.status(lead) is AUTHORIZED
    assert (firm.consent(lead).weak_message_id is not None) is weak
    assert firm.store.leads.get(lead.id).needs_reply


def test_a_text_of_an_earlier_consent_is_no_text_since_the_yes(firm: Firm) -> None:
    lead = firm.authorized()
    firm.text(lead)
    firm.send()
    firm.clock.passes(seconds=1)
    firm.says(lead.number, "STOP")
    firm.clock.passes(seconds=1)
    firm.says(lead.number, "START")
    firm.clock.passes(minutes=5)
    firm.says(lead.number, "No")
    assert firm.consent(lead).weak_words == "No"


def test_a_weak_sign_while_pending_leaves_it_pending_and_closed(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "cancel my appointment")
    assert firm.status(lead) is PENDING
    firm.clock.passes(days=2)
    firm.work()
    with pytest.raises(GateRefused, match="may have opted out"):
        firm.store.outbox.enqueue_authorization(firm.actor, lead.id)


def test_the_screens_say_that_an_answer_did_not_take_the_revocation_back(firm: Firm) -> None:
    number = revoked(firm)
    ask(firm, number)
    firm.says(number, "Who is this?")
    lead_id = firm.sql("SELECT id FROM leads WHERE mobile = :number", number=number)[0][0]
    with pytest.raises(GateRefused, match="the answer to the request of"):
        firm.store.outbox.enqueue_text(firm.actor, lead_id, "Hello", "General")
