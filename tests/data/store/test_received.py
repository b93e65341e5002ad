"""Messages from clients: each once, to every lead that shares the number, applied at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.carriage import BadRecord
from data.models import Direction, Kind, MessageStatus, Status
from firm import PINNED, Firm

FOREIGN = "+447700900123"


def test_a_reply_is_recorded_once_by_product_and_id(firm: Firm) -> None:
    lead = firm.lead()
    assert firm.says(lead.number, "Hello", carrier_id="a")
    assert not firm.says(lead.number, "Hello", carrier_id="a")
    [message] = firm.store.log.newest(lead.id)
    assert (message.direction, message.kind, message.status) == (
        Direction.IN,
        Kind.TEXT,
        MessageStatus.RECEIVED,
    )
    assert (message.author, message.carrier_id) == (lead.name, "a")


def test_one_message_under_two_products_is_one(firm: Firm) -> None:
    lead = firm.lead()
    assert firm.says(lead.number, "Hello", product="SMS", carrier_id="a")
    at = firm.clock() + timedelta(seconds=119)
    assert not firm.says(lead.number, "Hello", product="MESSAGES", carrier_id="b", at=at)
    assert not firm.says(lead.number, "Hello", product="MESSAGES", carrier_id="b", at=at)
    assert firm.store.log.count(lead.id) == 1


def test_twins_are_matched_one_to_one(firm: Firm) -> None:
    lead = firm.lead()
    for n in range(3):
        assert firm.says(lead.number, "Hello", product="SMS", carrier_id=f"a{n}")
        firm.clock.passes(seconds=10)
    new = [firm.says(lead.number, "Hello", product="MESSAGES", carrier_id=f"b{n}") for n in "1234"]
    assert new == [False, False, False, True]
    assert firm.store.log.count(lead.id) == 4


def test_twins_find_each_other_in_whatever_order_they_come(firm: Firm) -> None:
    lead, start = firm.lead(), firm.clock()
    times = [start + timedelta(seconds=seconds) for seconds in (0, 100, 200)]
    for n, at in enumerate(times):
        assert firm.says(lead.number, "yes", product="SMS", carrier_id=f"a{n}", at=at)
    for n, at in reversed(list(enumerate(times))):
        assert not firm.says(lead.number, "yes", product="MESSAGES", carrier_id=f"b{n}", at=at)


@pytest.mark.parametrize("words", ["STOP", "please stop texting me"])
def test_a_second_stop_after_a_start_is_not_taken_for_the_first(firm: Firm, words: str) -> None:
    lead, start = firm.authorized(), firm.clock()
    firm.says(lead.number, words, product="SMS", at=start)
    firm.says(lead.number, "START", product="SMS", at=start + timedelta(seconds=30))
    assert firm.status(lead) is Status.AUTHORIZED
    at = start + timedelta(seconds=60)
    assert firm.says(lead.number, words, product="MESSAGES", at=at)
    assert firm.status(lead) is Status.REVOKED


def test_a_stop_told_again_by_another_product_does_not_undo_the_start_after_it(firm: Firm) -> None:
    lead, start = firm.authorized(), firm.clock()
    for product in ("SMS", "MESSAGES"):
        firm.says(lead.number, "STOP", product=product, at=start)
        firm.says(lead.number, "START", product=product, at=start + timedelta(seconds=30))
    assert firm.status(lead) is Status.AUTHORIZED


@pytest.mark.parametrize(("later", "body"), [(121, "Hello"), (0, "Hello!")])
def test_a_different_or_much_later_message_is_no_twin(firm: Firm, later: int, body: str) -> None:
    lead = firm.lead()
    firm.says(lead.number, "Hello", product="SMS")
    at = firm.clock() + timedelta(seconds=later)
    assert firm.says(lead.number, body, product="MESSAGES", at=at)


def test_the_same_words_twice_under_one_product_are_two_messages(firm: Firm) -> None:
    lead = firm.lead()
    assert firm.says(lead.number, "ok", carrier_id="a")
    assert firm.says(lead.number, "ok", carrier_id="b")
    assert firm.store.log.count(lead.id) == 2


def test_a_reply_stands_in_the_log_of_every_lead_with_the_number(firm: Firm) -> None:
    first = firm.authorized()
    second = firm.lead(first.number)
    firm.says(first.number, "Which one?")
    for lead in (first, second):
        message = firm.store.log.newest(lead.id)[-1]
        assert message.body == "Which one?"
        assert firm.store.leads.get(lead.id).unread >= 1
    assert firm.message(message.id).lead_id == first.id


def test_a_shared_number_is_one_consent(firm: Firm) -> None:
    first = firm.authorized()
    second = firm.lead(first.number)
    texts = [firm.text(first), firm.text(second)]
    firm.says(first.number, "STOP")
    assert firm.status(second) is Status.REVOKED
    assert {firm.message(text.id).status for text in texts} == {MessageStatus.CANCELLED}


def test_a_stop_from_a_number_no_lead_has_counts_when_a_lead_gets_it(firm: Firm) -> None:
    assert firm.says(FOREIGN, "STOP")
    claim = firm.claim()
    assert claim is not None
    assert claim.to == FOREIGN
    assert firm.store.inbox.count() == 0
    assert firm.lead(FOREIGN).status is Status.REVOKED


def test_help_is_answered_once_an_hour_whoever_asks(firm: Firm) -> None:
    firm.says(FOREIGN, "help")
    firm.says(FOREIGN, "HELP!")
    assert "for help call +1 800 555 0100" in firm.send().body
    assert firm.claim() is None
    firm.clock.passes(hours=1)
    firm.says(FOREIGN, "info")
    firm.send()


def test_a_firm_without_a_name_answers_nothing(firm: Firm) -> None:
    firm.store._context.pinned.clear()
    firm.store._context.forget_rules()
    firm.says(FOREIGN, "HELP")
    firm.says(FOREIGN, "STOP")
    assert firm.claim() is None
    assert PINNED


def test_a_stop_is_confirmed_once_and_only_when_it_is_fresh(firm: Firm) -> None:
    lead, late = firm.authorized(), firm.authorized()
    firm.says(lead.number, "STOP")
    firm.says(lead.number, "STOP")
    firm.says(late.number, "STOP", at=firm.clock() - timedelta(minutes=6))
    assert firm.send().to == lead.number
    assert firm.claim() is None
    assert firm.status(late) is Status.REVOKED


def test_records_out_of_order_end_on_the_closed_side(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    asked = firm.clock()
    firm.clock.passes(minutes=10)
    firm.says(lead.number, "STOP", at=asked + timedelta(minutes=5))
    firm.says(lead.number, "YES", at=asked + timedelta(minutes=1))
    firm.says(lead.number, "START", at=asked + timedelta(minutes=4))
    assert firm.status(lead) is Status.REVOKED
    firm.says(lead.number, "START", at=asked + timedelta(minutes=6))
    assert firm.status(lead) is Status.AUTHORIZED


def test_a_late_record_takes_its_place_in_the_log(firm: Firm) -> None:
    lead = firm.lead()
    firm.says(lead.number, "second")
    firm.says(lead.number, "first", at=firm.clock() - timedelta(hours=1))
    assert [message.body for message in firm.store.log.newest(lead.id)] == ["first", "second"]
    [row] = firm.store.inbox.rows([lead.id])
    assert (row.preview, row.unread) == ("second", 2)


def test_a_yes_after_stop_changes_nothing_and_waits_for_an_agent(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "STOP")
    assert not firm.store.leads.get(lead.id).needs_reply
    firm.says(lead.number, "Yes")
    assert firm.status(lead) is Status.REVOKED
    assert firm.store.leads.get(lead.id).needs_reply


def test_an_unclear_answer_ends_the_process_and_keeps_the_request_open(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "Who is this?")
    assert firm.status(lead) is Status.NOT_AUTHORIZED
    assert '"Who is this?"' in firm.consent(lead).cause
    assert firm.store.leads.get(lead.id).needs_reply
    firm.clock.passes(days=29)
    firm.says(lead.number, "yes")
    assert firm.status(lead) is Status.AUTHORIZED


def test_a_no_closes_the_request(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(minutes=1)
    firm.says(lead.number, "No")
    firm.says(lead.number, "Yes")
    assert firm.status(lead) is Status.NOT_AUTHORIZED


def test_the_ledger_has_the_clients_words_and_the_carriers_time(firm: Firm) -> None:
    lead = firm.authorized()
    at = firm.clock() - timedelta(seconds=30)
    firm.says(lead.number, "  Please STOP!! ", at=at)
    event = firm.store.ledger.events(str(lead.number))[-1]
    assert (event.words, event.at, event.recorded_at) == ("  Please STOP!! ", at, firm.clock())
    assert event.message_id is not None
    assert firm.message(event.message_id).body == "  Please STOP!! "


def test_hostile_words_are_kept_as_they_came(firm: Firm) -> None:
    lead = firm.lead()
    body = "[/b][@click=app.quit]x[/]\x1b]52;c;aGk=\x07 '); DROP TABLE leads; -- \u202e\ud800\0"
    firm.says(lead.number, body)
    expected = body.replace("\ud800", "\ufffd").replace("\0", "\ufffd")
    assert firm.store.log.newest(lead.id)[0].body == expected


def test_a_record_that_cannot_be_read_is_set_aside_once(firm: Firm) -> None:
    bad = BadRecord('{"from": "\ud800"}', "the sender is not a phone number")
    assert firm.store.received.set_aside("SMS", bad)
    assert not firm.store.received.set_aside("SMS", bad)
    [(product, _, why, raw)] = firm.store.received.set_aside_list()
    assert (product, why, raw) == ("SMS", bad.why, '{"from": "\ufffd"}')
