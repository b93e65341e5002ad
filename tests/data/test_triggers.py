"""What no code may do to the record: each forbidden act, done directly with SQL, is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.carriage import Held
from data.errors import Refused
from data.models import MessageStatus, Status
from data.sqlite import Connection, sqlite3
from firm import Firm
from plain_sql import MOMENT, event

NEVER_DELETED = "never deleted"
FROZEN = "What a message says, to whom and when, is never changed"
REPLACED = "never replaced"
PATH = "cannot go from that status"
# With recursive triggers what is replaced counts as deleted.
LEDGER = "The ledger (only grows at its end|is never deleted)|Ids begin at 1"
AUDIT = "The audit log (only grows at its end|is never deleted)|Ids begin at 1"
NO_ADMIN = "This would leave no Admin"

# Well formed: a number that is Authorized stays so.
_EVENT = (
    "INSERT {way} INTO consent_events SELECT {id}, 1, 'Authorized', 'Authorized',"
    " 'judged not an opt-out', words, message_id, user, os_account, source, note, at, recorded_at,"
    f" {{previous}}, '{'0f' * 32}' FROM consent_events WHERE id = 3"
)
_LAST = "(SELECT hash FROM consent_events ORDER BY id DESC LIMIT 1)"

FORBIDDEN = [
    ("DELETE FROM messages WHERE id = 2", NEVER_DELETED),
    ("DELETE FROM numbers", NEVER_DELETED),
    ("DELETE FROM leads", NEVER_DELETED),
    ("DELETE FROM users WHERE name = 'bob'", "deactivated, never deleted"),
    ("DELETE FROM consent_events WHERE id = 3", NEVER_DELETED),
    ("DELETE FROM audit WHERE id = 1", NEVER_DELETED),
    ("DELETE FROM log", NEVER_DELETED),
    ("DELETE FROM received_records", NEVER_DELETED),
    ("UPDATE consent_events SET note = 'x' WHERE id = 1", "The ledger is never changed"),
    ("DELETE FROM ledger_head", NEVER_DELETED),
    ("INSERT INTO ledger_head VALUES (1, 0, '')", "The ledger is never changed"),
    ("INSERT OR REPLACE INTO ledger_head VALUES (1, 0, '')", "The ledger is never"),
    ("UPDATE ledger_head SET last_id = last_id - 1", LEDGER),
    ("UPDATE ledger_head SET last_id = last_id + 1", LEDGER),
    ("UPDATE ledger_head SET hash = 'x'", LEDGER),
    ("UPDATE audit SET note = 'x' WHERE id = 1", "The audit log is never changed"),
    ("UPDATE log SET at = 'x'", "The log is never changed"),
    ("UPDATE received_records SET carrier_id = 'x'", "never changed"),
    ("UPDATE numbers SET e164 = '+15550001'", "A number is never changed"),
    ("UPDATE numbers SET id = 99 WHERE id = 1", "A number is never changed"),
    *(
        (f"UPDATE messages SET {column} = {value} WHERE id = 5", FROZEN)
        for column, value in [
            ("id", "99"),
            ("lead_id", "NULL"),
            ("number_id", "2"),
            ("direction", "'in'"),
            ("kind", "'automatic'"),
            ("template", "'help'"),
            ("body", "'Another text'"),
            ("category_id", "2"),
            ("category", "'Payment'"),
            ("author_id", "2"),
            ("author", "'bob'"),
            ("os_account", "'bob'"),
            ("asked_by", "'call'"),
            ("note", "'x'"),
            ("at", "'2020-01-01T00:00:00.000Z'"),
            ("recorded_at", "'2020-01-01T00:00:00.000Z'"),
            ("client_ref", f"'{'0' * 40}'"),
        ]
    ),
    ("UPDATE messages SET media = 'x' WHERE id = 5", "left from or was sent to is never changed"),
    ("UPDATE messages SET part_of = 2 WHERE id = 5", "becomes part of another once"),
    ("REPLACE INTO messages SELECT * FROM messages WHERE id = 5", REPLACED),
    (
        "INSERT OR REPLACE INTO messages (number_id, direction, kind, body, status, at,"
        " recorded_at, client_ref, segments) SELECT number_id, direction, kind, 'Other',"
        " 'queued', at, recorded_at, client_ref, segments FROM messages WHERE id = 5",
        REPLACED,
    ),
    ("REPLACE INTO numbers (e164, since) SELECT e164, since FROM numbers", REPLACED),
    (f"REPLACE INTO numbers (id, e164, since) VALUES (1, '+15550001', {MOMENT})", REPLACED),
    (
        f"INSERT INTO numbers (e164, since, status) VALUES ('+15550001', {MOMENT}, 'Authorized')",
        "begins",
    ),
    *(
        (
            "INSERT INTO messages (number_id, direction, kind, body, status, at, recorded_at,"
            f" client_ref, segments, fence, claimed_at) SELECT 1, 'out', 'text', 'x', '{status}',"
            f" at, at, '{'0' * 40}', 1, 1, at FROM messages WHERE id = 4",
            "A message begins as queued or received",
        )
        for status in ("sending", "sent", "delivered", "uncertain", "failed", "cancelled")
    ),
    ("UPDATE numbers SET status = 'Revoked' WHERE id = 1", "only with its row in the ledger"),
    ("UPDATE numbers SET status = 'Authorized' WHERE id = 2", "only with its row in the ledger"),
    (_EVENT.format(way="", id="NULL", previous="''"), LEDGER),
    (_EVENT.format(way="", id="NULL", previous="'x'"), LEDGER),
    (_EVENT.format(way="", id="0", previous=_LAST), LEDGER),
    (_EVENT.format(way="OR REPLACE", id="1", previous=_LAST), LEDGER),
    (_EVENT.format(way="OR REPLACE", id="3", previous=_LAST), LEDGER),
    ("REPLACE INTO audit SELECT * FROM audit WHERE id = 1", AUDIT),
    ("INSERT INTO audit SELECT 0, at, '', '', '', '', '', '', '' FROM audit", AUDIT),
    ("UPDATE users SET active = 0 WHERE name = 'ann'", NO_ADMIN),
    ("DELETE FROM permissions WHERE user_id = 1", NO_ADMIN),
    ("UPDATE permissions SET effect = 'deny' WHERE user_id = 1", NO_ADMIN),
    (
        "UPDATE OR REPLACE permissions SET name = 'admin', effect = 'deny'"
        " WHERE user_id = 1 AND name = 'sms'",
        NO_ADMIN,
    ),
    ("REPLACE INTO permissions (user_id, name, effect) VALUES (1, 'admin', 'deny')", NO_ADMIN),
]


@pytest.fixture
def recorded(firm: Firm) -> Firm:
    """Messages: 1 request sent, 2 YES, 3 confirmation sent, 4 text sent, 5 text queued, all of
    number 1; 6 STOP of number 2, 7 its confirmation queued. A user bob without permissions."""
    lead = firm.authorized()
    firm.text(lead)
    firm.send()
    firm.text(lead)
    firm.says("+447700900123", "STOP")
    firm.user("bob")
    return firm


@pytest.fixture
def other(recorded: Firm) -> Iterator[Connection]:
    """Another program on the same file, with SQLite's own settings: no recursive triggers."""
    connection = sqlite3.connect(recorded.store.path, isolation_level=None)
    yield connection
    connection.close()


def everything(firm: Firm) -> list[list[tuple[object, ...]]]:
    tables = ("messages", "numbers", "consent_events", "log", "permissions", "users", "audit")
    return [firm.sql(f"SELECT * FROM {table}") for table in tables]


@pytest.mark.parametrize(("sql", "says"), FORBIDDEN)
def test_a_forbidden_act_is_refused(recorded: Firm, sql: str, says: str) -> None:
    before = everything(recorded)
    with pytest.raises(Refused, match=says):
        recorded.sql(sql)
    assert everything(recorded) == before


@pytest.mark.parametrize(("sql", "says"), FORBIDDEN)
def test_another_program_is_refused_as_well(
    recorded: Firm, other: Connection, sql: str, says: str
) -> None:
    before = everything(recorded)
    with pytest.raises(sqlite3.IntegrityError, match=says):
        other.execute(sql)
    assert everything(recorded) == before


ALLOWED_PATHS = {
    "queued": {"sending", "cancelled", "failed"},
    "sending": {"queued", "sent", "failed", "uncertain"},
    "uncertain": {"sent", "delivered", "failed", "cancelled"},
    "sent": {"delivered", "failed", "uncertain"},
    "delivered": set[str](),
    "failed": set[str](),
    # One that was claimed may turn out to have been sent.
    "cancelled": {"sent", "delivered", "failed"},
}
HOW_TO_REACH = {
    "queued": [],
    "sending": ["sending"],
    "uncertain": ["sending", "uncertain"],
    "sent": ["sending", "sent"],
    "delivered": ["sending", "sent", "delivered"],
    "failed": ["failed"],
    "cancelled": ["sending", "uncertain", "cancelled"],
}


def move(firm: Firm, message_id: int, status: str) -> None:
    firm.sql(
        "UPDATE messages SET status = :status, fence = 1, claimed_at = at WHERE id = :id",
        id=message_id,
        status=status,
    )


@pytest.mark.parametrize("then", [*ALLOWED_PATHS, "received"])
@pytest.mark.parametrize("now", ALLOWED_PATHS)
def test_a_status_only_moves_along_its_path(recorded: Firm, now: str, then: str) -> None:
    for status in HOW_TO_REACH[now]:
        move(recorded, 5, status)
    if then == now or then in ALLOWED_PATHS[now]:
        move(recorded, 5, then)
    else:
        with pytest.raises(Refused, match=PATH):
            move(recorded, 5, then)
    assert recorded.message(5).status in {MessageStatus(now), MessageStatus(then)}


def test_a_text_cancelled_in_the_queue_was_never_sent(recorded: Firm) -> None:
    recorded.sql("UPDATE messages SET status = 'cancelled' WHERE id = 5")
    with pytest.raises(Refused, match=PATH):
        recorded.sql("UPDATE messages SET status = 'sent' WHERE id = 5")


def record(firm: Firm, number_id: int, after: Status) -> None:
    """Change a consent directly, with its row in the ledger."""
    before = firm.sql("SELECT status FROM numbers WHERE id = :id", id=number_id)[0][0]
    firm.store.ledger._append(
        number=firm.sql("SELECT e164 FROM numbers WHERE id = :id", id=number_id)[0][0],
        number_id=number_id,
        before=before,
        after=after.value,
        cause="STOP",
        **dict.fromkeys(("words", "user", "os_account", "source", "note"), ""),
        message_id=None,
        at="2026-11-23T18:05:00.000Z",
    )
    firm.sql("UPDATE numbers SET status = :s WHERE id = :id", id=number_id, s=after.value)


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.AUTHORIZED])
def test_no_text_goes_out_to_a_number_that_is_not_authorized(firm: Firm, status: Status) -> None:
    text = firm.text(firm.authorized())
    record(firm, 1, status)
    with pytest.raises(Refused, match=f"not Authorized: nothing is sent|{PATH}"):
        move(firm, text.id, "sending")
    assert firm.claim() is None
    assert firm.message(text.id).status is MessageStatus.CANCELLED


def test_no_confirmation_goes_out_to_a_number_that_is_not_authorized(firm: Firm) -> None:
    lead = firm.lead()
    firm.request(lead)
    firm.says(lead.number, "Yes")
    record(firm, 1, Status.PENDING)
    with pytest.raises(Refused, match="not Authorized: nothing is sent"):
        move(firm, 3, "sending")


def test_a_revocation_in_the_ledger_alone_ends_what_waits(recorded: Firm) -> None:
    recorded.sql(event())
    assert recorded.message(5).status is MessageStatus.CANCELLED
    assert recorded.message(5).reason == "The client revoked SMS."


def test_a_revocation_leaves_the_queue_of_other_numbers_alone(recorded: Firm) -> None:
    record(recorded, 1, Status.REVOKED)
    assert recorded.message(5).status is MessageStatus.CANCELLED
    assert recorded.message(7).status is MessageStatus.QUEUED


def test_a_text_that_returns_to_the_queue_is_asked_again(recorded: Firm) -> None:
    move(recorded, 5, "sending")
    record(recorded, 1, Status.REVOKED)
    assert recorded.message(5).status is MessageStatus.SENDING
    move(recorded, 5, "queued")
    assert recorded.message(5).status is MessageStatus.CANCELLED


def test_a_request_that_returns_to_the_queue_after_a_stop_is_cancelled(firm: Firm) -> None:
    lead = firm.lead()
    firm.store.outbox.enqueue_authorization(firm.actor, lead.id)
    claim = firm.claim()
    assert claim is not None
    firm.says(lead.number, "STOP")
    assert firm.store.dispatch.settle(claim, Held("Try later."))
    assert firm.message(claim.message_id).status is MessageStatus.CANCELLED


def test_the_same_status_again_needs_no_row_in_the_ledger(recorded: Firm) -> None:
    recorded.sql("UPDATE numbers SET status = 'Authorized', helped_at = NULL WHERE id = 1")
    assert recorded.store.ledger.verify()[1] is None


def test_a_membership_that_is_moved_cannot_take_the_last_admin(firm: Firm) -> None:
    people, groups, actor = firm.store.people, firm.store.groups, firm.actor
    bob = firm.user("bob")
    admins = groups.add(actor, "Admins")
    firm.sql("INSERT INTO permissions (group_id, name, effect) VALUES (1, 'admin', 'allow')")
    groups.join(actor, "Admins", actor.user)
    firm.sql("DELETE FROM permissions WHERE user_id = 1")
    people.deactivate(actor, "bob")
    with pytest.raises(Refused, match=NO_ADMIN):
        firm.sql("UPDATE memberships SET user_id = :id", id=bob.user.id)
    assert groups.of(actor.user) == [admins]
