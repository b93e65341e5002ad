"""`sms-tui doctor`: what it finds, and when that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.carriage import NOT_A_CLIENT, BadRecord
from data.clock import utc_now
from data.store import Store
from desk import NUMBER, Desk
from sms_tui.store_checks import CHECKS
from vonage_server import VonageServer, account_environment


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    return Desk(folder / "firm.db")


@pytest.fixture
def server() -> Iterator[VonageServer]:
    with VonageServer() as server:
        yield server


def found(desk: Desk, *options: str, code: int = 0) -> dict[str, tuple[str, str]]:
    """What each check found: its state and its words."""
    result = desk.run("doctor", *options, "--json", code=code)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(set(record) == {"check", "state", "words"} for record in records)
    return {record["check"]: (record["state"], record["words"]) for record in records}


def states(findings: dict[str, tuple[str, str]], state: str) -> set[str]:
    return {check for check, (its, _) in findings.items() if its == state}


def wrong(desk: Desk, check: str) -> str:
    """The words of the only check that is wrong."""
    findings = found(desk, code=1)
    assert states(findings, "wrong") == {check}
    return findings[check][1]


def test_a_new_database_has_nothing_wrong_and_things_to_set_up(desk: Desk) -> None:
    desk.environment = {}
    findings = found(desk)
    assert states(findings, "warning") == {"firm", "worker", "carrier"}
    assert set(CHECKS) < set(findings)


def test_everything_in_its_place_is_all_ok(desk: Desk, server: VonageServer) -> None:
    desk.environment |= account_environment(server)
    desk.run("worker", "--once")
    with desk.store() as store:
        assert store.worker.acquire("another:1:1")
        findings = found(desk, "--online")
    assert states(findings, "ok") == set(findings)
    assert findings["online"][1] == "Vonage answers for MESSAGES, SMS."
    assert findings["carrier"][1] == "Vonage, sending from +15559870000."


def test_it_prints_one_line_per_check(desk: Desk) -> None:
    first, *_ = desk.run("doctor").stdout.splitlines()
    assert first == "ok\tconfiguration\tThere is no file; defaults hold."


def test_a_missing_trigger_is_wrong(desk: Desk) -> None:
    with desk.store() as store:
        store._database.run("DROP TRIGGER ledger_stays")
    words = wrong(desk, "triggers")
    assert words.startswith("The database's safeguards are not as shipped: ledger_stays.")


def test_a_broken_chain_is_wrong(desk: Desk) -> None:
    desk.run("consent", "grant", NUMBER, "--source", "call", "--note", "yes")
    with desk.store() as store:
        database = store._database
        sql = database.value("SELECT sql FROM sqlite_master WHERE name = 'ledger_unchanged'")
        database.run("DROP TRIGGER ledger_unchanged")
        database.run("UPDATE consent_events SET note = 'forged'")
        database.run(sql)
    assert wrong(desk, "ledger") == "The ledger does not hold at row 1."


def test_a_row_that_points_nowhere_is_wrong(desk: Desk) -> None:
    desk.lead()
    with desk.store() as store:
        store._database.run("PRAGMA foreign_keys = OFF")
        store._database.run("UPDATE leads SET number_id = 99")
    assert "row 1 of leads points at a row of numbers that is not there" in wrong(desk, "integrity")


def test_a_clock_that_was_set_back_is_wrong(desk: Desk) -> None:
    ahead = Store.open(desk.database, clock=lambda: utc_now() + timedelta(hours=2))
    try:
        ahead.audit.add(None, "user", "someone")
    finally:
        ahead.close()
    assert wrong(desk, "clock").endswith(
        "min in the future: the clock was set back. Set it by NTP."
    )


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_a_database_that_others_may_read_is_wrong(desk: Desk, ending: str) -> None:
    with desk.store() as store:
        store.audit.add(None, "user", "someone")
        path = desk.database.with_name(desk.database.name + ending)
        path.chmod(0o640)
        assert f"Run: chmod 600 {path}" in wrong(desk, "database file")


def test_a_folder_that_others_may_write_is_wrong(desk: Desk) -> None:
    desk.database.parent.chmod(0o770)
    assert f"Run: chmod go-w {desk.database.parent}" in wrong(desk, "database folder")
    desk.database.parent.chmod(0o1777)
    assert found(desk)["database folder"][0] == "warning"


@pytest.mark.parametrize(("mode", "state"), [(0o600, "ok"), (0o644, "warning"), (0o620, "wrong")])
def test_the_configuration_is_for_its_owner(desk: Desk, mode: int, state: str) -> None:
    file = desk.database.with_name("config.toml")
    file.write_text("[poll]\nlag = 0\n")
    file.chmod(mode)
    desk.environment["SMS_TUI_CONFIG"] = str(file)
    findings = found(desk, code=int(state == "wrong"))
    assert findings["configuration file"][0] == state
    assert findings["configuration"] == ("ok", f"Read from {file}.")


def test_a_wrong_configuration_does_not_stop_the_other_checks(desk: Desk) -> None:
    desk.environment["SMS_TUI_POLL_LAG"] = "soon"
    findings = found(desk, code=1)
    assert states(findings, "wrong") == {"configuration"}
    assert findings["configuration"][1].startswith('SMS_TUI_POLL_LAG is "soon". Allowed: whole')
    assert findings["integrity"][0] == "ok"


def test_half_an_account_is_wrong(desk: Desk) -> None:
    desk.environment["VONAGE_API_KEY"] = "abcd1234"
    assert "api_secret is missing" in wrong(desk, "carrier")


def test_an_account_whose_key_cannot_be_read_is_wrong(desk: Desk, server: VonageServer) -> None:
    desk.environment |= account_environment(server)
    desk.environment |= {"VONAGE_APPLICATION_ID": "aaaa", "VONAGE_PRIVATE_KEY": "/nowhere.key"}
    assert wrong(desk, "carrier").startswith("The private key's file cannot be read.")


def test_a_file_that_is_no_database_is_wrong(desk: Desk) -> None:
    desk.database.write_text("Dear diary, " * 100)
    desk.database.chmod(0o600)
    assert wrong(desk, "database").startswith("This file is not a database.")


def test_online_without_an_account_is_wrong(desk: Desk) -> None:
    assert found(desk)["carrier"][0] == "warning"
    assert found(desk, "--online", code=1)["carrier"][0] == "wrong"


def test_online_says_what_the_carrier_says(desk: Desk, server: VonageServer) -> None:
    desk.environment |= account_environment(server) | {"VONAGE_API_SECRET": "not-the-secret"}
    assert found(desk)["carrier"][0] == "ok"
    findings = found(desk, "--online", code=1)
    assert states(findings, "wrong") == {"online"}
    assert "not-the-secret" not in findings["online"][1]


def test_a_refused_account_is_wrong_and_a_stale_worker_too(desk: Desk) -> None:
    with desk.store() as store:
        store.worker.poll_state("refused", "Vonage does not know this key.")
    words = wrong(desk, "worker")
    assert words == "The carrier refuses the account: Vonage does not know this key."
    with desk.store() as store:
        store.worker.poll_state("ok")
        store.worker.polled(utc_now() - timedelta(hours=1))
        assert store.worker.acquire("another:1:1")
        assert "replies were last read: 3600 s ago" in wrong(desk, "worker")


def test_a_clock_that_is_not_the_carriers_is_wrong(desk: Desk) -> None:
    with desk.store() as store:
        store.worker.poll_state("clock", "This machine's clock is 90 s ahead of the carrier's.")
    assert wrong(desk, "clock").startswith("This machine's clock is 90 s ahead of the carrier's.")


def test_a_missing_phone_is_a_warning_that_names_what_does_not_go_out(desk: Desk) -> None:
    del desk.environment["SMS_TUI_BUSINESS_PHONE"]
    assert found(desk)["firm"] == (
        "warning",
        "The business phone is not set, so these texts do not go out: help. Set [business] phone.",
    )


def test_a_worker_that_has_just_begun_is_no_fault(desk: Desk) -> None:
    with desk.store() as store:
        assert store.worker.acquire("another:1:1")
        state, words = found(desk)["worker"]
    assert (state, words.partition(":")[0]) == (
        "warning",
        "A worker has just begun and reads replies",
    )


def test_a_worker_without_a_carrier_is_told_from_none_at_all(desk: Desk) -> None:
    assert found(desk)["worker"][1].startswith("No worker is running;")
    with desk.store() as store:
        store.worker.poll_state("none", "No carrier is configured.")
    assert found(desk)["worker"][1].startswith("No worker that has a carrier is running;")


def test_a_record_nobody_could_read_is_wrong_for_a_week_then_a_warning(desk: Desk) -> None:
    with desk.store() as store:
        store.received.set_aside("SMS", BadRecord("{}", "it has no sender"))
        store.received.set_aside("SMS", BadRecord("[]", NOT_A_CLIENT))
        words = wrong(desk, "set aside")
        assert words.startswith("1 record of the carrier could not be read, the latest since ")
        assert "it has no sender. A STOP may be there" in words
        store._database.run("UPDATE bad_records SET first_seen = '2020-01-01T00:00:00.000Z'")
    state, words = found(desk)["set aside"]
    assert (state, words[:9]) == ("warning", "2 records")


def test_nobody_who_may_text_is_a_warning(desk: Desk) -> None:
    me = desk.json("user", "list")[0]["name"]
    desk.run("permission", "deny", "--user", me, "sms")
    assert found(desk)["users"][0] == "warning"


def test_an_account_that_is_no_user_is_wrong(desk: Desk) -> None:
    findings = found(Desk(desk.database, desk.environment), code=0)
    assert findings["identity"][0] == "ok"
    result = desk.run("--as", "nobody", "doctor", code=1)
    assert "wrong\tidentity\tThere is no user nobody." in result.stdout
