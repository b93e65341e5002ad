"""The configuration: what it gives, what it pins, and what it keeps to itself."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from rich.pretty import pretty_repr

from data.errors import Misconfigured
from data.rules import Rules
from sms_tui.config import Config, load
from sms_tui.config_paths import default_config, default_database, default_log
from sms_tui.opening import Opening

ACCOUNT = """
[vonage]
api_key = "a1b2c3d4"
api_secret = "hush-hush"
from = "+1 555 987 0000"
"""
WHOLE = """
[business]
name = "Acme Relief"
phone = "+1 800 555 0100"
[vonage]
api_key = "a1b2c3d4"
api_secret = "hush-hush"
application_id = "aaaa-bbbb"
private_key = "path.key"
from = "15559870000"
also = ["+1 555 987 0001", "15559870002"]
api_host = "api.nexmo.com"
products = ["MESSAGES", "SMS"]
[poll]
interval = 15
overlap = 180
overlap_often = 900
overlap_wide = 8400
overlap_daily = 93600
lag = 30
stale_after = 900
[sending]
per_second = 1
too_old_after = 43200
[hours]
open = "08:00"
close = "21:00"
[replies]
stop = "app"
help = "app"
[consent]
resend_after = 86400
reauthorize_after_stop = "ask"
[app]
call_command = ["dial", "--now"]
idle_after = 3600
"""


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "config.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_without_a_file_the_defaults_hold_and_nothing_is_pinned() -> None:
    config = load(None, {})
    assert config.file is None
    assert config.pinned() == {}
    assert config.account() is None
    assert config.call_command == ()


def test_the_default_file_is_read_when_it_is_there() -> None:
    default_config().parent.mkdir(parents=True)
    default_config().write_text("[poll]\nlag = 0\n")
    assert load(None, {}).pinned() == {"poll_lag": timedelta(0)}


def test_a_file_can_be_named_by_a_variable(tmp_path: Path) -> None:
    path = written(tmp_path, "[poll]\nlag = 1\n")
    assert load(None, {"SMS_TUI_CONFIG": str(path)}).file == path


def test_the_default_paths_lie_in_the_users_own_folders() -> None:
    home = Path.home()
    assert default_database() == home / ".local/share/sms-tui/sms-tui.db"
    assert default_config() == home / ".config/sms-tui/config.toml"
    assert default_log() == home / ".local/state/sms-tui/sms-tui.log"


def test_the_defaults_of_the_file_are_the_defaults_of_the_rules(tmp_path: Path) -> None:
    pinned = load(written(tmp_path, WHOLE), {}).pinned()
    firm = {"business_name": "Acme Relief", "business_phone": "+1 800 555 0100"}
    assert replace(Rules(), **pinned) == replace(Rules(), **firm)  # type: ignore[arg-type]


def test_every_pinned_key_is_a_rule_and_every_rule_of_the_file_can_be_pinned(
    tmp_path: Path,
) -> None:
    pinned = load(written(tmp_path, WHOLE), {}).pinned()
    not_in_the_file = {"texts", "words", "request_open_for"}
    assert set(pinned) == {field.name for field in fields(Rules)} - not_in_the_file


def test_only_what_was_said_is_pinned(tmp_path: Path) -> None:
    path = written(tmp_path, '[hours]\nopen = "09:30"\nclose = "24:00"\n')
    pinned = load(path, {"SMS_TUI_SENDING_PER_SECOND": "2"}).pinned()
    assert pinned == {"hours_open": time(9, 30), "hours_close": time.max, "per_second": 2.0}


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "[poll]\nlag = 20\noverlap = 60\n")
    pinned = load(path, {"SMS_TUI_POLL_LAG": "0"}).pinned()
    assert pinned == {"poll_lag": timedelta(0), "poll_overlap": timedelta(seconds=60)}


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    path = written(tmp_path, "[poll]\nlag = 20\n")
    pinned = load(path, {"SMS_TUI_POLL_LAG": ""}).pinned()
    assert pinned == {"poll_lag": timedelta(seconds=20)}


@pytest.mark.parametrize("text", ["SMS,MESSAGES", "SMS, MESSAGES", '["SMS", "MESSAGES"]'])
def test_a_list_in_a_variable_has_commas_or_is_json(text: str) -> None:
    config = load(None, {"SMS_TUI_VONAGE_PRODUCTS": text})
    assert config.tables.vonage.products == ("SMS", "MESSAGES")


def test_the_dialling_program_may_stand_without_a_table(tmp_path: Path) -> None:
    assert load(written(tmp_path, 'call_command = ["dial"]'), {}).call_command == ("dial",)
    assert load(None, {"SMS_TUI_CALL_COMMAND": "dial,--now"}).call_command == ("dial", "--now")
    assert load(None, {"SMS_TUI_APP_CALL_COMMAND": '["d", "a,b"]'}).call_command == ("d", "a,b")


def test_the_account_is_whole_with_key_secret_and_number(tmp_path: Path) -> None:
    account = load(written(tmp_path, ACCOUNT), {}).account()
    assert account is not None
    assert (account.api_key, account.api_secret) == ("a1b2c3d4", "hush-hush")
    assert account.sender == "15559870000"
    assert account.api_host == "api.nexmo.com"
    assert account.products == ("MESSAGES", "SMS")


def test_the_vendors_variables_make_an_account() -> None:
    variables = {
        "VONAGE_API_KEY": "k",
        "VONAGE_API_SECRET": "s",
        "VONAGE_APPLICATION_ID": "app",
        "VONAGE_PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----",
        "SMS_TUI_VONAGE_FROM": "15559870000",
        "SMS_TUI_VONAGE_API_HOST": "localhost:8443",
    }
    account = load(None, variables).account()
    assert account is not None
    assert account.application_id == "app"
    assert account.private_key == "-----BEGIN PRIVATE KEY-----"
    assert account.api_host == "localhost:8443"


def test_a_private_keys_path_is_taken_from_the_files_folder(tmp_path: Path) -> None:
    account = load(written(tmp_path, WHOLE), {}).account()
    assert account is not None
    assert account.private_key == str(tmp_path / "path.key")


@pytest.mark.parametrize(
    ("variables", "missing", "remedy"),
    [
        ({"VONAGE_API_KEY": "k"}, "api_secret is missing", "Set VONAGE_API_SECRET"),
        ({"VONAGE_API_SECRET": "s"}, "api_key is missing", "Set VONAGE_API_KEY"),
        ({"VONAGE_APPLICATION_ID": "a"}, "api_key is missing", "Set VONAGE_API_KEY"),
        (
            {"VONAGE_API_KEY": "k", "VONAGE_API_SECRET": "s", "VONAGE_APPLICATION_ID": "a"},
            "private_key is missing",
            "Set VONAGE_PRIVATE_KEY",
        ),
        (
            {"VONAGE_API_KEY": "k", "VONAGE_API_SECRET": "s", "VONAGE_PRIVATE_KEY": "p"},
            "application_id is missing",
            "Set VONAGE_APPLICATION_ID",
        ),
        (
            {"VONAGE_API_KEY": "k", "VONAGE_API_SECRET": "s"},
            "from is missing",
            "Set SMS_TUI_VONAGE_FROM, or from under [vonage] in",
        ),
    ],
)
def test_half_an_account_says_which_half_is_missing(
    variables: dict[str, str], missing: str, remedy: str
) -> None:
    config = load(None, variables)
    with pytest.raises(Misconfigured) as caught:
        config.account()
    assert missing in caught.value.what
    assert remedy in caught.value.remedy


def test_no_secret_shows_in_a_repr(tmp_path: Path) -> None:
    config = load(written(tmp_path, WHOLE), {"VONAGE_PRIVATE_KEY": "-----BEGIN hidden"})
    for shown in (repr(config), repr(config.account()), pretty_repr(config)):
        assert "hush-hush" not in shown
        assert "hidden" not in shown


def test_the_secrets_to_keep_out_of_logs_include_what_basic_authentication_sends() -> None:
    config = load(None, {"VONAGE_API_KEY": "key", "VONAGE_API_SECRET": "secret"})
    assert set(config.secrets()) == {"key", "secret", "a2V5OnNlY3JldA=="}
    assert Config().secrets() == ()


def test_the_firms_own_numbers_are_the_one_it_sends_from_and_those_listed_with_it(
    tmp_path: Path,
) -> None:
    config = load(written(tmp_path, WHOLE), {})
    assert config.sending_number == "+15559870000"
    assert config.own_numbers == {"+15559870000", "+15559870001", "+15559870002"}
    listed = {"SMS_TUI_VONAGE_FROM": "15559870000", "SMS_TUI_VONAGE_ALSO": "15559870003"}
    assert load(None, listed).own_numbers == {"+15559870000", "+15559870003"}


def test_without_a_number_to_send_from_no_number_is_known(tmp_path: Path) -> None:
    assert load(None, {}).own_numbers == frozenset()
    assert load(None, {"SMS_TUI_VONAGE_ALSO": "15559870003"}).own_numbers == frozenset()


@pytest.mark.parametrize("text", ['"15559870001"', '["Acme"]', '["12"]', "[15559870001]"])
def test_other_numbers_are_a_list_of_digits(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misconfigured, match="also is") as met:
        load(written(tmp_path, f"[vonage]\nalso = {text}\n"), {})
    assert "a list of numbers in quotes" in str(met.value)


def test_a_store_is_opened_with_the_firms_own_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    opening = Opening(database=tmp_path / "firm.db", config_file=path)
    with opening.store() as store:
        assert store._context.own_numbers == opening.config.own_numbers
        assert store._context.sending_number == "+15559870000"
