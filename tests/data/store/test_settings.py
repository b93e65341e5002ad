"""Settings: defaults, what an admin saved, what the configuration pins."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.errors import Invalid, Refused
from data.models import Actor, Template
from data.rules import Rules
from data.store import Store
from data.store.setting_values import KEYS, decode, encode, value_of, with_value
from firm import Firm


def test_a_saved_setting_is_in_force_at_once_here_and_elsewhere(firm: Firm) -> None:
    other = firm.store.clone()
    try:
        assert other.rules().too_old_after == timedelta(hours=12)
        firm.store.settings.save(firm.actor, "too_old_after", timedelta(hours=6))
        firm.store.settings.save(firm.actor, "words.yes", ("yes", "sure"))
        for store in (firm.store, other):
            assert store.rules().too_old_after == timedelta(hours=6)
            assert store.rules().words.yes == ("yes", "sure")
    finally:
        other.close()
    entry = firm.store.audit.entries(kind="setting")[-1]
    assert (entry.subject, entry.before, entry.after) == ("too_old_after", "43200.0", "21600.0")


def test_what_the_configuration_fixes_wins_and_cannot_be_saved(firm: Firm) -> None:
    assert firm.store.settings.pinned() == {"business_name", "business_phone"}
    with pytest.raises(Refused, match="fixed by the configuration"):
        firm.store.settings.save(firm.actor, "business_name", "Other")
    free = Store.open(firm.store.path)
    try:
        free.settings.save(firm.actor, "business_name", "Saved")
        assert free.rules().business_name == "Saved"
    finally:
        free.close()
    assert firm.store.rules().business_name == "Acme Relief"


def test_only_an_admin_saves_settings(firm: Firm) -> None:
    with pytest.raises(Refused, match="Admin"):
        firm.store.settings.save(firm.user("bob"), "per_second", 2.0)
    assert firm.store.rules().per_second == 1.0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("no_such", 1),
        ("texts.no_such", "x"),
        ("reauthorize_after_stop", "always"),
        ("reply_stop", ""),
        ("stale_after", timedelta(seconds=-1)),
        ("stale_after", "soon"),
        ("stale_after", 1e300),
        ("per_second", 0),
        ("per_second", True),
        ("hours_open", "25:00"),
        ("hours_open", time(21, 0)),
        ("hours_close", time(8, 0)),
        ("words.stop", "stop"),
        ("words.stop", [1]),
        ("reply_help", ["app"]),
        ("texts.help", 5),
        ("texts.request", "May we text you?"),
        ("texts.stopped", ""),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_the_old_one_stays(
    firm: Firm, key: str, value: Any
) -> None:
    before = firm.store.rules()
    with pytest.raises(Invalid):
        firm.store.settings.save(firm.actor, key, value)
    assert firm.store.rules() == before
    assert firm.sql("SELECT * FROM settings") == []


@pytest.mark.parametrize("key", KEYS)
def test_every_default_survives_being_written_and_read(key: str) -> None:
    rules = Rules()
    value = decode(key, encode(value_of(rules, key)))
    assert value == value_of(rules, key)
    assert type(value) is type(value_of(rules, key))
    assert with_value(rules, key, value) == rules


def test_the_end_of_the_day_can_be_the_end_of_the_hours(store: Store, actor: Actor) -> None:
    store.settings.save(actor, "hours_close", time.max)
    assert store.rules().hours_close == time.max


def test_saved_wording_is_what_goes_out(firm: Firm) -> None:
    wording = firm.store.rules().texts[Template.REQUEST].replace("your file", "your case")
    firm.store.settings.save(firm.actor, "texts.request", wording)
    assert "about your case?" in firm.request(firm.lead()).body


def test_other_hours_let_a_held_text_be_asked_again(firm: Firm) -> None:
    lead = firm.authorized()
    firm.clock.passes(hours=12)
    firm.work()
    held = firm.text(lead)
    assert firm.claim() is None
    firm.store.settings.save(firm.actor, "hours_close", time.max)
    assert firm.send().message_id == held.id


def test_settings_outlive_the_store(tmp_path: Path) -> None:
    firm = Firm.open(tmp_path / "other.db")
    firm.store.settings.save(firm.actor, "hours_open", time(9, 30))
    firm.store.close()
    again = Store.open(tmp_path / "other.db")
    assert again.rules().hours_open == time(9, 30)
    again.close()
