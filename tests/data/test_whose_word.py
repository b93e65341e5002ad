"""How far the words of a record count, by where it was sent, how it came and what it lacks."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from data.carriage import InboundRecord
from data.replies.meaning import Meaning
from data.whose_word import Reach, as_part, heard, says_nothing, without_answer

OPT_OUTS = (Meaning.STOP, Meaning.STRONG)
ANSWERS = [said for said in Meaning if said not in (*OPT_OUTS, Meaning.WEAK)]


def record(**given: Any) -> InboundRecord:
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    return InboundRecord("MESSAGES", "1", "+14155550132", "15559870000", "words", at, **given)


@pytest.mark.parametrize(("channel", "said"), list(product(["sms", "mms"], Meaning)))
def test_a_text_to_us_counts_in_full(channel: str, said: Meaning) -> None:
    hearing = heard(record(channel=channel), said, Reach.OURS)
    assert (hearing.said, hearing.doubt, hearing.kept) == (said, "", True)


DOUBTED = [
    (record(), Reach.ELSEWHERE, "another number of the account"),
    (record(), Reach.UNREADABLE, "to which number it was sent"),
    (record(channel="whatsapp"), Reach.OURS, "It came by whatsapp, not by SMS."),
    (record(channel="rcs"), Reach.OURS, "It came by rcs, not by SMS."),
    (record(channel=""), Reach.OURS, "does not say how it came"),
    (record(channel="whatsapp"), Reach.ELSEWHERE, "another number"),
    (record(direction="outbound"), Reach.OURS, "a text it received"),
    (record(direction=""), Reach.OURS, "a text it received"),
    (record(direction="outbound"), Reach.UNREADABLE, "a text it received"),
]


@pytest.mark.parametrize(("doubted", "said"), list(product(DOUBTED, Meaning)))
def test_of_a_doubtful_record_an_opt_out_counts_and_nothing_else_is_an_answer(
    doubted: tuple[InboundRecord, Reach, str], said: Meaning
) -> None:
    given, reach, words = doubted
    hearing = heard(given, said, reach)
    left = said if said in (*OPT_OUTS, Meaning.WEAK) else Meaning.NO_ANSWER
    assert hearing.said is left
    assert words in hearing.doubt
    assert hearing.kept is (reach is not Reach.ELSEWHERE or left is not Meaning.NO_ANSWER)


@pytest.mark.parametrize("said", Meaning)
def test_of_what_was_sent_elsewhere_and_is_not_inbound_only_an_opt_out_is_kept(
    said: Meaning,
) -> None:
    hearing = heard(record(direction="outbound"), said, Reach.ELSEWHERE)
    assert hearing.kept is (said in OPT_OUTS)


@pytest.mark.parametrize(("said", "reach"), list(product(Meaning, Reach)))
def test_a_text_from_one_of_our_own_numbers_is_no_clients(said: Meaning, reach: Reach) -> None:
    assert not heard(record(), said, reach, from_ourselves=True).kept


@pytest.mark.parametrize("said", Meaning)
def test_what_could_not_be_read_whole_is_an_opt_out_or_the_sign_of_one(said: Meaning) -> None:
    hearing = heard(record(defect="no text came with it"), said, Reach.OURS)
    assert hearing.said is (said if said in OPT_OUTS else Meaning.WEAK)
    assert hearing.kept


@pytest.mark.parametrize("said", ANSWERS)
def test_an_answer_is_none_in_what_may_be_a_part(said: Meaning) -> None:
    assert as_part(said) is without_answer(said) is Meaning.NO_ANSWER


def test_a_stop_word_in_what_may_be_a_part_waits_and_a_phrase_counts() -> None:
    assert as_part(Meaning.STOP) is as_part(Meaning.WEAK) is Meaning.WEAK
    assert as_part(Meaning.STRONG) is without_answer(Meaning.STRONG) is Meaning.STRONG


@pytest.mark.parametrize(
    ("body", "media", "nothing"),
    [("", None, True), (" \u200b\n", None, True), ("", "", False), ("ok", None, False)],
)
def test_a_text_says_nothing_without_words_and_without_a_picture(
    body: str, media: str | None, nothing: bool
) -> None:
    at = datetime(2026, 11, 23, 18, tzinfo=UTC)
    given = InboundRecord("SMS", "1", "+14155550132", "", body, at, media=media)
    assert says_nothing(given) is nothing
