"""The rows in which a worker stands still at a named point, and time passes or something happens.

The clocks are moved by the test, so an hour of standing still takes no time.
"""

from __future__ import annotations

from typing import Any

from data.store.worker import LEASE, QUIET
from faults_yard import Yard
from vonage_server import error
from waiting import eventually

PAST_LEASE = (LEASE + QUIET / 2).total_seconds()
PAST_LEASE_AND_QUIET = (LEASE + QUIET).total_seconds() + 5


def overtaken(yard: Yard, point: str, **plan: Any) -> None:
    """A worker stops at the point, another takes over; continued, the first changes nothing."""
    first = yard.queue(yard.leads[0])
    old = yard.worker(stop_at=point, **plan)
    yard.nursery.wait_stopped(old)
    yard.passes(PAST_LEASE_AND_QUIET)
    assert yard.queue(yard.leads[1])
    new = yard.worker(stop_at="after settle")
    yard.nursery.wait_stopped(new)
    # It holds the lease and stands still: whatever is done from here on, the old one does.
    assert yard.queue(yard.leads[2])
    before, posts = _everything(yard), len(yard.server.posts)
    yard.nursery.go_on(old)
    eventually(lambda: _asked_for_lease(yard, old) or _everything(yard) != before)
    assert yard.nursery.kill(old) == -9
    assert _everything(yard) == before, "the old one changed something"
    assert len(yard.server.posts) == posts, "the old one sent something"
    status, reason = yard.sql("SELECT status, reason FROM messages WHERE id = :id", id=first)[0]
    assert (status, reason[:23]) == ("uncertain", "It may have been sent. ")
    assert yard.nursery.kill(new) == -9
    yard.settle_down()
    yard.holds()


def too_long(yard: Yard, point: str, **plan: Any) -> None:
    """A worker stops at the point beyond its claim's age and goes on: it claims anew."""
    message_id = yard.queue(yard.leads[0])
    pid = yard.worker(stop_at=point, **plan)
    yard.nursery.wait_stopped(pid)
    yard.passes(PAST_LEASE_AND_QUIET)
    posts = len(yard.server.posts)
    yard.nursery.go_on(pid)
    eventually(yard.idle)
    assert yard.nursery.kill(pid) == -9
    claims = [each for each in yard.evidence.of("claim") if each["message"] == message_id]
    assert len(claims) == 2, "what was claimed long ago was sent"
    assert len(yard.server.posts) == posts + 1
    yard.holds()


def revoked_meanwhile(yard: Yard, point: str, **plan: Any) -> None:
    """A worker stops at the point, STOP is recorded, it goes on: the text does not go out."""
    lead = yard.leads[0]
    message_id = yard.queue(lead)
    pid = yard.worker(stop_at=point, **plan)
    yard.nursery.wait_stopped(pid)
    assert lead.number is not None
    yard.store.consents.revoke(yard.actor, lead.number, "call", "wants no texts")
    posts = len(yard.server.posts)
    yard.nursery.go_on(pid)
    eventually(yard.idle)
    assert yard.nursery.kill(pid) == -9
    assert len(yard.server.posts) == posts, "sent after STOP"
    assert _status(yard, message_id) == "cancelled"
    _agrees_again(yard)
    yard.holds()


def refused_after_stop(yard: Yard, **plan: Any) -> None:
    """STOP is recorded while a text is on the wire, and the carrier does not take the text.

    It must not go out when the client agrees again: it was written before the STOP.
    """
    lead = yard.leads[0]
    message_id = yard.queue(lead)
    yard.server.fail_next(error(429, "1000"), on="POST")
    pid = yard.worker(stop_at="after the request", **plan)
    yard.nursery.wait_stopped(pid)
    assert lead.number is not None
    yard.store.consents.revoke(yard.actor, lead.number, "call", "wants no texts")
    _agrees_again(yard)
    yard.nursery.go_on(pid)
    eventually(yard.idle)
    assert yard.nursery.kill(pid) == -9
    assert _status(yard, message_id) == "cancelled", "sent after STOP"
    bodies = [record.body for record in yard.server.accepted]
    assert not any(body.startswith("Your papers") for body in bodies), "sent after STOP"
    yard.holds()


def still_on_the_wire(yard: Yard, **plan: Any) -> None:
    """A lease that ran out is not taken while its holder's request may still be on the wire."""
    message_id = yard.queue(yard.leads[0])
    old = yard.worker(stop_at="before the request")
    yard.nursery.wait_stopped(old)
    yard.passes(PAST_LEASE)
    new = yard.worker(**plan)
    eventually(lambda: _asked_for_lease(yard, new) or _status(yard, message_id) != "sending")
    assert _status(yard, message_id) == "sending", "given up while it may be on the wire"
    for pid in (new, old):
        assert yard.nursery.kill(pid) == -9
    yard.settle_down()
    yard.holds()


def _status(yard: Yard, message_id: int | None) -> str:
    return str(yard.sql("SELECT status FROM messages WHERE id = :id", id=message_id)[0][0])


def _agrees_again(yard: Yard) -> None:
    lead = yard.leads[0]
    assert lead.number is not None
    yard.store.consents.grant(yard.actor, lead.number, "call", "agrees again")


def _asked_for_lease(yard: Yard, pid: int) -> bool:
    """The worker has asked for the lease, and does so again and again while it does not get it."""
    asked = [each for each in yard.evidence.of("lease refused") if each["pid"] == pid]
    return len(asked) > 1


def _everything(yard: Yard) -> list[Any]:
    """All that a worker can change, but for when it last said that it lives."""
    return [
        yard.sql(f"SELECT * FROM {table} ORDER BY 1")  # all columns: whatever they are
        for table in ("messages", "numbers", "consent_events", "received_records", "read_marks")
    ] + yard.sql("SELECT holder, fence, expires_at FROM worker")
