"""The automatic texts: what they must say, and that they fit one SMS."""

from __future__ import annotations

import pytest

from data.models import Template
from data.rules import DEFAULT_TEXTS
from data.wordings import problems

TWENTY = "Harborside Tax Group"
REQUEST = DEFAULT_TEXTS[Template.REQUEST]


@pytest.mark.parametrize("template", Template)
def test_the_default_texts_pass_with_a_name_of_twenty_characters(template: Template) -> None:
    assert len(TWENTY) == 20
    assert problems(template, DEFAULT_TEXTS[template], TWENTY, "+1 800 555 0100") == []


@pytest.mark.parametrize("template", Template)
def test_the_default_texts_pass_before_the_firm_is_named(template: Template) -> None:
    assert problems(template, DEFAULT_TEXTS[template], "", "") == []


@pytest.mark.parametrize(
    ("template", "word", "problem"),
    [
        (Template.REQUEST, "{business}", "It must say “{business}”."),
        (Template.REQUEST, "YES", "It must say “YES”."),
        (Template.REQUEST, "HELP", "It must say “HELP”."),
        (Template.REQUEST, "STOP", "It must say “STOP”."),
        (Template.REQUEST, "freq", "It must say how often texts come (“Msg freq varies”)."),
        (Template.REQUEST, "rates may apply", "It must say “rates may apply”."),
        (Template.CONFIRMED, "{business}", "It must say “{business}”."),
        (Template.CONFIRMED, "HELP", "It must say “HELP”."),
        (Template.CONFIRMED, "STOP", "It must say “STOP”."),
        (Template.CONFIRMED, "freq", "It must say how often texts come (“Msg freq varies”)."),
        (Template.CONFIRMED, "rates may apply", "It must say “rates may apply”."),
        (Template.STOPPED, "{business}", "It must say “{business}”."),
        (Template.HELP, "{business}", "It must say “{business}”."),
        (Template.HELP, "{phone}", "It must say “{phone}”."),
        (Template.HELP, "STOP", "It must say “STOP”."),
    ],
)
def test_a_text_without_a_required_word_is_told_so(
    template: Template, word: str, problem: str
) -> None:
    assert problems(template, DEFAULT_TEXTS[template].replace(word, "-"), TWENTY) == [problem]


@pytest.mark.parametrize(
    ("text", "business", "problem"),
    [
        ("  ", "", "The text is empty."),
        (REQUEST + " {name}", "", "Nothing is filled in for {name}; use {business} or {phone}."),
        (REQUEST + " ok", "x" * 30, "It is 2 too long for one SMS with a business name of 30."),
        (REQUEST + " - thank you", "",
         "It is 1 too long for one SMS with a business name of 20."),
        (REQUEST.replace("may we", "we’d"), "", "Not plain SMS characters: ’. Straighten it."),
        (REQUEST, "Łódź", "Not plain SMS characters: Ł ó ź."),
    ],
)  # fmt: skip
def test_a_text_that_will_not_do_is_told_why(text: str, business: str, problem: str) -> None:
    assert problems(Template.REQUEST, text, business) == [problem]


def test_a_word_inside_another_is_not_the_word() -> None:
    text = REQUEST.replace("YES", "YESTERDAY").replace("STOP", "NONSTOP")
    assert problems(Template.REQUEST, text) == ["It must say “YES”.", "It must say “STOP”."]
