"""`sms-tui user`, `group`, `permission`, `category`, `audit` and `backup`."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from data.store import Store
from desk import NUMBER, Desk
from sms_tui.identity import os_account

ME = os_account()
NOT_ADMIN = (
    "error: You do not have Admin (neither this user nor a group of theirs is allowed it)."
    " An Admin can change that.\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def test_the_first_run_makes_this_account_the_first_user_with_every_permission(desk: Desk) -> None:
    assert desk.json("user", "list") == [{"name": ME, "active": True, "groups": []}]
    explained = desk.json("permission", "explain", ME)
    assert [answer["permission"] for answer in explained] == [
        "sms", "search", "export", "consent", "admin",
    ]  # fmt: skip
    assert all(answer["allowed"] for answer in explained)


def test_a_user_comes_goes_and_comes_back(desk: Desk) -> None:
    assert desk.one("user", "add", "bob") == {"name": "bob", "active": True, "groups": []}
    assert desk.one("user", "deactivate", "BOB")["active"] is False
    assert desk.says("--as", "bob", "lead", "list") == (
        "error: bob is deactivated. An Admin can change that with: sms-tui user activate bob\n"
    )
    assert desk.one("user", "activate", "bob")["active"] is True
    assert desk.one("user", "rename", "bob", "Robert")["name"] == "Robert"
    assert [user["name"] for user in desk.json("user", "list")] == sorted(
        [ME, "Robert"], key=str.casefold
    )


def test_a_group_carries_what_it_allows(desk: Desk) -> None:
    desk.run("user", "add", "bob")
    assert desk.one("group", "add", "Interns") == {"name": "Interns", "members": []}
    assert desk.one("group", "join", "interns", "bob") == {"name": "Interns", "members": ["bob"]}
    assert desk.one("permission", "deny", "--group", "Interns", "sms") == {
        "user": None,
        "group": "Interns",
        "permission": "sms",
        "effect": "deny",
    }
    assert desk.json("permission", "explain", "bob")[0] == {
        "user": "bob",
        "permission": "sms",
        "label": "Allow SMS",
        "allowed": False,
        "reason": "denied by group Interns",
    }
    assert desk.json("user", "list")[0]["groups"] == ["Interns"]
    assert desk.one("group", "rename", "Interns", "Trainees")["name"] == "Trainees"
    assert desk.one("group", "leave", "Trainees", "bob")["members"] == []
    desk.run("group", "remove", "Trainees")
    assert desk.json("group", "list") == []


def test_clearing_leaves_what_is_inherited(desk: Desk) -> None:
    desk.run("user", "add", "bob")
    desk.run("permission", "allow", "--user", "bob", "sms")
    assert desk.json("permission", "explain", "bob")[0]["allowed"]
    assert desk.one("permission", "clear", "--user", "bob", "sms")["effect"] is None
    assert not desk.json("permission", "explain", "bob")[0]["allowed"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("user", "deactivate", ME), "This would leave no Admin: nothing was changed."),
        (
            ("permission", "deny", "--user", ME, "admin"),
            "This would leave no Admin: nothing was changed.",
        ),
        (("user", "add", ME), f"There is already a user {ME}. Choose another name."),
        (("user", "deactivate", "eve"), "There is no user eve. See them with: sms-tui user list"),
        (
            ("group", "join", "Nobodies", ME),
            "There is no group Nobodies. See them with: sms-tui group list",
        ),
        (
            ("category", "archive", "Gossip"),
            "There is no category Gossip."
            " The categories are: General, Documents, Appointment, Payment.",
        ),
    ],
)
def test_what_cannot_be_done_is_said(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    assert desk.says(*arguments) == f"error: {said}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("allow", "sms"), "Name either --user or --group. See: sms-tui permission allow --help"),
        (
            ("deny", "--user", "a", "--group", "b", "sms"),
            "Name either --user or --group. See: sms-tui permission deny --help",
        ),
        (
            ("allow", "--user", "a", "fly"),
            "Invalid value for '{sms|search|export|consent|admin}': 'fly' is not one of"
            " 'sms', 'search', 'export', 'consent', 'admin'. See: sms-tui permission allow --help",
        ),
    ],
)
def test_a_permission_is_for_one_subject(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    assert desk.says("permission", *arguments, code=2) == f"error: {said}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("user", "add", "eve"),
        ("user", "activate", "bob"),
        ("group", "add", "Friends"),
        ("permission", "allow", "--user", "bob", "admin"),
        ("category", "add", "Gossip"),
        ("audit",),
        ("backup", "copy.db"),
    ],
)
def test_only_an_admin_may(desk: Desk, arguments: tuple[str, ...]) -> None:
    desk.run("user", "add", "bob")
    assert desk.says("--as", "bob", *arguments) == NOT_ADMIN


def test_categories_are_added_renamed_archived_and_brought_back(desk: Desk) -> None:
    assert desk.one("category", "add", "Court") == {"name": "Court", "archived": False}
    assert desk.one("category", "rename", "court", "Hearing")["name"] == "Hearing"
    assert desk.one("category", "archive", "Hearing")["archived"] is True
    assert desk.json("category", "list")[-1] == {"name": "Hearing", "archived": True}
    assert desk.one("category", "archive", "--undo", "Hearing")["archived"] is False


def test_the_audit_log_is_newest_first_and_can_begin_late(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sms_tui.commands.audit._PAGE", 2)
    for name in ("ann", "bob", "cat"):
        desk.run("user", "add", name)
    desk.run("--as", ME, "lead", "add", "--name", "A", "--file", "A-1", "--mobile", NUMBER)
    entries = desk.json("audit")
    assert [entry["subject"] for entry in entries] == ["A-1", "cat", "bob", "ann"]
    assert set(entries[0]) == {
        "id", "at", "user", "os_account", "kind", "subject", "before", "after", "note",
    }  # fmt: skip
    assert desk.json("audit", "--since", entries[1]["at"]) == entries[:2]
    assert desk.json("audit", "--since", "2099-01-01") == []


def test_what_is_done_for_someone_is_on_record_with_the_account(desk: Desk) -> None:
    desk.run("user", "add", "bob")
    desk.run("--as", "bob", "lead", "add", "--name", "A", "--file", "A-1", "--mobile", NUMBER)
    entry = desk.json("audit")[0]
    assert (entry["user"], entry["os_account"]) == ("bob", ME)


def test_a_backup_is_a_whole_private_copy(desk: Desk, tmp_path: Path) -> None:
    desk.lead()
    target = tmp_path / "copy.db"
    assert desk.one("backup", str(target)) == {
        "file": str(target),
        "bytes": target.stat().st_size,
    }
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    copy = Store.open(target, create=False)
    try:
        assert copy.leads.known("LT-1").number == NUMBER
    finally:
        copy.close()
    assert desk.json("audit")[0]["kind"] == "backup"
    said = desk.says("backup", str(target))
    assert said == f"error: {target} is already there. Give a name that is not taken.\n"
