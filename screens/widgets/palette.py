"""The colours of a drawn widget, taken from the stylesheet through its component classes.

Textual's own two ways fall short for layered parts: `get_visual_style` drops `reverse`, and
`get_component_rich_style` resolves one layer only. A layer here lies on the one before it.
"""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


class Palette:
    """Rich styles of a widget's parts, cached until its styles change.

    A part is a component class without the widget's name: "day" of `message-log--day`.
    """

    def __init__(self, widget: Widget, prefix: str) -> None:
        self._widget = widget
        self._prefix = prefix
        self._styles: dict[tuple[str, ...], Style] = {}

    def clear(self) -> None:
        """Forget what was resolved: a theme, a class or the focus has changed."""
        self._styles.clear()

    def style(self, *parts: str) -> Style:
        """The style of parts laid over one another and over the widget itself."""
        found = self._styles.get(parts)
        if found is None:
            found = self._styles[parts] = self._resolve(parts)
        return found

    def _resolve(self, parts: tuple[str, ...]) -> Style:
        _, _, background, color = self._widget.colors
        text_style = Style()
        for part in parts:
            rules = self._widget.get_component_styles(f"{self._prefix}--{part}")
            if rules.has_rule("background"):
                background = background + rules.background
            if rules.has_rule("color"):
                color = rules.color
                if rules.auto_color:
                    color = background.get_contrast_text(color.a)
            text_style += rules.text_style
        colors = Style.from_color((background + color).rich_color, background.rich_color)
        return colors + text_style
