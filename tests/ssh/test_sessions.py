"""People log in by key, work, and are shown out: through a real sshd."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

import pytest

from data.models import MessageStatus, Permission
from ssh_host import SshHost
from terminal import Terminal
from waiting import eventually

pytestmark = pytest.mark.xdist_group("ssh")


def ends(terminal: Terminal, words: str, seconds: float = 15) -> int:
    """Wait until the session has said these words and is over; its exit code."""
    eventually(lambda: words.encode() in terminal.raw, seconds)
    return terminal.wait()


def test_two_users_log_in_resize_work_and_log_out(host: SshHost) -> None:
    lead = host.lead("SSH-1", "+14155550141")
    alice, bob = host.sit_down("alice"), host.sit_down("bob")
    alice.wait_for("Inbox", "alice", "SSH-1")
    bob.wait_for("Inbox", "bob", "SSH-1")
    alice.resize(80, 24)
    bob.resize(120, 36)
    alice.press("enter")
    alice.wait_for("Client SSH-1", "Category")
    alice.press("f4")
    alice.wait_for("Documents")
    alice.press("down", "enter")
    eventually(lambda: not alice.shows("Appointment"))
    alice.press("Your papers are ready.")
    alice.wait_for("22/160")
    alice.press("enter")
    store = host.store()
    eventually(lambda: store.log.count(lead.id) == 1, 15)
    [message] = store.log.newest(lead.id)
    assert (message.author, message.status) == ("alice", MessageStatus.QUEUED)
    entry = store.audit.entries(kind="session", user="bob", limit=1)[0]
    key = store.keys.list(store.people.user("bob"))[0]
    assert (entry.after, entry.note) == ("began", f"from 127.0.0.1 {key.fingerprint}")
    store.close()
    bob.wait_for("Your papers are ready.")
    for terminal in (alice, bob):
        terminal.press("ctrl+q")
        assert terminal.wait() == 0


@pytest.mark.parametrize("how", ["revoked", "deactivated"])
def test_a_session_ends_within_a_second_of_its_right_and_keeps_the_draft(
    host: SshHost, how: str
) -> None:
    file, number = {
        "revoked": ("R-1", "+14155550142"),
        "deactivated": ("D-1", "+14155550143"),
    }[how]
    lead = host.lead(file, number)
    host.user(how, Permission.SMS)
    terminal = host.sit_down(how)
    terminal.wait_for("Inbox", file)
    terminal.press("enter")
    terminal.wait_for(f"To Client {file}")
    terminal.press("half a sentence")
    terminal.wait_for("half a sentence")
    store = host.store()
    user, boss = store.people.known_user(how), host.boss(store)
    before = monotonic()
    if how == "revoked":
        store.keys.revoke(boss, store.keys.list(user)[0].fingerprint)
    else:
        store.people.deactivate(boss, how)
    assert ends(terminal, "Your access to sms-tui has ended.") == 1
    took = monotonic() - before
    assert store.drafts.get(user.id, lead.id)[0] == "half a sentence"
    store.close()
    # A second for the program to notice; the rest is the end of Python and of the connection.
    assert took < 5, took
    refused = host.run(key=how, options=("-tt",))
    assert refused.returncode == 255
    assert "Permission denied (publickey)" in refused.stderr


def test_a_session_nobody_touches_ends_after_the_time_that_is_set(host: SshHost) -> None:
    store = host.store()
    boss = host.boss(store)
    terminal = host.sit_down("alice")
    terminal.wait_for("Inbox", "alice")
    store.settings.save(boss, "idle_after", timedelta(seconds=1))
    try:
        assert ends(terminal, "Nobody was at the keyboard: the session has ended.") == 1
    finally:
        store.settings.save(boss, "idle_after", timedelta(0))
        store.close()
