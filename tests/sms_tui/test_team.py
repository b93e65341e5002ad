"""A host for a team: where the worker's secrets come from, and what `doctor` says of it."""

from __future__ import annotations

import json
import os
import pwd
import sys
from pathlib import Path

import pytest

from data.errors import Misconfigured
from desk import Desk
from sms_tui.config import load
from sms_tui.file_modes import file_modes
from sms_tui.finding import State
from sms_tui.identity import os_account
from sms_tui.team_checks import program, shell
from ssh_keys import public_key

ME = os_account()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    return Desk(folder / "firm.db")


def checks(desk: Desk) -> dict[str, tuple[str, str]]:
    fine = program(Path(sys.executable)).state is not State.WRONG
    lines = desk.run("doctor", "--json", code=0 if fine else 1).stdout
    records = map(json.loads, lines.splitlines())
    return {record["check"]: (record["state"], record["words"]) for record in records}


def test_the_worker_takes_its_secrets_from_the_folder_systemd_gives_it(tmp_path: Path) -> None:
    for name, text in (("api_key", "abc"), ("api_secret", "hush\n"), ("private_key", "")):
        (tmp_path / f"vonage_{name}").write_text(text)
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path), "SMS_TUI_VONAGE_FROM": "15559870000"}
    config = load(None, environ)
    account = config.account()
    assert account is not None
    assert (account.api_key, account.api_secret, account.application_id) == ("abc", "hush", "")
    assert "hush" in config.secrets()
    assert load(None, environ | {"VONAGE_API_KEY": "mine"}).tables.vonage.api_key == "mine"


def test_a_secret_that_cannot_be_read_stops_the_worker(tmp_path: Path) -> None:
    (tmp_path / "vonage_api_key").write_bytes(b"\xff")
    with pytest.raises(Misconfigured, match="vonage_api_key cannot be read"):
        load(None, {"CREDENTIALS_DIRECTORY": str(tmp_path)})


def test_a_host_without_keys_is_not_looked_at(desk: Desk) -> None:
    lines = desk.run("doctor").stdout
    assert "ssh" not in lines


def test_with_a_key_the_program_and_the_shell_are_looked_at(desk: Desk) -> None:
    desk.run("key", "add", ME, "-", text=public_key(1))
    found = checks(desk)
    assert found["ssh keys"] == ("ok", "1 key of 1 user.")
    assert {"ssh program", "ssh shell"} < set(found)


def test_without_credentials_a_running_worker_is_enough(desk: Desk) -> None:
    assert desk.run("doctor").stdout.splitlines()[-1].startswith("warning\tcarrier\t")
    with desk.store() as store:
        assert store.worker.acquire("another:1:1")
        desk.polled()
        said = desk.run("doctor").stdout.splitlines()[-1]
    words = "No credentials here, and none are needed: the worker that is running has them."
    assert said == f"ok\tcarrier\t{words}"


def test_on_a_teams_host_the_credentials_belong_where_the_worker_is_given_them(
    desk: Desk, tmp_path: Path
) -> None:
    config, folder = tmp_path / "config.toml", tmp_path / "vonage"
    config.touch(0o600)
    desk.environment = {"SMS_TUI_CONFIG": str(config)}
    [said] = [line for line in desk.out("doctor") if "\tcarrier\t" in line]
    assert said.endswith("nothing is sent. Set VONAGE_API_KEY and the others.")
    folder.mkdir()
    [said] = [line for line in desk.out("doctor") if "\tcarrier\t" in line]
    assert said.endswith(f"nothing is sent. They belong into {folder}.")


def test_a_program_others_may_write_is_not_run_by_sshd(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    python = tmp_path / "python"
    python.touch()
    found = program(python)
    assert found.state is State.WRONG
    assert found.words.startswith(f"sshd will not run {python}: ")


def test_a_shell_that_reads_more_is_warned_of() -> None:
    account = pwd.getpwuid(os.getuid())
    fields = list(account)
    fields[6] = "/bin/sh"
    assert shell(pwd.struct_passwd(fields)).state is State.OK
    fields[6] = "/bin/bash"
    assert shell(pwd.struct_passwd(fields)).state is State.WARNING


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_a_companion_of_another_account_is_wrong(tmp_path: Path) -> None:
    database, companion = tmp_path / "firm.db", tmp_path / "firm.db-wal"
    for path in (database, companion):
        path.touch(0o600)
    assert not any(found.check == "database owner" for found in file_modes(database, None))
    os.chown(companion, 65534, -1)
    [found] = [found for found in file_modes(database, None) if found.check == "database owner"]
    assert found.state is State.WRONG
    assert found.words.endswith(f"Run: chown --reference={database} {companion}")
