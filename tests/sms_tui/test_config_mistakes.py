"""What the configuration says of a mistake: the file or variable, the key, what is allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.errors import Misconfigured
from sms_tui.config import load

SECRET = '[vonage]\napi_secret = "hush-hush"\n'

WRONG = [
    ("[pol]\nlag = 1", ["there is no table [pol]", "Did you mean [poll]?", "[business], [vonage]"]),
    ("lag = 1", ["there is no table [lag]"]),
    ("poll = 3", ["poll is a value", "write [poll] on its own line"]),
    (
        "[poll]\nintervall = 1",
        [
            '[poll] has no key "intervall"',
            "Did you mean interval?",
            "Allowed in [poll]: interval, overlap, overlap_often,",
        ],
    ),
    ('[vonage]\nfrom_ = "15559870000"', ['[vonage] has no key "from_"', "Did you mean from?"]),
    ("[poll]\ninterval = 0", ["[poll] interval is 0", "whole seconds from 1 to 86400"]),
    ('[poll]\ninterval = "15"', ['[poll] interval is "15"', "whole seconds from 1"]),
    ("[poll]\ninterval = 1.5", ["[poll] interval is 1.5", "whole seconds from 1"]),
    ("[poll]\ninterval = true", ["[poll] interval is true", "whole seconds from 1"]),
    ("[poll]\nlag = -1", ["[poll] lag is -1", "whole seconds from 0"]),
    ("[sending]\nper_second = 0", ["[sending] per_second is 0", "more than 0 and at most 100"]),
    ("[sending]\nper_second = nan", ["[sending] per_second is NaN", "more than 0"]),
    ("[sending]\nper_second = inf", ["[sending] per_second is Infinity", "at most 100"]),
    ("[sending]\ntoo_old_after = 99999999999", ["too_old_after is 99999999999"]),
    ("[hours]\nopen = 08:00:00", ['[hours] open is "08:00:00"', 'in quotes from "00:00"']),
    ('[hours]\nopen = "8:00"', ['[hours] open is "8:00"', '"00:00" to "23:59"']),
    ('[hours]\nopen = "24:00"', ['[hours] open is "24:00"']),
    ('[hours]\nclose = "24:01"', ['[hours] close is "24:01"', '"00:01" to "24:00"']),
    ('[hours]\nclose = "07:00"', ['[hours] close: the hours "08:00" to "07:00" never begin']),
    ('[hours]\nopen = "21:00"', ['[hours] open: the hours "21:00" to "21:00" never begin']),
    ('[replies]\nstop = "App"', ['[replies] stop is "App"', '"app", "carrier" or "none"']),
    (
        '[consent]\nreauthorize_after_stop = "yes"',
        ['reauthorize_after_stop is "yes"', '"ask", "free" or "never"'],
    ),
    (
        '[vonage]\nproducts = ["WHATSAPP"]',
        ['products is ["WHATSAPP"]', '"MESSAGES", "SMS" or both'],
    ),
    ("[vonage]\nproducts = []", ["[vonage] products is []"]),
    ('[vonage]\nproducts = "SMS"', ['products is "SMS"', "a list with"]),
    ('[vonage]\nfrom = "Acme"', ['[vonage] from is "Acme"', "digits"]),
    ('[vonage]\nfrom = "15559870000\\n"', ['[vonage] from is "15559870000\\n"']),
    ("[vonage]\napi_secret = 12345678", ["[vonage] api_secret is not usable", "a text in quotes"]),
    ('[vonage]\napi_host = "https://api.nexmo.com"', ["api_host is", 'without "https://"']),
    ('[business]\nphone = "call us"', ['[business] phone is "call us"', "digits"]),
    ('[business]\nname = ""', ['[business] name is ""', "a name in quotes"]),
    ('[business]\nname = "a\\nb"', ['[business] name is "a\\nb"', "on one line"]),
    ('[app]\ncall_command = "dial"', ['[app] call_command is "dial"', "a list of a program"]),
    ("call_command = 3", ["call_command is 3", "a list of a program"]),
    ("[poll]\nlag = \n", ["is not valid TOML in line 2, column 7", "interval = 15"]),
    ("[poll]\nlag = 1\nlag = 2", ["is not valid TOML", "overwrite"]),
    ("[poll", ["is not valid TOML at its end"]),
]


def written(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "config.toml"
    path.write_text(text)
    path.chmod(mode)
    return path


def complaint(path: Path | None, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(Misconfigured) as caught:
        load(path, environ or {})
    return str(caught.value)


@pytest.mark.parametrize(("text", "parts"), WRONG)
def test_a_mistake_in_the_file_is_named_with_what_is_allowed(
    tmp_path: Path, text: str, parts: list[str]
) -> None:
    path = written(tmp_path, text)
    said = complaint(path)
    assert said.startswith(str(path))
    for part in parts:
        assert part in said
    assert "12345678" not in said


@pytest.mark.parametrize(
    ("variable", "value", "parts"),
    [
        ("SMS_TUI_POLL_LAG", "soon", ['SMS_TUI_POLL_LAG is "soon"', "whole seconds from 0"]),
        ("SMS_TUI_POLL_LAG", "1.5", ['SMS_TUI_POLL_LAG is "1.5"']),
        ("SMS_TUI_POLL_LAGG", "1", ["SMS_TUI_POLL_LAGG is not a setting", "SMS_TUI_POLL_LAG?"]),
        ("SMS_TUI_CONFIGG", "x", ["SMS_TUI_CONFIGG is not a setting", "SMS_TUI_CONFIG?"]),
        ("SMS_TUI_VONAGE_PRODUCTS", "[", ['SMS_TUI_VONAGE_PRODUCTS is "["', "a list with"]),
        ("SMS_TUI_VONAGE_PRODUCTS", "sms", ['SMS_TUI_VONAGE_PRODUCTS is "sms"', "a list with"]),
        ("SMS_TUI_SENDING_PER_SECOND", "nan", ['SMS_TUI_SENDING_PER_SECOND is "nan"']),
        ("SMS_TUI_HOURS_OPEN", "9", ['SMS_TUI_HOURS_OPEN is "9"', "a time in quotes"]),
        ("SMS_TUI_HOURS_OPEN", "22:00", ['SMS_TUI_HOURS_OPEN: the hours "22:00" to "21:00"']),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    variable: str, value: str, parts: list[str]
) -> None:
    said = complaint(None, {variable: value})
    for part in parts:
        assert part in said


def test_a_wrong_credential_is_not_repeated() -> None:
    said = complaint(None, {"SMS_TUI_VONAGE_FROM": "no", "VONAGE_API_SECRET": "hush-hush"})
    assert "hush" not in said


def test_a_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    said = complaint(tmp_path / "nowhere.toml")
    assert f"{tmp_path / 'nowhere.toml'} does not exist" in said


def test_a_folder_is_no_configuration_file(tmp_path: Path) -> None:
    assert "cannot be read: Is a directory" in complaint(tmp_path)


def test_a_file_that_is_not_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'[business]\nname = "\xff"')
    assert "is not UTF-8 text" in complaint(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_secrets_in_a_file_others_may_read_are_refused(tmp_path: Path, mode: int) -> None:
    path = written(tmp_path, SECRET, mode)
    said = complaint(path)
    assert "holds [vonage] api_secret, and other accounts may read it" in said
    assert f"chmod 600 {path}" in said


def test_a_file_without_secrets_may_be_read_by_all(tmp_path: Path) -> None:
    path = written(tmp_path, "[poll]\nlag = 0\n", 0o644)
    assert load(path, {}).tables.poll.lag == 0


def test_a_file_of_another_account_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "[poll]\nlag = 0\n")
    owner = path.stat().st_uid
    if owner == 0:
        monkeypatch.setattr("os.getuid", lambda: 1000)
        os.chown(path, 1001, 1001)
    else:
        monkeypatch.setattr("os.getuid", lambda: owner + 1)
    assert "belongs to another account" in complaint(path)
