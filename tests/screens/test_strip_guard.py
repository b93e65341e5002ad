from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widgets import Input, Static, TextArea

from screens import strip_guard

ESCAPE = "\x1b]52;c;aGk=\x07"
EVIL = f"a{ESCAPE}b\x9b31mc\u202ed\x00e\x7ff\ud800g"


@pytest.fixture(autouse=True)
def guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The guard, installed for one test only."""
    monkeypatch.setattr(Strip, "render", Strip.render)
    strip_guard.install()
    yield


class HostileApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static(Text(EVIL), id="text")
        yield Input(EVIL)
        yield TextArea(EVIL)

    def on_mount(self) -> None:
        titled = self.query_one("#text", Static)
        titled.styles.border = ("solid", "red")
        titled.border_title = Text(EVIL).plain
        titled.tooltip = Text(EVIL)
        self.notify(EVIL, markup=False, timeout=60)


def written(app: App[None]) -> str:
    """What the driver would get for the whole screen, without Textual's own sequences."""
    update = app.screen._compositor.render_update(full=True)
    assert update is not None
    sequences = update.render_segments(app.console)  # type: ignore[union-attr]
    pieces = sequences.split("\x1b")
    assert all(piece.startswith("[") for piece in pieces[1:])
    return "".join(pieces)


async def test_no_widget_can_write_a_sequence_to_the_terminal() -> None:
    async with HostileApp().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        output = written(pilot.app)
    assert "ab31mcde" in output.replace("]52;c;aGk=", "")
    for char in ("\x07", "\x9b", "\u202e", "\x00", "\x7f", "\ud800"):
        assert char not in output
    output.encode()


def test_harmless_text_is_left_as_it_is() -> None:
    segments = [Segment("Thank you 🙏"), Segment("señora", Style(bold=True))]
    assert strip_guard.guarded(segments) is segments
    family = "👨‍👩‍👧"
    assert strip_guard.harmless(family) == family
    assert strip_guard.harmless("no\xa0break") == "no\xa0break"


def test_a_link_loses_its_address() -> None:
    strip = Strip([Segment("tap", Style(link="http://evil"))])
    assert strip_guard.guarded(list(strip)) == [Segment("tap", Style())]


def test_installing_twice_changes_nothing() -> None:
    before = Strip.render
    strip_guard.install()
    assert Strip.render is before


def test_what_is_removed_takes_no_cell() -> None:
    for code in strip_guard._OBEYED:
        assert Strip([Segment(chr(code))]).cell_length == 0
