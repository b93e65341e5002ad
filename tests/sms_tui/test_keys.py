"""`sms-tui key`, `sms-tui authorized-keys` and `sms-tui login`, without a server."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from data.models import Actor, Effect, Permission
from desk import Desk
from screens.session import Session
from sms_tui.clean_environment import cleaned, terminal
from sms_tui.identity import os_account
from sms_tui.places import first_place
from ssh_host import install
from ssh_keys import public_key
from terminal import Terminal, environment

ME = os_account()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "firm.db")
    desk.run("user", "add", "alice")
    return desk


def add(desk: Desk, user: str, number: int) -> str:
    """Give a user a key by standard input; its fingerprint."""
    result = desk.run("key", "add", user, "-", "--json", text=public_key(number, f"{user}@laptop"))
    found = re.search(r"SHA256:[A-Za-z0-9+/]{43}", result.stdout)
    assert found
    return found.group()


def test_a_key_comes_is_listed_and_is_revoked(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "alice.pub"
    file.write_text(public_key(1, "alice@laptop"))
    added = desk.one("key", "add", "alice", str(file))
    assert (added["user"], added["comment"], added["active"]) == ("alice", "alice@laptop", True)
    assert desk.one("key", "list") == desk.one("key", "list", "Alice") == added
    revoked = desk.one("key", "revoke", added["fingerprint"][:16])
    assert revoked["active"] is False
    assert revoked["revoked_at"]
    assert desk.says("key", "revoke", "SHA256:none").startswith("error: There is no one key")


def test_all_keys_of_a_user_are_revoked_at_once(desk: Desk) -> None:
    add(desk, "alice", 1)
    add(desk, "alice", 2)
    add(desk, ME, 3)
    assert len(desk.json("key", "revoke", "--user", "alice")) == 2
    assert [key["active"] for key in desk.json("key", "list", "alice")] == [False, False]
    assert [key["active"] for key in desk.json("key", "list", ME)] == [True]
    assert desk.json("key", "revoke", "--user", "alice") == []
    assert "Name either" in desk.says("key", "revoke", code=2)


def test_a_wrong_key_is_refused_in_a_sentence(desk: Desk) -> None:
    said = desk.run("key", "add", "alice", "-", text=b"\xff\xfe nonsense", code=1).stderr
    assert said.startswith("error: This is not a public key that is taken")
    said = desk.run("key", "add", "nobody", "-", text=public_key(1), code=1).stderr
    assert said.startswith("error: There is no user nobody.")


def test_sshd_is_given_one_line_that_lets_the_key_do_one_thing(desk: Desk) -> None:
    fingerprint = add(desk, "alice", 1)
    [line] = desk.out("authorized-keys", ME, fingerprint)
    command = (
        f"SMS_TUI_KEY={fingerprint} exec {sys.executable} -I -m sms_tui"
        f" --database {desk.database} login alice"
    )
    key = public_key(1)
    assert line == f'command="{command}",restrict,pty {key}'


def test_a_name_is_a_word_for_the_shell_whatever_is_in_it(desk: Desk, tmp_path: Path) -> None:
    name = """-o'b"r`touch x`$(touch x);&|\\" ü"""
    desk.run("user", "add", "--", name)
    result = desk.run("key", "add", "--", name, "-", text=public_key(1))
    fingerprint = result.stdout.split("\t")[1]
    [line] = desk.out("authorized-keys", ME, fingerprint)
    quoted, _, rest = line.removeprefix('command="').rpartition('",restrict,pty ')
    assert rest == public_key(1)
    command = quoted.replace('\\"', '"').replace(f"exec {sys.executable}", "printf '%s\\n'")
    said = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert said.stdout.splitlines()[-3:] == ["login", "--", name]
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("account", "fingerprint"),
    [
        ("nobody", None),
        (ME, "SHA256:" + "A" * 43),
        (ME, ""),
        (ME, "alice"),
        (ME, "SHA256:%"),
    ],
)
def test_anything_else_sshd_asks_is_answered_with_nothing(
    desk: Desk, account: str, fingerprint: str | None
) -> None:
    known = add(desk, "alice", 1)
    asked = known if fingerprint is None else fingerprint
    assert desk.out("authorized-keys", account, asked) == []


def test_a_revoked_key_and_a_deactivated_user_have_no_line(desk: Desk) -> None:
    first, second = add(desk, "alice", 1), add(desk, "alice", 2)
    desk.run("key", "revoke", first)
    assert desk.out("authorized-keys", ME, first) == []
    assert len(desk.out("authorized-keys", ME, second)) == 1
    desk.run("user", "deactivate", "alice")
    assert desk.out("authorized-keys", ME, second) == []


def test_what_goes_wrong_is_a_no(desk: Desk, tmp_path: Path) -> None:
    fingerprint = add(desk, "alice", 1)
    with desk.store() as store:
        store._database.run("DROP TRIGGER ssh_keys_frozen")
        store._database.run("UPDATE ssh_keys SET key = :key", key=public_key(2).split()[1])
    assert desk.says("authorized-keys", ME, fingerprint).startswith("error: A key on record")
    nowhere = Desk(tmp_path / "nowhere.db")
    assert nowhere.says("authorized-keys", ME, fingerprint).startswith("error: There is no")
    assert not nowhere.database.exists()


def test_a_broken_configuration_shuts_nobody_out_of_the_question(desk: Desk) -> None:
    fingerprint = add(desk, "alice", 1)
    desk.environment["SMS_TUI_HOURS_OPEN"] = "never"
    assert len(desk.out("authorized-keys", ME, fingerprint)) == 1


def test_login_takes_no_command_and_needs_a_terminal(desk: Desk) -> None:
    assert desk.says("login", "alice") == ("error: sms-tui needs a terminal. Use: ssh -t HOST\n")
    desk.environment["SSH_ORIGINAL_COMMAND"] = ""
    assert desk.says("login", "alice").startswith("error: This account runs sms-tui and takes no")
    assert "leave out --as" in desk.says("--as", ME, "login", "alice", code=2)


def test_the_environment_is_made_anew() -> None:
    sent = {"TERM": "screen-256color", "COLORTERM": "truecolor", "LD_PRELOAD": "x", "TZ": "x"}
    clean = cleaned(sent, "sms", "/var/lib/sms-tui")
    assert clean == {
        "HOME": "/var/lib/sms-tui", "USER": "sms", "LOGNAME": "sms", "SHELL": "/bin/sh",
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "screen-256color",
        "COLORTERM": "truecolor", "SMS_TUI_CLEAN": "1",
    }  # fmt: skip
    assert cleaned(clean, "sms", "/var/lib/sms-tui") == clean


@pytest.mark.parametrize("value", ["", "1\n2", "1.2.3.4 x 5.6.7.8 22", "\x1b[31m 1 h 2"])
def test_a_connection_that_is_none_is_not_kept(value: str) -> None:
    assert "SSH_CONNECTION" not in cleaned({"SSH_CONNECTION": value}, "sms", "/")
    whole = "fe80::1%eth0 50022 fe80::2%eth0 22"
    assert cleaned({"SSH_CONNECTION": whole}, "sms", "/")["SSH_CONNECTION"] == whole


@pytest.mark.parametrize(
    "term",
    ["", "dumb", "unknown", "../../etc/passwd", "x\x1b]52;c;aGk=\x07", "$(id)", "`id`", "x y",
     "xterm\n", "x" * 41, "-x", "%n", "xterm;id", "ü", "\udcff", "/dev/sda", "a..b"],
)  # fmt: skip
def test_a_terminal_that_is_none_is_a_plain_one(term: str) -> None:
    assert terminal(term) == "xterm"


@pytest.mark.parametrize("term", ["xterm-256color", "tmux", "screen.xterm-256color", "xterm-kitty"])
def test_a_terminal_keeps_its_name(term: str) -> None:
    assert terminal(term) == term


def test_login_needs_an_active_user_and_a_database_that_is_there(
    desk: Desk, tmp_path: Path
) -> None:
    install(tmp_path / "program")
    python = str(tmp_path / "program" / "bin" / "python")
    for database, name, words in (
        (desk.database, "mallory", "There is no user mallory."),
        (tmp_path / "none" / "x.db", "alice", "There is no database at"),
    ):
        line = [python, "-I", "-m", "sms_tui", "--database", str(database), "login", name]
        seat = Terminal(line, environment())
        assert seat.wait() == 1
        assert words in seat.text()
    assert not (tmp_path / "none").exists()


def test_support_begins_in_search_and_everyone_else_in_the_inbox(desk: Desk) -> None:
    with desk.store() as store:
        me = Actor(store.people.known_user(ME), ME)
        alice = Actor(store.people.known_user("alice"), ME)
        assert first_place(Session(store, me)).name == "Inbox"
        assert first_place(Session(store, alice)).name == "Inbox"
        store.people.set_permission(me, alice.user, Permission.SEARCH, Effect.ALLOW)
        assert first_place(Session(store, alice)).name == "Search"
        store.people.set_permission(me, alice.user, Permission.SMS, Effect.ALLOW)
        assert first_place(Session(store, alice)).name == "Inbox"
