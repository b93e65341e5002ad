"""What a reply means: every word of the lists, however it is dressed, and what it is not."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.replies.reader import Meaning, read_reply
from data.rules import MANDATORY_STOP_WORDS, WordLists

WORDS = WordLists()
STOP, START, YES, NO = Meaning.STOP, Meaning.START, Meaning.YES, Meaning.NO
HELP, STRONG, WEAK, OTHER = Meaning.HELP, Meaning.STRONG, Meaning.WEAK, Meaning.OTHER
NO_ANSWER = Meaning.NO_ANSWER
LISTED = [
    (word, said)
    for said, words in (
        (STOP, (*WORDS.stop, *MANDATORY_STOP_WORDS)), (START, WORDS.start), (YES, WORDS.yes),
        (NO, WORDS.no), (HELP, WORDS.help), (STRONG, WORDS.strong),
    )
    for word in words
]  # fmt: skip


def meaning(body: str, words: WordLists) -> Meaning:
    return read_reply(body, words).meaning


any_text = st.text(st.characters(exclude_categories=()), max_size=200)
noise = st.text("!?.,;:'\"“”‘’«»()[]-–…*_ \n\t\u00a0\u200b\u2060\ufeff\ufe0f", max_size=6)


@pytest.mark.parametrize(("word", "said"), LISTED)
@pytest.mark.parametrize(
    "dressed", ["{}", "{}.", " {}!!! ", "“{}”", "'{}'", "\n{}\n", "({})", "{}…", "{} \u200b"]
)
def test_every_listed_word_is_understood_however_it_is_dressed(
    word: str, said: Meaning, dressed: str
) -> None:
    assert meaning(dressed.format(word), WORDS) is said
    assert meaning(dressed.format(word.upper()), WORDS) is said
    assert meaning(dressed.format(word.capitalize()), WORDS) is said


@pytest.mark.parametrize(
    "body",
    [
        "Stop", "STOPPP", "stoppppp!!", "ST\u200bOP", "S\u00adTOP", "\ufeffSTOP\u200f",
        "STOP\ufe0f",
        "\uff33\uff34\uff2f\uff30", "\U0001d412\U0001d413\U0001d40e\U0001d40f", "S\u0336TOP",
        "ST\x00OP", "STOP\ud800", "🛑 STOP 🛑", "*stop*", "stop stop STOP", "Stop. Stop.",
        "please stop", "Stop please!", "stop, thank you", "STOP THANKS", "pls stop pls",
        "por favor, alto", "basta, gracias", "Opt-Out", "OPT  OUT", "opt\nout", "Stop-All",
        "arr\u00eat", "arre\u0302t", "UNSUBSCRIBEE", "cancel, end",
        "S T O P", "s t o p", "S.T.O.P.", "S-T-O-P", "s. t. o. p!", "please S T O P", "S T O P P P",
        "STOP\n\nSent from my phone", "S\nT\nO\nP", "q.u.i.t", "STOP\ufffc",
        "STOP\u2028\u2028", "opt \u2014 out",
    ],
)  # fmt: skip
def test_stop_is_stop_in_any_dress(body: str) -> None:
    assert meaning(body, WORDS) is STOP


@pytest.mark.parametrize(
    "body",
    [
        "Please STOP texting me!", "ok, stop texting me at night", "Remove me from your list",
        "take me off this list", "Do not text me again", "don\u2019t text me", "dont contact me",
        "Please don\u00b4t contact me, thanks", "LEAVE ME ALONE", "unsubscribe me please",
        "no more texts", "lose my number, John", "wrong number", "Sorry, WRONG   NUMBER.",
        "no m\u00e1s", "no mas por favor", "por favor no me escriba", "stop\ntexting\nme",
        "stop texting meee", "no, stop texting me", "I never signed up. Take me off",
        "don't stop texting me? no: stop texting me", "remove\u200b me", "take me of",
        "don?t text me", "don\ufffdt text me", "don t text me", "DON T CONTACT ME",
        "Please don\ufffd\ufffd\ufffdt contact me", "don\u00e2\u20ac\u2122t text me",
        "no more\ntexts", "no-more-texts", "Hi \u2014 leave me alone", "s.t.o.p texting me",
    ],
)  # fmt: skip
def test_a_strong_phrase_is_found_anywhere(body: str) -> None:
    assert meaning(body, WORDS) is STRONG


@pytest.mark.parametrize(
    "body",
    [
        "cancel my appointment", "stop by at 5", "Stop, I have a question", "End of May is fine",
        "please cancel Tuesday", "unsubscribe from what", "how do I cancel",
        "Don't stop", "don\u2019t stop!", "DONT STOP", "never stop", "do not stop",
        "do not ever stop",
        "please don't stop", "don't stop texting me", "never take me off",
        "I don't want you to stop texting me", "please do not remove me", "not the wrong number",
        "This isn't a wrong number", "you cannot just leave me alone", "don t stop", "don?t stop",
    ],
)  # fmt: skip
def test_what_begins_like_a_stop_or_negates_one_is_weak(body: str) -> None:
    assert meaning(body, WORDS) is WEAK


@pytest.mark.parametrize(
    "body",
    [
        "ok thanks\nSTOP", "ok thanks\rstop", "ok thanks\r\nStop\r\n", "ok\u2028stop",
        "ok\u2029stop", "who is this\vstop", "who is this\fstop", "who is this\x85stop",
        "who is this\ufffcstop",
        "Hi - STOP", "Hi - stop", "Hi -stop", "Hi -- stop", "Hello \u2014 STOP", "Hello\u2014stop",
        "Hello \u2013 stop - John", "I got three texts. S.T.O.P.", "stop\n\nMaria",
    ],
)  # fmt: skip
def test_a_line_or_a_side_of_a_dash_that_is_nothing_but_stop_is_weak(body: str) -> None:
    assert meaning(body, WORDS) is WEAK


@pytest.mark.parametrize(
    "body",
    [
        "no stop", "NO STOP", "YES STOP", "yes, stop", "I said STOP", "i said stop", "text STOP",
        "Reply stop", "reply STOP!!", "no please stop", "ok stop", "hi stop thanks", "ya basta",
        "I want to unsubscribe", "I told you to stop", "you need to stop please", "Hi (STOP)",
        "for the last time STOP", "For the last time, I said stop.\nMaria",
        "reply S T O P", "I said “STOP”", "“For the last time, I do ask you to STOP”",
        "I said opt out", "this has to STOP thank you", "“Who is this? I do not know you. Stop.”",
    ],
)  # fmt: skip
def test_a_message_that_ends_in_a_stop_meant_as_a_word_is_weak(body: str) -> None:
    assert meaning(body, WORDS) in (WEAK, STRONG)


@pytest.mark.parametrize("body", ["🛑", "🛑🛑🛑", " ✋🏽 ", "✋\ufe0f!", "⛔", "🚫 please", "🛑\n"])
def test_a_sign_that_says_stop_by_itself_is_weak(body: str) -> None:
    assert meaning(body, WORDS) is WEAK


@pytest.mark.parametrize(
    "body",
    [
        "...", "thank you", "please", "hello", "stopping by at 5", "nonstop",
        "When does it end?", "bus stop", "start please",
        "I'm at the bus stop", "the last stop", "until the end", "I can't stop by", "non-stop",
        "I will not stop by - sorry", "see you at the bus-stop", "month-end", "a s t o p", "s t o",
        "S. Topher", "the end\nof the month", "Can you\nstop by", "weekend", "yes 🛑 no", "👋",
        "Don, T. J. will text me",
        "yes but call me first", "yesterday", "yes?no", "okay then", "yes or no", "not yes",
        "help me understand", "no idea", "No. M\u00e1s tarde", "could you remove menus",
        "sure", "1",
        "I don't. Text me tomorrow", "cancelled", "\x00", "\ud800", "\ufffd", "👍",
    ],
)  # fmt: skip
def test_everything_else_is_left_to_people(body: str) -> None:
    assert meaning(body, WORDS) is OTHER


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Yes 👍", YES),
        ("YES! 🙏🏽", YES),
        ("ok ✅\ufe0f", YES),
        ("Yes, please.", YES),
        ("\u00a1S\u00ed!", YES),
        ("ok 🖕", OTHER),
        ("yes 👎", OTHER),
        ("Y\u0336E\u0336S\u0336", OTHER),  # struck through
        ("yes\u20e0", OTHER),  # under a prohibition sign
        ("y\u00e9s", OTHER),
        ("yes yes", OTHER),
        ("yes thanks", YES),
        ("YES\ufffd", OTHER),
        ("start 🖕", OTHER),
        ("yes\n\nplease", YES),
        ("yes \u2014 please", YES),
        ("y e s", OTHER),
        ("y.e.s", OTHER),
        ("s t a r t", OTHER),
        ("I said YES", OTHER),
        ("thanks\nYES", OTHER),
        ("hi - START", OTHER),
        ("yes\ufffc", OTHER),
        ("✋ yes", OTHER),
        ("no no", OTHER),
        ("no thank you", NO),
        ("help please", HELP),
        ("no 🙏", NO),
    ],
)
def test_consent_is_read_strictly_and_its_absence_kindly(body: str, said: Meaning) -> None:
    assert meaning(body, WORDS) is said


def test_a_firm_may_add_words_and_cannot_lose_the_seven_of_the_rule() -> None:
    words = replace(WORDS, stop=("halt",), yes=("stop", "jawohl"))
    assert meaning("Halt!", words) is STOP
    assert meaning("jawohl", words) is YES
    assert [meaning(word, words) for word in MANDATORY_STOP_WORDS] == [STOP] * 7
    assert meaning("alto", words) is OTHER


def test_words_of_other_scripts_keep_their_vowel_signs() -> None:
    words = replace(WORDS, stop=("\u0930\u094b\u0915\u094b",))
    assert meaning("\u0930\u094b\u0915\u094b!", words) is STOP
    assert meaning("\u0930\u0915", words) is OTHER


def test_empty_words_in_a_list_mean_nothing() -> None:
    words = replace(WORDS, stop=("", "!"), yes=("", "."), strong=("", " "), help=("",), no=("",))
    assert meaning("", words) is NO_ANSWER
    assert meaning("hello", words) is OTHER


@given(any_text)
def test_no_text_makes_it_raise(body: str) -> None:
    assert meaning(body, WORDS) in Meaning


@given(noise, st.sampled_from(WORDS.stop), st.integers(0, 5), noise)
def test_noise_around_a_stop_word_changes_nothing(
    before: str, word: str, more: int, after: str
) -> None:
    assert meaning(before + word + word[-1] * more + after, WORDS) is STOP


@given(st.sampled_from(WORDS.strong), any_text)
def test_a_strong_phrase_never_authorizes(phrase: str, more: str) -> None:
    for body in (f"{phrase} {more}", f"{more} {phrase}"):
        assert meaning(body, WORDS) not in (YES, START)


@given(st.sampled_from(WORDS.stop), any_text)
def test_a_message_that_begins_with_stop_is_never_mere_talk(word: str, more: str) -> None:
    assert meaning(f"{word} {more}", WORDS) in (STOP, STRONG, WEAK)


@pytest.mark.parametrize(
    "unit",
    [
        "please ",
        "stop ",
        "don't ",
        "don ",
        "s ",
        "s.",
        "s t o ",
        "no. ",
        "- ",
        "\n",
        "\u0301\u0315",
        "\u0f71\u0f72\u05b0\u05b1",
        "\ufdfa",
        "no ",
    ],
)
def test_a_hostile_text_of_10_000_characters_is_read_at_once(unit: str) -> None:
    body = (unit * 10_000)[:10_000]
    before = time.perf_counter()
    meaning(body, WORDS)
    assert time.perf_counter() - before < 2
