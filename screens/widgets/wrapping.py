"""Where a text breaks into lines of a given width in terminal cells.

Emoji, East Asian and joined characters take two cells or none, so lines are measured, not counted.
The widths are Rich's, which are also the ones Textual lays out by. Text comes through `printable`.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import split_graphemes

Span = tuple[int, int]

# Latin text, the common case, is one cell a character; U+00AD (soft hyphen) is not.
_ONE_CELL = frozenset(map(chr, range(0x20, 0x7F))) | frozenset(map(chr, range(0xA0, 0x300)))
_NARROW = (_ONE_CELL - {"\xad"}).issuperset


def wrap(text: str, width: int) -> list[Span]:
    """The (start, end) of every line; at least one. Breaks at spaces, in a long word anywhere."""
    width = max(1, width)
    spans: list[Span] = []
    start = 0
    for paragraph in text.split("\n"):
        breaks = _wrap_narrow if _NARROW(paragraph) else _wrap_measured
        spans.extend((start + a, start + b) for a, b in breaks(paragraph, width))
        start += len(paragraph) + 1
    return spans


def _wrap_narrow(text: str, width: int) -> Iterator[Span]:
    """For text of one-cell characters only."""
    start, end = 0, len(text)
    while end - start > width:
        space = text.rfind(" ", start + 1, start + width + 1)
        if space < 0:
            yield start, start + width
            start += width
        else:
            yield start, space
            start = space + 1
    yield start, end


def _wrap_measured(text: str, width: int) -> Iterator[Span]:
    """For any text: never inside a grapheme, and also between two-cell characters (CJK)."""
    start = cells = 0  # the line being filled
    chance: Span | None = None  # where it may end, and where the next line would begin
    after = 0  # cells of the line after that chance
    for begin, end, size in split_graphemes(text)[0]:
        space = text[begin] == " "
        while cells + size > width and begin > start:
            line_end, following = (begin, end) if space else chance or (begin, begin)
            yield start, line_end
            start, cells = following, after if chance and not space else 0
            chance = None
            if space:
                break
        if begin < start:  # a space the line ended with
            continue
        cells += size
        after += size
        if (space and begin > start) or size == 2:
            chance, after = (begin if space else end, end), 0
    yield start, len(text)
