"""What a setting may be: one set of rules, for the screen, the command and the store alike."""

from __future__ import annotations

from datetime import timedelta

import pytest

from data.errors import Conflict, Invalid, Refused
from data.models import Actor, Template
from data.rules import MANDATORY_STOP_WORDS, Rules
from data.store import Store
from data.store.setting_checks import problems
from data.store.setting_names import BY_KEY, CHOICE_WORDS
from data.store.setting_texts import read, write
from data.store.setting_values import CHOICES, KEYS, value_of
from firm import PINNED, Firm

DEFAULTS = Rules(**PINNED)  # type: ignore[arg-type]


def test_every_setting_has_a_name_and_every_choice_its_words() -> None:
    assert set(BY_KEY) == set(KEYS)
    assert all(set(choices) <= set(CHOICE_WORDS) for choices in CHOICES.values())


@pytest.mark.parametrize("key", KEYS)
def test_every_default_will_do_and_is_read_as_it_is_written(key: str) -> None:
    assert problems(DEFAULTS, key) == []
    value = value_of(DEFAULTS, key)
    assert read(key, write(value)) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("15 s", 15),
        ("15 min", 900),
        ("12h", 43_200),
        ("1 day", 86_400),
        ("0.5 h", 1800),
    ],
)
def test_a_duration_is_read_with_its_unit(text: str, seconds: float) -> None:
    assert read("stale_after", text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("no_such", "1", "no setting no_such"),
        ("stale_after", "soon", "Write it as 15 s"),
        ("stale_after", "0", "from 1 to"),
        ("stale_after", "9" * 400, "too long"),
        ("per_second", "101", "from 0.01 to 100"),
        ("per_second", "many", "not a number"),
        ("per_second", "nan", "cannot be nan"),
        ("hours_open", "8 o'clock", "Write it as 08:00"),
        ("hours_open", "21:00", "open before they close"),
        ("reply_stop", "always", "app, carrier, none"),
        ("business_name", "", "1 to 100"),
        ("business_name", "x" * 60, "too long for one SMS"),
        ("business_phone", "call us", "digits"),
        ("texts.request", "{business}: may we text you?", "“YES”"),
        ("texts.help", "{business}: call {phone} or {fax}, STOP", "{fax}"),
        ("words.yes", "", "no client could agree"),
        ("words.help", " , ", "would get none"),
        ("words.yes", "yes, stop", "“stop” is a STOP word already"),
        ("words.no", "no, !!!", "“!!!” says nothing"),
        ("words.strong", "x" * 61, "at most 60 characters"),
        ("words.strong", ",".join(f"w{n}" for n in range(201)), "at most 200 words"),
    ],
)
def test_what_cannot_be_is_said_while_it_is_typed_and_refused_when_saved(
    tmp_path: object, store: Store, actor: Actor, key: str, text: str, words: str
) -> None:
    free = Store.open(store.path)
    try:
        if key in KEYS:
            assert words in " ".join(free.settings.problems(key, text))
        with pytest.raises(Invalid) as refused:
            free.settings.save_text(actor, key, text)
        assert words in str(refused.value)
        assert free.audit.entries(kind="setting") == []
    finally:
        free.close()


@pytest.mark.parametrize("word", MANDATORY_STOP_WORDS)
def test_the_words_of_the_us_rule_cannot_be_removed(store: Store, actor: Actor, word: str) -> None:
    kept = [one for one in store.rules().words.stop if one.replace("-", " ") != word]
    with pytest.raises(Invalid, match=f"demands “{word}”"):
        store.settings.save_text(actor, "words.stop", ", ".join(kept))
    assert word in store.rules().words.stop


def test_words_are_read_from_commas_and_lines_each_once(store: Store, actor: Actor) -> None:
    store.settings.save_text(actor, "words.yes", "yes, sure\nyou  may,,yes")
    assert store.rules().words.yes == ("yes", "sure", "you may")


def test_the_second_of_two_admins_overwrites_nothing(firm: Firm) -> None:
    settings = firm.store.settings
    settings.save_text(firm.actor, "stale_after", "20 min")
    with pytest.raises(Conflict, match="stale_after to “20 min” meanwhile"):
        settings.save_text(firm.actor, "stale_after", "30 min", before="15 min")
    settings.save_text(firm.actor, "stale_after", "30 min", before="20 min")
    assert firm.store.rules().stale_after == timedelta(minutes=30)


def test_saving_what_is_there_already_leaves_no_record(firm: Firm) -> None:
    firm.store.settings.save_text(firm.actor, "stale_after", "900 s")
    assert firm.store.audit.entries(kind="setting") == []


def test_a_business_name_is_refused_when_a_text_would_not_fit_with_it(store: Store) -> None:
    found = problems(Rules(business_name="Acme “Relief”"), "business_name")
    assert any(f"“{Template.REQUEST.value}” will not do" in words for words in found)


def test_what_the_configuration_fixes_is_refused_as_text_too(store: Store, actor: Actor) -> None:
    with pytest.raises(Refused, match="fixed by the configuration"):
        store.settings.save_text(actor, "business_name", "Other")
