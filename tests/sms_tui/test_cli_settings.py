"""`sms-tui setting`: the same rules as on the screen, through the same function."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.store.setting_values import KEYS
from desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "firm.db")


def test_all_settings_are_listed_and_those_of_the_configuration_say_where(desk: Desk) -> None:
    records = {record["key"]: record for record in desk.json("setting", "list")}
    assert set(records) == set(KEYS)
    assert records["stale_after"] == {"key": "stale_after", "value": "15 min", "fixed_by": None}
    assert records["business_name"]["fixed_by"] == "SMS_TUI_BUSINESS_NAME"


def test_a_setting_is_saved_audited_and_in_force(desk: Desk) -> None:
    assert desk.one("setting", "set", "stale_after", "20 min")["value"] == "20 min"
    assert desk.one("setting", "show", "stale_after")["value"] == "20 min"
    [entry] = [entry for entry in desk.json("audit") if entry["kind"] == "setting"]
    assert (entry["subject"], entry["before"], entry["after"]) == (
        "stale_after", "900.0", "1200.0",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("no_such", "1", "There is no setting no_such."),
        ("stale_after", "soon", "Write it as 15 s"),
        ("words.stop", "halt", "The US rule demands"),
        ("texts.help", "Call us.", "It must say"),
        ("business_name", "Other", "fixed by the configuration"),
    ],
)
def test_what_cannot_be_is_refused_and_says_what_is_allowed(
    desk: Desk, key: str, value: str, words: str
) -> None:
    assert words in desk.says("setting", "set", key, value)


def test_only_an_admin_sets_one(desk: Desk) -> None:
    desk.run("user", "add", "bob")
    assert "You do not have Admin" in desk.says(
        "--as", "bob", "setting", "set", "stale_after", "20 min"
    )
