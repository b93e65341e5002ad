from __future__ import annotations

import pytest
from rich.cells import cell_len

from drawn_samples import HOSTILE, OBEYED
from screens.text import content, fit, padded, plain, rich_text, short_name


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_terminal_obeys_is_left(text: str) -> None:
    results = (plain(text), content(text).plain, rich_text(text).plain, fit(text, 40))
    for result in results:
        assert not OBEYED & set(result)


def test_markup_is_only_text() -> None:
    assert content("[@click=app.quit]tap[/]").plain == "[@click=app.quit]tap[/]"
    assert content("[b]x[/b]", "bold").plain == "[b]x[/b]"
    assert not rich_text("[red]x[/red]").spans


def test_line_breaks_become_spaces_unless_they_are_wanted() -> None:
    assert plain("a\nb") == "a b"
    assert content("a\nb", newlines=True).plain == "a\nb"


@pytest.mark.parametrize(
    "text", ["short", "a long name that is cut", "今天下午我会把文件", *HOSTILE]
)
def test_a_column_is_filled_to_the_cell(text: str) -> None:
    assert cell_len(padded(text, 12)) == 12
    assert cell_len(fit(text, 12)) <= 12


def test_what_is_cut_says_so() -> None:
    assert fit("Maria Lopez", 6) == "Maria…"
    assert fit("Maria", 5) == "Maria"
    assert fit("Maria", 0) == ""


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Maria Lopez", "Maria"),
        ("Lopez, Maria", "Maria"),
        ("Dr. Lopez", "Dr. Lopez"),
        ("J Lopez", "J Lopez"),
        ("", ""),
    ],
)
def test_a_client_is_called_by_first_name_where_it_is_clear(name: str, short: str) -> None:
    assert short_name(name) == short
