"""Before each claim: the end of the ledger's chain, and the record of the number it is for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.models import Lead, MessageStatus, Status
from data.sqlite import Connection
from data.store.safeguards import CHAIN_BROKEN
from firm import Firm
from plain_sql import CLIENTS, client, event

_AUTHORIZE = "UPDATE numbers SET status = 'Authorized' WHERE id = 2"


@pytest.fixture
def asked(firm: Firm) -> Lead:
    """A lead whose number, the second, never agreed; the first did, and a text to it waits."""
    firm.text(firm.authorized())
    return firm.lead()


@pytest.fixture(params=CLIENTS)
def other(firm: Firm, request: pytest.FixtureRequest) -> Iterator[Connection]:
    connection = client(firm.store.path, request.param)
    yield connection
    connection.close()


def made_up(**changes: str) -> str:
    """The best that plain SQL can do: a row that all triggers let through, its hash made up."""
    given = {
        "number_id": "2", "before": "'Not Authorized'", "after": "'Authorized'",
        "cause": "'by hand'", "message_id": "NULL", "user": "'ann'", "source": "'call'",
        "note": "'agreed'",
    }  # fmt: skip
    return event(**(given | changes))


def waits_for(firm: Firm, lead: Lead) -> int:
    """A text to a lead that the gate was made to take."""
    before = firm.store.safeguards.whole
    firm.store.safeguards.whole = lambda: True  # type: ignore[method-assign]
    text = firm.text(lead)
    firm.store.safeguards.whole = before  # type: ignore[method-assign]
    return text.id


def test_two_plain_statements_authorize_no_number(
    firm: Firm, asked: Lead, other: Connection
) -> None:
    assert firm.store.safeguards.whole()
    other.execute(made_up())
    other.execute(_AUTHORIZE)
    assert firm.status(asked) is Status.AUTHORIZED
    text = waits_for(firm, asked)
    assert firm.claim() is None
    assert firm.store.safeguards.fault() == CHAIN_BROKEN
    assert firm.message(text).status is MessageStatus.QUEUED
    again = firm.store.clone()
    assert again.safeguards.fault() == CHAIN_BROKEN
    assert again.dispatch.claim(firm.work()) is None
    again.close()


def test_a_made_up_row_that_others_follow_sends_nothing_to_its_number(
    firm: Firm, asked: Lead, other: Connection
) -> None:
    """The program goes on writing the ledger: a STOP must be on record whatever came before it."""
    other.execute(made_up())
    other.execute(_AUTHORIZE)
    firm.says("+447700900123", "STOP")
    assert firm.claim() is None, "seen as it came"
    again = firm.store.clone()
    assert again.safeguards.whole(), "a new start looks at the end alone"
    text = waits_for(firm, asked)
    fence = firm.work()
    sent = []
    while claim := again.dispatch.claim(fence):
        sent.append(claim.message_id)
    assert text not in sent
    assert len(sent) == 2, "what others agreed to goes out"
    assert firm.message(text).status is MessageStatus.QUEUED
    assert "does not hold" in firm.message(text).reason
    again.close()


@pytest.mark.parametrize(
    "way",
    [
        made_up(cause="'YES'", message_id="2", user="''"),
        made_up(cause="'START'", message_id="2"),
        made_up(hash="lower(hex(randomblob(32)))"),
    ],
)
def test_however_the_row_is_made_up_nothing_is_sent(
    firm: Firm, asked: Lead, other: Connection, way: str
) -> None:
    other.execute(way)
    other.execute(_AUTHORIZE)
    text = waits_for(firm, asked)
    assert firm.claim() is None
    assert firm.message(text).status is MessageStatus.QUEUED


def test_a_reply_to_judge_that_was_taken_off_the_number_still_waits(firm: Firm) -> None:
    lead = firm.authorized()
    text = firm.text(lead)
    firm.says(lead.number, "cancel my appointment")
    firm.sql("UPDATE numbers SET weak_message_id = NULL WHERE id = 1")
    assert firm.claim() is None
    assert firm.message(text.id).status is MessageStatus.QUEUED
    assert "does not hold" in firm.message(text.id).reason


def test_the_chain_may_grow_within_a_transaction_that_is_taken_back(firm: Firm) -> None:
    lead = firm.authorized()
    text = firm.text(lead)
    assert firm.store.safeguards.whole()
    with pytest.raises(ZeroDivisionError), firm.store._database.atomic():
        firm.says("+447700900123", "STOP")
        assert firm.store.safeguards.whole()
        raise ZeroDivisionError
    assert firm.store.safeguards.whole()
    assert firm.send().message_id == text.id


def test_an_older_ledger_in_the_place_of_this_one_is_noticed(firm: Firm) -> None:
    """Written over the open file, its end is before what was seen, or another row is there."""
    triggers = firm.sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    firm.text(firm.authorized())
    assert firm.store.safeguards.whole()
    for name, _ in triggers:
        firm.sql(f"DROP TRIGGER {name}")
    firm.sql("DELETE FROM consent_events WHERE id = 2")
    last = "SELECT id, hash FROM consent_events WHERE id = 1"
    firm.sql(f"UPDATE ledger_head SET (last_id, hash) = ({last})")
    for _, sql in triggers:
        firm.sql(sql)
    assert firm.claim() is None
    assert firm.store.safeguards.fault() == CHAIN_BROKEN
