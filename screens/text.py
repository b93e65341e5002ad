"""The one way from people's text to a screen: names, bodies and notes, made harmless.

Textual reads a `str` as markup nearly everywhere and hands control characters to the terminal, so
whatever a person wrote passes through `plain()` and, where a widget takes it, through `content()`
or `rich_text()`, which never parse markup. Widths are in terminal cells.
"""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from data.printable import printable

ELLIPSIS = "…"


def plain(text: str, *, newlines: bool = False) -> str:
    """The text without anything a terminal would obey; line breaks become spaces unless kept.

    The result is still a `str`: give it only to what does not parse markup.
    """
    return printable(text, newlines)


def content(text: str, style: str = "", *, newlines: bool = False) -> Content:
    """People's text for widgets, labels, border titles and notifications."""
    return Content.styled(plain(text, newlines=newlines), style)


def rich_text(text: str, style: str = "", *, newlines: bool = False) -> Text:
    """People's text for the places that want a Rich renderable, such as a `DataTable` cell."""
    return Text(plain(text, newlines=newlines), style=style, end="")


@lru_cache(maxsize=4096)
def fit(text: str, width: int) -> str:
    """People's text on one line of at most `width` cells, cut with an ellipsis when longer."""
    line = plain(text)
    if width <= 0:
        return ""
    if cell_len(line) <= width:
        return line
    return set_cell_size(line, width - 1).rstrip() + ELLIPSIS


def padded(text: str, width: int) -> str:
    """Like `fit`, filled with spaces to exactly `width` cells: a cell of a column."""
    return set_cell_size(fit(text, width), width)


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """What a client is called in passing: "Maria" for "Maria Lopez" and for "Lopez, Maria".

    A name that does not begin with a plain word ("Dr. Lopez", "J Lopez") stays whole.
    """
    line = plain(name).strip()
    family, comma, given = line.partition(",")
    words = (given if comma and given.strip() else family).split()
    if not words or len(words[0]) < 2 or words[0].endswith("."):
        return line
    return words[0]
