"""A scrolling widget that draws its own lines, and only those that can be seen.

One widget per message or per row costs seconds and hundreds of megabytes at 10,000; drawing lines
on demand costs neither. Lines are numbered from the top of the content; `row` is a line of the
window. Fixed rows (a column header) stay at the top of the window while the lines scroll.
"""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from screens.foot import ARROWS
from screens.widgets.palette import Palette
from screens.widgets.pieces import Line


class Drawn(ScrollView, can_focus=True):
    """The base of the message log and the inbox list: scrolling, geometry, colours, keys."""

    ALLOW_SELECT = False  # Textual would select by its own idea of lines; a click moves the cursor
    FIXED_ROWS: ClassVar[int] = 0
    PREFIX: ClassVar[str] = "drawn"  # of the component classes

    DEFAULT_CSS = """
    Drawn {
        overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size: 1 1;
        scrollbar-background: $background; scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", "Up", key_display="↑ ↓", group=ARROWS),
        Binding("down", "cursor(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.palette = Palette(self, self.PREFIX)
        self._line_width = 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "cursor":
            return self.line_count() > 0
        return super().check_action(action, parameters)

    # What a subclass draws.

    def line_count(self) -> int:
        """How many lines there are below the fixed rows."""
        raise NotImplementedError

    def draw_line(self, line: int, width: int) -> Strip:
        """One line of the content; it is cropped or filled to `width` afterwards."""
        raise NotImplementedError

    def draw_row(self, row: int, width: int) -> Strip | None:
        """What covers a row of the window, whatever is scrolled under it: a header, a notice."""
        return None

    # Geometry.

    @property
    def view_width(self) -> int:
        """Cells a line may take; 0 before the first layout."""
        return self.scrollable_content_region.width

    @property
    def view_height(self) -> int:
        """Lines that can be seen at once, without the fixed rows."""
        return max(0, self.scrollable_content_region.height - self.FIXED_ROWS)

    @property
    def top_line(self) -> int:
        """The first line in view."""
        return self.scroll_offset.y

    @property
    def at_end(self) -> bool:
        """True when the last line is in view."""
        return self.top_line + self.view_height >= self.line_count()

    def lines_changed(self) -> None:
        """Tell the scrollbar how many lines there are now, and draw again.

        Set as usual, `virtual_size` lays out the whole screen and paints it twice. Here nothing but
        the scrollbar hangs on it.
        """
        width, window = self.scrollable_content_region.size
        before, size = self.virtual_size, Size(width, self.line_count() + self.FIXED_ROWS)
        if size != before:
            self.set_reactive(Drawn.virtual_size, size)
            if self.top_line == 0 and _thumb(before.height, window) == _thumb(size.height, window):
                # At the top, with a thumb of the same length, the scrollbar looks as it did; to
                # draw it takes a fifth of the time of all lines.
                self.vertical_scrollbar.set_reactive(ScrollBar.window_virtual_size, size.height)
            else:
                self._scroll_update(size)
                # While it is hidden Textual does not tell it where the view is.
                self.vertical_scrollbar.position = self.scroll_y
        self.refresh()

    def scroll_to_line(self, line: int) -> None:
        """Bring a line to the top of the view, at once, as far as the content allows."""
        self.scroll_to(y=line, animate=False, force=True)

    def scroll_to_last_line(self) -> None:
        """Bring the end of the content into view, at once."""
        self.scroll_to_line(self.line_count() - self.view_height)

    def reveal(self, line: int, height: int = 1) -> None:
        """Scroll as little as needed to see these lines; when too many, their beginning."""
        if line < self.top_line or height > self.view_height:
            self.scroll_to_line(line)
        elif line + height > self.top_line + self.view_height:
            self.scroll_to_line(line + height - self.view_height)

    def line_at(self, event: events.MouseEvent) -> int | None:
        """The line under the pointer, or None on a fixed row or outside the content."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.FIXED_ROWS:
            return None
        line = self.top_line + offset.y - self.FIXED_ROWS
        return line if line < self.line_count() else None

    # Drawing.

    def render_lines(self, crop: Region) -> list[Strip]:
        self._line_width = self.view_width  # asked once, not for each line
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self._line_width or self.view_width
        strip = self.draw_row(y, width)
        line = self.top_line + y - self.FIXED_ROWS
        if strip is None and line < self.line_count():
            strip = self.draw_line(line, width)
        style = self._ground()
        return Strip.blank(width, style) if strip is None else strip.crop_extend(0, width, style)

    def paint(self, line: Line) -> Strip:
        """Pieces in the colours of their parts."""
        style = self.palette.style
        return Strip(Segment(text, style(*parts)) for text, parts in line)

    def _ground(self) -> Style:
        return self.palette.style()

    def notify_style_update(self) -> None:
        self.palette.clear()
        super().notify_style_update()


def _thumb(lines: int, window: int) -> int:
    """How long the scrollbar's thumb is, in eighths of a cell; 0 when all lines are in view.

    Reckoned step by step as Textual does, so that it is rounded alike.
    """
    return ceil(max(1, window / (lines / window)) * 8) if lines > window > 0 else 0
