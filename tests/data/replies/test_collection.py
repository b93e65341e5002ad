"""The collection of opt-outs and ordinary replies, and that nothing done to an opt-out agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.replies.meaning import Meaning
from data.replies.reader import read_reply
from data.rules import WordLists

HERE = Path(__file__).parent
WORDS = WordLists()
AGREES = {Meaning.YES, Meaning.START}
AT_LEAST = {
    "stop": {Meaning.STOP},
    "strong": {Meaning.STOP, Meaning.STRONG},
    "weak": {Meaning.WEAK},
    "heard": {Meaning.STOP, Meaning.STRONG, Meaning.WEAK},
}


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text()
    return [
        line.replace("\\n", "\n") for line in text.splitlines() if line and not line.startswith("#")
    ]


OPT_OUTS = [tuple(line.split("\t")) for line in lines("opt_outs.tsv")]
BODIES = [body for _, body in OPT_OUTS]


def meaning(body: str) -> Meaning:
    return read_reply(body, WORDS).meaning


@pytest.mark.parametrize(("kind", "body"), OPT_OUTS)
def test_an_opt_out_of_the_collection_is_heard(kind: str, body: str) -> None:
    reading = read_reply(body, WORDS)
    assert reading.meaning in AT_LEAST[kind], reading
    assert reading.rule


@pytest.mark.parametrize("body", lines("ordinary.txt"))
def test_an_ordinary_reply_neither_closes_the_composer_nor_agrees(body: str) -> None:
    reading = read_reply(body, WORDS)
    assert reading.meaning in {Meaning.OTHER, Meaning.NO, Meaning.NO_ANSWER}, reading


@pytest.mark.parametrize("body", lines("not_revoked.txt"))
def test_what_asks_for_something_else_does_not_revoke(body: str) -> None:
    reading = read_reply(body, WORDS)
    assert reading.meaning not in {Meaning.STOP, Meaning.STRONG}, reading


@pytest.mark.parametrize("body", lines("no_yes.txt"))
def test_a_yes_with_more_to_it_agrees_to_nothing(body: str) -> None:
    assert meaning(body) not in AGREES


def test_a_yes_at_the_end_of_what_is_too_long_to_read_agrees_to_nothing() -> None:
    assert meaning("yes" + " " * 10_000 + "no, stop") not in AGREES
    assert meaning("yes" + " " * 10_000) not in AGREES


# Words put in front of or after an opt-out; "un" glued to "stop" would be the START word "unstop".
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
affix = st.one_of(
    any_text, st.sampled_from(["yes", "ok", "Yes, I agree.", "start", "y", "sí", "👍"])
)
gap = st.sampled_from([" ", "\n", ". ", ", ", " - ", "! "])
opt_out = st.sampled_from(BODIES)


@given(affix, gap, opt_out, gap, affix)
def test_no_prefix_and_no_suffix_makes_an_opt_out_agree(
    before: str, first: str, body: str, second: str, after: str
) -> None:
    assert meaning(f"{before}{first}{body}") not in AGREES
    assert meaning(f"{body}{second}{after}") not in AGREES
    assert meaning(f"{before}{first}{body}{second}{after}") not in AGREES


@given(
    opt_out, st.sampled_from(["“{}”", '"{}"', "«{}»", "> {}", "Liked “{}”", "👍 to “{}”", "({})"])
)
def test_no_quote_makes_an_opt_out_agree(body: str, quote: str) -> None:
    assert meaning(quote.format(body)) not in AGREES


@given(opt_out, st.integers(0, 200), st.sampled_from(["drop", "swap", "double", "change", "split"]),
       st.characters(categories=["Ll", "Nd", "Zs", "Po"]))  # fmt: skip
def test_no_slip_and_no_split_makes_an_opt_out_agree(
    body: str, place: int, slip: str, other: str
) -> None:
    at = place % len(body)
    slipped = {
        "drop": body[:at] + body[at + 1 :],
        "swap": body[:at] + body[at : at + 2][::-1] + body[at + 2 :],
        "double": body[: at + 1] + body[at:],
        "change": body[:at] + other + body[at + 1 :],
        "split": body[:at] + "\n" + body[at:],
    }
    assert meaning(slipped[slip]) not in AGREES


@given(opt_out, st.integers(0, 200))
def test_no_half_of_an_opt_out_agrees_unless_it_is_a_yes_of_its_own(body: str, place: int) -> None:
    at = place % (len(body) + 1)
    for half in (body[:at], body[at:]):
        if half.strip(" .,!?\n").casefold() not in {"ok", "y", "yes", "start", "si"}:
            assert meaning(half) not in AGREES
