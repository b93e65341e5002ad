"""The second line of defence: no control character of a rendered strip reaches the terminal.

Everything Textual shows (widgets, borders and their titles, notifications, tooltips, inputs)
becomes terminal output in one place, `Strip.render`, which writes the text of segments as it is.
The guard stands in front of it and takes out what a terminal would obey: C0, DEL, C1, direction
marks, line separators, and hyperlinks (OSC 8), which this program never draws. Lone surrogates,
which would stop the driver's encoder, become U+FFFD. The first line is `data.printable`; with it in
its place this one has nothing to do.

`Strip.render` is an internal of Textual: a test runs a hostile widget through it, and another one
searches the bytes of a real terminal. What is removed takes no cell in Textual's own count, so
nothing on screen moves.
"""

from __future__ import annotations

from functools import wraps

from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

_OBEYED = (
    *range(0x00, 0x20),
    *range(0x7F, 0xA0),
    0x061C,  # Arabic letter mark
    *range(0x200E, 0x2010),  # left-to-right and right-to-left marks
    *range(0x2028, 0x202F),  # line and paragraph separators, embeddings, overrides
    *range(0x2066, 0x206A),  # isolates
)
_TABLE: dict[int, str | None] = {
    **dict.fromkeys(_OBEYED),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
_MARK = "_sms_tui_guard"


def harmless(text: str) -> str:
    """The text without what a terminal would obey. Printable text, nearly all, is not looked at."""
    return text if text.isprintable() else text.translate(_TABLE)


def guarded(segments: list[Segment]) -> list[Segment]:
    """The segments, each harmless; the same list when they already are."""
    if all(_is_harmless(segment) for segment in segments):
        return segments
    return [
        Segment(harmless(text), style.update_link(None) if style and style.link else style)
        for text, style, _ in segments
    ]


def _is_harmless(segment: Segment) -> bool:
    text, style, _ = segment
    return text.isprintable() and not (style and style.link)


def install() -> None:
    """Put the guard in front of `Strip.render`, once for the process."""
    original = Strip.render
    if hasattr(original, _MARK):
        return

    @wraps(original)
    def render(self: Strip, console: Console) -> str:
        if self._render_cache is None:
            self._segments = guarded(self._segments)
        return original(self, console)

    setattr(render, _MARK, True)
    Strip.render = render  # type: ignore[method-assign]
