"""A Textual text area as high as our composer and nothing else: `python -m bench.bare_area`."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class BareArea(App[None]):
    """One line to write in, with a border."""

    CSS = "TextArea { height: 3; border: round gray; padding: 0 1; }"

    def compose(self) -> ComposeResult:
        area = TextArea()
        area.border_title = "Write"
        yield area


if __name__ == "__main__":
    BareArea().run()
