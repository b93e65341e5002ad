"""What no admin wants of a setting, in sentences: a text without its words, no open hour. Pure.

The screen asks while one types, and saving asks again, whoever saves.
"""

from __future__ import annotations

import re

from data.models import Template
from data.replies.lists import spoken
from data.rules import MANDATORY_STOP_WORDS, Rules, WordLists
from data.wordings import problems as wording_problems

_WHOLE_MESSAGES = ("stop", "start", "yes", "no", "help")
_NEEDED = {
    "start": "a client who wrote STOP could not come back",
    "yes": "no client could agree",
    "help": "a client who asks for help would get none",
}
_WORD_LIMIT, _LIST_LIMIT, _NAME_LIMIT = 60, 200, 100
_PHONE = re.compile(r"\+?[0-9][0-9 ().-]{3,24}")


def problems(rules: Rules, key: str) -> list[str]:
    """What is wrong with one setting of these rules; empty when it will do."""
    group, _, name = key.partition(".")
    if group == "texts":
        return _wording(rules, Template(name))
    if group == "words":
        return _list(rules.words, name)
    if key == "business_name":
        return _name(rules)
    if key == "business_phone" and not _PHONE.fullmatch(rules.business_phone):
        silent = "" if rules.business_phone else " Without one, HELP is not answered."
        return [f"A phone number is digits, like +1 800 555 0100.{silent}"]
    if key in {"hours_open", "hours_close"} and rules.hours_open >= rules.hours_close:
        return ["The hours must open before they close."]
    return []


def _wording(rules: Rules, template: Template) -> list[str]:
    text = rules.texts[template]
    return wording_problems(template, text, rules.business_name, rules.business_phone)


def _name(rules: Rules) -> list[str]:
    """A name that stands in every automatic text: each of them must still be one SMS."""
    name = rules.business_name
    if not name or len(name) > _NAME_LIMIT or not name.isprintable():
        return [f"A business name has 1 to {_NAME_LIMIT} printable characters."]
    return [
        f"With this name, the text “{template.value}” will not do: {' '.join(found)}"
        for template in Template
        if (found := _wording(rules, template))
    ]


def _list(words: WordLists, name: str) -> list[str]:
    listed: tuple[str, ...] = getattr(words, name)
    found = [f"“{word}” says nothing." for word in listed if not spoken(word)]
    found += [
        f"A word has at most {_WORD_LIMIT} characters; “{word[:20]}…” has {len(word)}."
        for word in listed
        if len(word) > _WORD_LIMIT
    ]
    if len(listed) > _LIST_LIMIT:
        found.append(f"A list has at most {_LIST_LIMIT} words; this has {len(listed)}.")
    if not listed and name in _NEEDED:
        found.append(f"The list cannot be empty: {_NEEDED[name]}.")
    if name == "stop":
        found += _missing(listed)
    return found + (_in_two_lists(words, name) if name in _WHOLE_MESSAGES else [])


def _missing(listed: tuple[str, ...]) -> list[str]:
    """The words of the US rule (47 CFR 64.1200(a)(10)) that were taken out."""
    kept = {spoken(word) for word in listed}
    gone = [word for word in MANDATORY_STOP_WORDS if spoken(word) not in kept]
    if not gone:
        return []
    words = ", ".join(f"“{word}”" for word in gone)
    return [f"The US rule demands {words}: {'it' if len(gone) == 1 else 'they'} cannot be removed."]


def _in_two_lists(words: WordLists, name: str) -> list[str]:
    """One word can mean one thing only."""
    others = {
        spoken(word): other
        for other in _WHOLE_MESSAGES
        if other != name
        for word in getattr(words, other)
    }
    return [
        f"“{word}” is a {others[spoken(word)].upper()} word already."
        for word in getattr(words, name)
        if spoken(word) in others
    ]
