"""The footer: the keys that work now, as many as there is room for.

What does not fit is left out whole, the lightest first; escape and the help are never left out. A
line drawn as a whole costs a letter's paint where a widget for each key costs a layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._select import SelectOverlay

from screens.foot import OF_APP, OF_FOCUS, OF_SCREEN, Foot

_GAP = 2
_LAST = ("escape", "f1")
_PALETTE = 90  # its weight
# Of Textual's own list of a dropdown, whose bindings are hidden or worded for developers.
_OF_DROPDOWN = {
    "select": ("enter", "Choose"),
    "cursor_up": ("↑ ↓", "Move"),
    "dismiss": ("esc", "Close"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as it is pressed and as it is shown, and what it does."""

    key: str
    shown: str
    label: str
    tooltip: str = ""
    weight: int = OF_SCREEN

    @property
    def width(self) -> int:
        return cell_len(self.shown) + 1 + cell_len(self.label)


def entries_of(screen: Screen[Any]) -> list[Entry]:
    """The keys that would do something now and are meant to be seen, the heaviest first."""
    found: dict[tuple[DOMNode, str], Entry] = {}
    for node, binding, enabled, tooltip in screen.active_bindings.values():
        shown, label = _shown(screen, node, binding)
        if enabled and label:
            weight = _weight(screen, node, binding)
            entry = Entry(binding.key, shown, label, tooltip or label, weight)
            found.setdefault((node, binding.action), entry)
    return sorted(found.values(), key=lambda entry: entry.weight)


def fitting(entries: Sequence[Entry], width: int) -> list[Entry]:
    """Those there is room for, in their order; escape and the help come last, whatever happens."""
    last = [entry for key in _LAST for entry in entries if entry.key == key]
    room = width - sum(entry.width + _GAP for entry in last) + _GAP
    chosen = []
    for entry in entries:
        if entry not in last and entry.width + _GAP <= room:
            chosen.append(entry)
            room -= entry.width + _GAP
    return [*chosen, *last]


class KeyFooter(Widget):
    """One line. A click on a key presses it."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._outdated = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[Any]) -> None:
        if not self._outdated:
            self._outdated = True
            self.call_after_refresh(self._renew)

    def _renew(self) -> None:
        self._outdated = False
        if not self.is_attached:
            return
        entries = entries_of(self.screen)
        if entries != self._entries:
            self._entries = entries
            self.refresh()

    @property
    def entries(self) -> list[Entry]:
        """The keys that are shown, from left to right."""
        return fitting(self._entries, self.size.width)

    def render(self) -> Content:
        return Content(" " * _GAP).join(_drawn(self.entries))

    def _places(self) -> Iterator[tuple[range, Entry]]:
        start = 0
        for entry in self.entries:
            yield range(start, start + entry.width), entry
            start += entry.width + _GAP

    def _at(self, event: events.MouseEvent) -> Entry | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        return next((entry for place, entry in self._places() if offset.x in place), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        entry = self._at(event)
        self.tooltip = Content(entry.tooltip) if entry else None

    def on_click(self, event: events.Click) -> None:
        entry = self._at(event)
        if entry is not None:
            self.app.simulate_key(entry.key)


def _weight(screen: Screen[Any], node: DOMNode, binding: Binding) -> int:
    foot = binding.group
    if binding.key == screen.app.COMMAND_PALETTE_BINDING:
        return _PALETTE
    if isinstance(foot, Foot) and foot.weight is not None:
        return foot.weight
    if isinstance(node, Screen):
        return OF_SCREEN
    return OF_FOCUS if isinstance(node, Widget) else OF_APP


def _shown(screen: Screen[Any], node: DOMNode, binding: Binding) -> tuple[str, str]:
    """How the footer writes the key and what it calls it, which is "" for what is not shown."""
    if isinstance(node, SelectOverlay):
        return _OF_DROPDOWN.get(binding.action, ("", ""))
    key = screen.app.get_key_display(binding)
    if not binding.show and binding.key != screen.app.COMMAND_PALETTE_BINDING:
        return key, ""
    foot = binding.group
    return key, (foot.label if isinstance(foot, Foot) else "") or binding.description


def _drawn(entries: Iterable[Entry]) -> Iterator[Content]:
    for entry in entries:
        key = (entry.shown, "bold $footer-key-foreground")
        yield Content.assemble(key, " ", (entry.label, "$footer-description-foreground"))
