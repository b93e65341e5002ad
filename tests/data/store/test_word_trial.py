"""Trying a list of words on every message that ever came, before it is saved."""

from __future__ import annotations

import pytest

from data.errors import Invalid, Refused
from data.models import Permission
from data.replies.meaning import Meaning
from data.store.word_trial import Caught
from firm import Firm


def tried(firm: Firm, key: str, text: str) -> tuple[int, list[Caught]]:
    pages = list(firm.store.word_trial.run(firm.actor, key, text))
    return sum(page.read for page in pages), [one for page in pages for one in page.caught]


def with_stop(firm: Firm, word: str) -> str:
    return ", ".join((*firm.store.rules().words.stop, word))


def test_it_says_which_past_messages_a_new_word_would_have_caught(firm: Firm) -> None:
    lead = firm.authorized(name="Demo Client Whoa")
    firm.says(lead.number, "Whoa!")
    firm.says(lead.number, "When do you open?")
    firm.says("+447700900123", "whoa")
    read, caught = tried(firm, "words.stop", with_stop(firm, "whoa"))
    assert read == 4
    assert [(one.client, one.number, one.body) for one in caught] == [
        ("", "+447700900123", "whoa"),
        ("Demo Client Whoa", lead.number, "Whoa!"),
    ]
    assert {(one.before.meaning, one.after.meaning) for one in caught} == {
        (Meaning.OTHER, Meaning.STOP)
    }


def test_nothing_is_changed_by_trying(firm: Firm) -> None:
    lead = firm.authorized()
    firm.says(lead.number, "whoa")
    before = firm.store.rules()
    tried(firm, "words.stop", with_stop(firm, "whoa"))
    assert firm.store.rules() == before
    assert firm.consent(lead).status == "Authorized"


def test_a_word_taken_out_shows_what_would_no_longer_be_caught(firm: Firm) -> None:
    lead = firm.lead()
    firm.says(lead.number, "info")
    _, [gone] = tried(firm, "words.help", "help, ayuda")
    assert (gone.body, gone.before.meaning, gone.after.meaning) == (
        "info",
        Meaning.HELP,
        Meaning.OTHER,
    )


def test_it_comes_in_pages_newest_first_and_can_be_left_in_between(firm: Firm) -> None:
    number = firm.lead().number
    for n in range(520):
        firm.says(number, f"whoa {n}", carrier_id=f"trial-{n}")
    pages = firm.store.word_trial.run(firm.actor, "words.strong", "whoa")
    first = next(pages)
    assert first.read == 500
    assert first.caught[0].body == "whoa 519"
    del pages
    assert sum(page.read for page in firm.store.word_trial.run(
        firm.actor, "words.strong", "whoa")) == 520  # fmt: skip


def test_only_an_admin_may_and_it_is_on_record(firm: Firm) -> None:
    with pytest.raises(Refused, match="Admin"):
        firm.store.word_trial.run(firm.user("bob", Permission.SEARCH), "words.no", "no")
    tried(firm, "words.no", "no, nope")
    [entry] = firm.store.audit.entries(kind="word trial")
    assert (entry.user, entry.subject, entry.after) == ("ann", "words.no", "no, nope")


def test_a_list_that_cannot_be_read_is_refused(firm: Firm) -> None:
    with pytest.raises(Invalid):
        firm.store.word_trial.run(firm.actor, "words.maybe", "perhaps")
