"""The rows in which another file comes into the database's place while its worker is running.

A copy is made as careless people make it, with the queue still waiting in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from faults_yard import Yard
from plain_sql import client, event, message
from waiting import eventually

_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"


def copied(yard: Yard, name: str = "copy.db") -> Path:
    """A copy of everything as it stands, in which the queue waits."""
    copy = yard.path.with_name(name)
    yard.store._database.connection.execute("VACUUM INTO ?", (str(copy),))
    return copy


def replaced_at_rest(yard: Yard, **plan: Any) -> None:
    """What the original sent and answered since the copy was made is neither sent nor answered
    again when the copy takes its place under the running worker."""
    yard.reads_once()
    sent = yard.queue(yard.leads[0])
    copy = copied(yard)
    yard.says(yard.leads[1], "STOP")
    pid = yard.worker(**plan)
    eventually(lambda: len(yard.server.accepted) == 2)
    eventually(yard.idle)
    copy.replace(yard.path)
    assert yard.nursery.wait(pid) == 1, "it does not work on a file that is not in its place"
    yard.reopen()
    yard.works_off(**plan)
    posts = [str(post.body["text"]) for post in yard.server.posts]
    assert len(posts) == 2, f"sent or answered twice: {posts}"
    assert yard.sql("SELECT status FROM messages WHERE id = :id", id=sent)[0][0] in (
        "sent",
        "delivered",
    )
    status = "SELECT status FROM numbers WHERE e164 = :number"
    assert yard.sql(status, number=yard.leads[1].number) == [("Revoked",)], "the STOP is lost"
    yard.sound()


def replaced_at(yard: Yard, point: str, **plan: Any) -> None:
    """A worker stops at the point, a copy takes the place, it goes on: nothing leaves any more."""
    yard.reads_once()
    waiting = yard.queue(yard.leads[0])
    copy = copied(yard)
    pid = yard.worker(stop_at=point, **plan)
    yard.nursery.wait_stopped(pid)
    copy.replace(yard.path)
    yard.nursery.go_on(pid)
    ended = yard.nursery.wait(pid)
    assert not yard.server.posts, "sent from a file that is not in its place"
    assert ended == 1
    yard.reopen()
    pid = yard.worker(**plan)
    status = "SELECT status FROM messages WHERE id = :id"
    eventually(lambda: yard.sql(status, id=waiting) == [("uncertain",)])
    assert yard.nursery.kill(pid) == -9
    assert not yard.server.posts
    yard.holds()


def named_twice(yard: Yard, **plan: Any) -> None:
    """A worker ends when its database gets a second name; another one does not begin."""
    yard.says(yard.leads[1], "Thank you")
    pid = yard.worker(**plan)
    eventually(yard.idle)
    other = yard.path.with_name("other-name.db")
    other.hardlink_to(yard.path)
    assert yard.queue(yard.leads[0]) is None
    assert "nothing is sent" in yard.refused
    for worker in (pid, yard.worker(**plan), yard.worker(database=str(other), **plan)):
        assert yard.nursery.wait(worker) == 1, "it works on a file with two names"
    assert not yard.server.posts
    other.unlink()
    assert yard.queue(yard.leads[0])
    yard.settle_down()
    assert len(yard.server.posts) == 1
    yard.holds()


def written_over(yard: Yard, **plan: Any) -> None:
    """A copy is written over the open file: the same file, with other content, and the same lease.

    What this worker handed over it does not hand over again, whatever it finds waiting.
    """
    yard.queue(yard.leads[0])
    copy = copied(yard)
    pid = yard.worker(**plan)
    eventually(yard.idle)
    yard.path.write_bytes(copy.read_bytes())
    copy.unlink()
    yard.passes(1)
    for lead in yard.leads[1:]:
        yard.says(lead, "Thank you")
    eventually(lambda: _ended(yard, pid) or not yard.unread(), 30)
    bodies = [str(post.body["text"]) for post in yard.server.posts]
    assert len(bodies) == len(set(bodies)), f"sent twice: {bodies}"


def forged(yard: Yard, **plan: Any) -> None:
    """Two statements of plain SQL authorize a number that nothing authorized: nothing is sent."""
    lead = yard.store.leads.add(yard.actor, "Demo Client 9", "F-9", "+14155550999")
    number_id = str(yard.sql("SELECT id FROM numbers WHERE e164 = :n", n=lead.number)[0][0])
    other = client(yard.path, "careless")
    other.execute(
        event(
            number_id=number_id, before="'Not Authorized'", after="'Authorized'",
            cause="'by hand'", message_id="NULL", user="'ann'", source="'call'", note="'agreed'",
        )
    )  # fmt: skip
    other.execute(f"UPDATE numbers SET status = 'Authorized' WHERE id = {number_id}")
    other.execute(
        message(number_id=number_id, lead_id=str(lead.id), author_id="1", author="'ann'",
                category="'General'", at=_NOW, recorded_at=_NOW)
    )  # fmt: skip
    other.close()
    pid = yard.worker(**plan)
    for n in range(10):
        yard.says(yard.leads[1], f"Are they ready, {n}?")
        eventually(lambda: not yard.unread())
    assert yard.nursery.kill(pid) == -9
    assert not yard.server.posts, "sent by a made-up row of the ledger"


def _ended(yard: Yard, pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text()
