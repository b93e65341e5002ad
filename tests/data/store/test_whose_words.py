"""Whose words count, on record: our own numbers, other numbers of the account, other networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.carriage import InboundRecord
from data.clock import to_text
from data.errors import Refused
from data.models import Lead, Status
from firm import Firm

OURS, FORMER, OTHERS = "+15559870000", "+15559870001", "+15551112222"
STRANGER = "+447700900123"
_IDS = itertools.count(1)
ELSEWHERE = {"to": OTHERS}


@pytest.fixture
def firm(tmp_path: Path) -> Iterator[Firm]:
    firm = Firm.open(tmp_path / "own.db", None, OURS, FORMER)
    yield firm
    firm.store.close()


def hears(firm: Firm, number: str | None, body: str, **given: Any) -> bool:
    assert number is not None
    fields: dict[str, Any] = {"product": "MESSAGES", "carrier_id": f"r-{next(_IDS)}"}
    fields |= {"to": OURS.removeprefix("+"), "at": firm.clock(), **given}
    return firm.store.received.record(InboundRecord(sender=number, body=body, **fields))


def asked(firm: Firm) -> Lead:
    lead = firm.lead()
    firm.request(lead)
    firm.clock.passes(seconds=20)
    return lead


def waits(firm: Firm, lead: Lead) -> bool:
    return firm.store.leads.get(lead.id).needs_reply


@pytest.mark.parametrize("channel", ["sms", "mms"])
def test_a_yes_to_our_number_by_sms_or_mms_authorizes(firm: Firm, channel: str) -> None:
    lead = asked(firm)
    assert hears(firm, lead.number, "YES", channel=channel)
    assert firm.status(lead) is Status.AUTHORIZED


DOUBTS: list[dict[str, Any]] = [
    {"channel": "whatsapp"}, {"channel": "rcs"}, {"channel": "viber_service"}, {"channel": ""},
    {"direction": "outbound"}, {"direction": ""}, {"to": ""}, {"to": "Acme"},
    {"to": "", "channel": "whatsapp"},
]  # fmt: skip


@pytest.mark.parametrize("given", DOUBTS)
@pytest.mark.parametrize("word", ["YES", "START", "NO", "HELP", "Who is this?"])
def test_a_doubtful_word_is_shown_and_changes_nothing(
    firm: Firm, given: dict[str, Any], word: str
) -> None:
    lead = asked(firm)
    before = firm.consent(lead)
    assert hears(firm, lead.number, word, **given)
    assert firm.consent(lead) == before
    shown = firm.store.log.newest(lead.id)[-1]
    assert shown.body == word
    assert shown.reason
    assert waits(firm, lead)
    assert firm.claim() is None, "nothing answers it"


@pytest.mark.parametrize("given", [*DOUBTS, ELSEWHERE, {"to": OTHERS, "channel": "rcs"}])
@pytest.mark.parametrize("words", ["STOP", "please stop texting me"])
def test_a_stop_counts_wherever_it_was_sent_and_is_not_answered(
    firm: Firm, given: dict[str, Any], words: str
) -> None:
    lead = firm.authorized()
    assert hears(firm, lead.number, words, **given)
    assert firm.status(lead) is Status.REVOKED
    assert firm.claim() is None


@pytest.mark.parametrize("given", [ELSEWHERE, {"channel": "whatsapp"}, {"to": ""}])
def test_a_weak_sign_closes_the_composer_wherever_it_was_sent(
    firm: Firm, given: dict[str, Any]
) -> None:
    lead = firm.authorized()
    assert hears(firm, lead.number, "cancel my appointment", **given)
    assert firm.consent(lead).weak_words == "cancel my appointment"


@pytest.mark.parametrize("word", ["YES", "START", "NO", "HELP", "Who is this?", ""])
@pytest.mark.parametrize("given", [ELSEWHERE, {"to": "AcmeBot", "channel": "rcs"}])
def test_what_was_sent_to_another_number_is_counted_and_not_kept(
    firm: Firm, given: dict[str, Any], word: str
) -> None:
    lead = asked(firm)
    for number in (lead.number, STRANGER):
        assert not hears(firm, number, word, carrier_id=f"to-others-{number}", **given)
        assert not hears(firm, number, word, carrier_id=f"to-others-{number}", **given)
    assert firm.status(lead) is Status.PENDING
    assert len(firm.store.log.newest(lead.id)) == 1
    assert firm.store.ledger.consent(STRANGER) is None
    counted = {OTHERS if given["to"] == OTHERS else "": 2}
    assert firm.store.received.elsewhere(timedelta(days=7)) == counted


def test_what_was_counted_is_forgotten_but_for_the_count(firm: Firm) -> None:
    for _ in range(3):
        hears(firm, STRANGER, "hello", to=OTHERS)
    firm.clock.passes(days=4)
    hears(firm, STRANGER, "hello", to=OTHERS)
    assert firm.sql("SELECT count(*) FROM elsewhere_counted") == [(1,)]
    assert firm.store.received.elsewhere(timedelta(days=7)) == {OTHERS: 4}
    assert firm.store.received.elsewhere(timedelta(days=1)) == {OTHERS: 1}


def test_our_own_numbers_are_no_clients(firm: Firm) -> None:
    assert not hears(firm, FORMER, "STOP")
    assert not hears(firm, OURS, "HELP", to=FORMER)
    assert firm.claim() is None
    assert firm.store.ledger.consent(FORMER) is None


def test_each_message_keeps_the_number_it_left_from_or_was_sent_to(firm: Firm) -> None:
    lead = asked(firm)
    hears(firm, lead.number, "hello", to=FORMER)
    assert firm.sql("SELECT own_number FROM messages ORDER BY id") == [(OURS,), (FORMER,)]
    for changed in (FORMER, None):
        with pytest.raises(Refused, match="never changed"):
            firm.sql("UPDATE messages SET own_number = :n WHERE direction = 'out'", n=changed)


def test_a_yes_counts_at_the_number_its_request_left_from(firm: Firm) -> None:
    lead = asked(firm)
    assert hears(firm, lead.number, "YES", to=FORMER)
    assert firm.status(lead) is Status.PENDING
    reason = firm.store.log.newest(lead.id)[-1].reason
    assert reason == ("It was sent to +1 555 987 0001, and the request left from +1 555 987 0000.")
    assert hears(firm, lead.number, "YES")
    assert firm.status(lead) is Status.AUTHORIZED


def test_a_start_counts_at_any_number_of_ours(firm: Firm) -> None:
    lead = firm.authorized()
    hears(firm, lead.number, "STOP")
    firm.clock.passes(minutes=1)
    hears(firm, lead.number, "START", to=FORMER)
    assert firm.status(lead) is Status.AUTHORIZED


@pytest.mark.parametrize("to", [OURS, FORMER])
def test_a_request_of_an_earlier_version_can_be_answered_at_any_number_of_ours(
    firm: Firm, to: str
) -> None:
    lead = asked(firm)
    firm.sql("DROP TRIGGER messages_own_number_frozen")
    firm.sql("UPDATE messages SET own_number = NULL")
    hears(firm, lead.number, "YES", to=to)
    assert firm.status(lead) is Status.AUTHORIZED


def test_a_client_is_heard_at_the_number_they_were_written_to_from(
    firm: Firm, tmp_path: Path
) -> None:
    lead = asked(firm)
    firm.store.worker.release(firm.fence)
    firm.store.close()
    moved = Firm.open(tmp_path / "own.db", firm.clock, OTHERS)
    assert hears(moved, lead.number, "YES", to=OURS)
    assert not hears(moved, STRANGER, "YES", to=OURS)
    assert moved.status(lead) is Status.AUTHORIZED
    moved.store.close()


def test_a_clone_knows_the_same_numbers(firm: Firm) -> None:
    again = firm.store.clone()
    assert again._context.own_numbers == {OURS, FORMER}
    assert again._context.sending_number == OURS
    again.close()


def test_a_yes_by_whatsapp_is_not_taken_for_the_one_by_sms(firm: Firm) -> None:
    lead = asked(firm)
    hears(firm, lead.number, "YES", channel="whatsapp")
    assert hears(firm, lead.number, "YES", product="SMS")
    assert firm.status(lead) is Status.AUTHORIZED
    assert not hears(firm, lead.number, "YES")


@pytest.mark.parametrize("body", ["", " ", "\u200b\u2060"])
def test_a_text_with_nothing_in_it_waits_for_a_person(firm: Firm, body: str) -> None:
    lead = asked(firm)
    assert hears(firm, lead.number, body)
    assert firm.status(lead) is Status.PENDING
    assert waits(firm, lead)
    assert "could not be read whole" in firm.store.log.newest(lead.id)[-1].reason
    assert firm.store.checkup.unreadable(timedelta(days=7)) == (1, 1)


def test_a_picture_is_no_answer_and_its_caption_is_words(firm: Firm) -> None:
    lead = asked(firm)
    hears(firm, lead.number, "", channel="mms", media="https://media.example/1.jpg")
    [*_, message] = firm.store.log.newest(lead.id)
    assert message.reason == "A picture or file, not shown here."
    assert firm.consent(lead).weak_message_id is None
    [row] = firm.store.inbox.rows([lead.id])
    assert row.preview == "A picture or file, not shown here."
    assert firm.sql("SELECT media FROM messages WHERE id = :id", id=message.id) == [
        ("https://media.example/1.jpg",)
    ]
    hears(firm, lead.number, "STOP", channel="mms", media="{}")
    assert firm.status(lead) is Status.REVOKED


def test_what_was_sent_elsewhere_is_counted_by_the_day_it_was_received(firm: Firm) -> None:
    hears(firm, STRANGER, "hello", to=OTHERS)
    day = to_text(firm.clock())[:10]
    assert firm.sql("SELECT * FROM elsewhere") == [(day, "MESSAGES", OTHERS, 1)]
