"""Who acts: the account of the process, or the user its owner names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.errors import Refused, StoreProblem
from desk import Desk
from sms_tui.identity import acting_user, os_account

ME = os_account()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def test_the_environment_does_not_say_who_somebody_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "mallory")
    assert os_account() == ME
    assert [user["name"] for user in desk.json("user", "list")] == [ME]


def test_an_account_without_a_name_is_known_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 4_123_456)
    assert os_account() == "uid4123456"


def test_as_acts_for_a_known_user_with_the_account_beside_it(desk: Desk) -> None:
    desk.run("user", "add", "Bob")
    with desk.store() as store:
        actor = acting_user(store, "bob")
    assert (actor.user.name, actor.os_account) == ("Bob", ME)


def test_as_never_makes_a_user_not_even_on_the_first_run(desk: Desk) -> None:
    said = desk.says("--as", "bob", "lead", "list")
    assert said == "error: There is no user bob. An Admin adds one with: sms-tui user add bob\n"
    assert [user["name"] for user in desk.json("user", "list")] == [ME]


@pytest.mark.parametrize("name", ["", " ", "root'--", "\udcff"])
def test_as_needs_a_user_that_exists(desk: Desk, name: str) -> None:
    assert desk.says("--as", name, "lead", "list").startswith("error: There is no user ")


def test_an_account_that_is_no_user_learns_how_to_become_one(desk: Desk) -> None:
    desk.run("user", "add", "boss")
    desk.run("permission", "allow", "--user", "boss", "admin")
    desk.run("--as", "boss", "user", "rename", ME, "someone else")
    assert desk.says("lead", "list") == (
        f"error: The account {ME} is no user of this database."
        f" An Admin adds it with: sms-tui user add {ME}\n"
    )
    desk.run("--as", "boss", "lead", "list")


def test_only_the_owner_of_the_database_may_act_for_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("user", "add", "bob")
    with desk.store() as store:
        monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
        with pytest.raises(Refused, match="Only the account that owns the database"):
            acting_user(store, "bob")


def test_another_accounts_database_is_not_opened_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run("user", "list")
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    with pytest.raises(StoreProblem, match="belongs to another account"), desk.store():
        pass
    said = desk.says("--as", ME, "user", "list")
    assert said.endswith("belongs to another account. Run sms-tui as the account that owns it.\n")
